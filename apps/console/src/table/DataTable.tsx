import { ReloadOutlined } from '@ant-design/icons';
import { Button, Grid, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { Cards } from './Cards.tsx';
import { ColumnMenu } from './ColumnMenu.tsx';
import type { DataColumn } from './columns.ts';
import { arranged } from './layout.ts';
import { PageSteps } from './PageSteps.tsx';
import { Rows } from './Rows.tsx';
import css from './table.module.css';
import { useLayout } from './useLayout.ts';
import type { Pages } from './usePages.ts';
import type { AnyView } from './useUrlFilters.ts';
import { ViewMenu } from './ViewMenu.tsx';

export interface Selection {
  keys: string[];
  onChange: (keys: string[]) => void;
  /** What can be done with the chosen rows. */
  bar: ReactNode;
}
export interface DataTableProps<T extends object> {
  /** Names the list: views and layout are kept under it. Small letters and hyphens, e.g. `goods`. */
  name: string;
  columns: ReadonlyArray<DataColumn<T>>;
  /** From `usePages`, or from `wholeList` where the server sends everything at once. */
  pages: Pages<T>;
  rowKey: (row: T) => string;
  /** What the rows are called for those who hear the page; the row's key when left out. */
  rowName?: (row: T) => string;
  /** Filter inputs, at the left above the rows. */
  filters?: ReactNode;
  /** Buttons at the right above the rows, e.g. an `ExportButton`. */
  actions?: ReactNode;
  /** From `useUrlFilters`: the list can be sorted by its `sort`, and views can be saved and recalled. */
  view?: AnyView;
  selection?: Selection;
  /** Shown when there are no rows. */
  empty?: ReactNode;
  /** Enter on a focused row, or a click beside its links. */
  onOpen?: (row: T) => void;
  /** A row on a phone; without it the table scrolls sideways there. */
  card?: (row: T) => ReactNode;
}

/**
 * A list page's table: filters, own views, columns in the order one likes, sorting by the server, keyset paging, rows chosen for bulk
 * work, keyboard (↑ ↓ Enter), and cards on a phone. Waiting, empty and failed lists say so.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { name, columns, pages, view, selection, card } = props;
  const [layout, setLayout] = useLayout(name);
  const isPhone = Grid.useBreakpoint().md === false;
  const asCards = isPhone && card !== undefined;
  const shown = arranged(columns, layout).flatMap((one) => (one.shown ? [one.column] : []));
  return (
    <div className={pages.stale ? 'sheet stale' : 'sheet'} aria-busy={pages.refreshing}>
      <div className="sheet-bar">
        <div className="sheet-filters">{props.filters}</div>
        <div className="sheet-actions">
          {view && <ViewMenu name={name} view={view} layout={layout} onLayout={setLayout} />}
          {props.actions}
          {!asCards && <ColumnMenu columns={columns} layout={layout} onChange={setLayout} />}
          <Tooltip title="刷新">
            <Button
              icon={<ReloadOutlined spin={pages.refreshing && !pages.loading} />}
              aria-label="刷新"
              onClick={pages.reload}
            />
          </Tooltip>
        </div>
      </div>
      <ProblemAlert problem={pages.problem} onRetry={pages.reload} />
      {asCards ? <Cards {...props} card={card} /> : <Rows {...props} columns={shown} isPhone={isPhone} />}
      {selection && selection.keys.length > 0 && <BulkBar {...selection} />}
      <PageSteps pages={pages} />
    </div>
  );
}

/** Stays in sight while the rows are scrolled. */
const BulkBar = ({ keys, onChange, bar }: Selection) => (
  <div className={css.bar} role="status">
    <span className={css.count}>已选 {keys.length} 项</span>
    {bar}
    <Button type="link" size="small" onClick={() => onChange([])}>
      取消选择
    </Button>
  </div>
);
