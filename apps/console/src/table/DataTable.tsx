import { LeftOutlined, ReloadOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Grid, Skeleton, Table, Tooltip } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { EmptyNext } from '../parts/EmptyNext.tsx';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { ColumnChoice, useColumnChoice } from './ColumnChoice.tsx';
import type { DataColumn } from './columns.ts';
import { SavedFilters } from './SavedFilters.tsx';
import type { Pages } from './usePages.ts';
import type { UrlFilters } from './useUrlFilters.ts';

interface DataTableProps<T extends object> {
  /** Names what is remembered of this table in this browser. */
  name: string;
  columns: Array<DataColumn<T>>;
  pages: Pages<T>;
  rowKey: (row: T) => string;
  /** Filter inputs, at the left above the rows. */
  filters?: ReactNode;
  /** Buttons at the right above the rows. */
  actions?: ReactNode;
  /** Offers to save and recall these filters. */
  saved?: Pick<UrlFilters<Record<string, string>>, 'filters' | 'set' | 'pristine'>;
  selection?: { keys: string[]; onChange: (keys: string[]) => void; bar: ReactNode };
  /** Shown when there are no rows. */
  empty?: ReactNode;
  /** Enter on a focused row, or a click beside its links. */
  onOpen?: (row: T) => void;
  /** A row on a phone; without it the table scrolls sideways there. */
  card?: (row: T) => ReactNode;
}

/** A list page's table: filters, chosen columns, keyset paging, keyboard (↑ ↓ Enter), and cards on a phone. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { name, columns, pages, selection } = props;
  const choice = useColumnChoice(name, columns);
  const phone = Grid.useBreakpoint().md === false;
  return (
    <div className={pages.stale ? 'sheet stale' : 'sheet'} aria-busy={pages.refreshing}>
      <div className="sheet-bar">
        <div className="sheet-filters">{props.filters}</div>
        <div className="sheet-actions">
          {props.saved && <SavedFilters name={name} {...props.saved} />}
          {props.actions}
          {!(phone && props.card) && <ColumnChoice columns={columns} choice={choice} />}
          <Tooltip title="刷新">
            <Button
              icon={<ReloadOutlined spin={pages.refreshing && !pages.loading} />}
              aria-label="刷新"
              onClick={pages.reload}
            />
          </Tooltip>
        </div>
      </div>
      {selection && selection.keys.length > 0 && (
        <div className="sheet-selected" role="status">
          <span>已选 {selection.keys.length} 项</span>
          {selection.bar}
          <Button type="link" size="small" onClick={() => selection.onChange([])}>
            取消选择
          </Button>
        </div>
      )}
      <ProblemAlert problem={pages.problem} onRetry={pages.reload} />
      {phone && props.card ? <Cards {...props} card={props.card} /> : <Rows {...props} columns={choice.shown} />}
      <PageSteps pages={pages} />
    </div>
  );
}

/** What can be done with a row stays in sight when the table is wider than the page. */
const pinned = <T,>(column: DataColumn<T>): DataColumn<T> =>
  column.key === 'actions' ? { ...column, fixed: 'end' } : column;

function Rows<T extends object>({ columns, pages, rowKey, empty, selection, onOpen }: DataTableProps<T>) {
  if (pages.loading)
    return <Skeleton className="sheet-wait" active title={false} paragraph={{ rows: 8, width: '100%' }} />;
  if (pages.problem && pages.rows.length === 0) return null;
  return (
    <Table<T>
      columns={columns.map(pinned)}
      dataSource={pages.rows}
      rowKey={rowKey}
      pagination={false}
      size="middle"
      sticky={{ offsetHeader: 56 }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: empty ?? <EmptyNext title="没有符合条件的记录" text="换个筛选条件再试试。" /> }}
      {...(selection && {
        rowSelection: {
          selectedRowKeys: selection.keys,
          onChange: (keys) => selection.onChange(keys.map(String)),
          preserveSelectedRowKeys: false,
          columnWidth: 44,
        },
      })}
      {...(onOpen && {
        onRow: (row) => ({
          tabIndex: 0,
          className: 'row-opens',
          onKeyDown: (event) => steer(event, () => onOpen(row)),
          onClick: (event) => {
            if (!onControl(event.target)) onOpen(row);
          },
        }),
      })}
    />
  );
}

function Cards<T extends object>({ pages, rowKey, empty, card }: DataTableProps<T> & { card: (row: T) => ReactNode }) {
  if (pages.loading)
    return <Skeleton className="sheet-wait" active title={false} paragraph={{ rows: 8, width: '100%' }} />;
  if (pages.rows.length === 0) return pages.problem ? null : (empty ?? <EmptyNext title="没有符合条件的记录" />);
  return (
    <ul className="cards">
      {pages.rows.map((row) => (
        <li key={rowKey(row)}>{card(row)}</li>
      ))}
    </ul>
  );
}

function PageSteps<T>({ pages }: { pages: Pages<T> }) {
  if (!pages.goBack && !pages.goNext) return null;
  return (
    <nav className="sheet-steps" aria-label="翻页">
      <Button icon={<LeftOutlined />} disabled={!pages.goBack} onClick={() => pages.goBack?.()}>
        上一页
      </Button>
      <span className="quiet">第 {pages.number} 页</span>
      <Button icon={<RightOutlined />} iconPlacement="end" disabled={!pages.goNext} onClick={() => pages.goNext?.()}>
        下一页
      </Button>
    </nav>
  );
}

const onControl = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest('a, button, input, label, [role="button"], .ant-table-selection-column') !== null;

/** ↑ and ↓ move between rows, Enter opens. */
function steer(event: KeyboardEvent<HTMLElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter') open();
  const sibling =
    event.key === 'ArrowDown'
      ? event.currentTarget.nextElementSibling
      : event.key === 'ArrowUp'
        ? event.currentTarget.previousElementSibling
        : null;
  if (!(sibling instanceof HTMLElement)) return;
  event.preventDefault();
  sibling.focus();
}
