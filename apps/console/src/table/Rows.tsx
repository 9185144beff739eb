import { Skeleton, Table, type TableColumnType } from 'antd';
import type { KeyboardEvent } from 'react';
import { EmptyNext } from '../parts/EmptyNext.tsx';
import type { DataColumn } from './columns.ts';
import type { DataTableProps } from './props.ts';
import { orderOf, sortOf } from './sort.ts';

type Props<T extends object> = Omit<DataTableProps<T>, 'columns'> & {
  /** Those that are shown, in their order. */
  columns: ReadonlyArray<DataColumn<T>>;
  isPhone: boolean;
};

/** The rows as a table. */
export function Rows<T extends object>(props: Props<T>) {
  const { pages, rowKey, empty, view } = props;
  if (pages.loading)
    return <Skeleton className="sheet-wait" active title={false} paragraph={{ rows: 8, width: '100%' }} />;
  if (pages.problem && pages.rows.length === 0) return null;
  return (
    <Table<T>
      columns={drawn(props)}
      dataSource={pages.rows}
      rowKey={rowKey}
      pagination={false}
      size="middle"
      sticky={{ offsetHeader: 56 }}
      scroll={{ x: 'max-content' }}
      showSorterTooltip={false}
      locale={{ emptyText: empty ?? <EmptyNext title="没有符合条件的记录" text="换个筛选条件再试试。" /> }}
      onChange={(_pages, _filters, sorter, { action }) => {
        if (action !== 'sort' || Array.isArray(sorter)) return;
        view?.set({ sort: sortOf((sorter.column as DataColumn<T> | undefined)?.sort, sorter.order) });
      }}
      {...chosen(props)}
      {...opened(props)}
    />
  );
}

/** The first column and what can be done with a row stay in sight when the table is wider than the page. */
function drawn<T extends object>({ columns, view, isPhone }: Props<T>): TableColumnType<T>[] {
  return columns.map((column, at) => {
    const { name: _name, always: _always, optional: _optional, sort, ...plain } = column;
    const fixed = column.key === 'actions' ? 'end' : at === 0 && !isPhone ? 'start' : null;
    return {
      ...plain,
      ...(fixed ? { fixed } : {}),
      ...(sort && view ? { sort, sorter: true, sortOrder: orderOf(view.filters.sort ?? '', sort) } : {}),
    };
  });
}

const chosen = <T extends object>({ selection, rowKey, rowName = rowKey, isPhone }: Props<T>) =>
  selection
    ? {
        rowSelection: {
          selectedRowKeys: selection.keys,
          onChange: (keys: readonly unknown[]) => selection.onChange(keys.map(String)),
          preserveSelectedRowKeys: false,
          columnWidth: 44,
          fixed: !isPhone,
          getTitleCheckboxProps: () => ({ 'aria-label': '选择本页全部' }),
          getCheckboxProps: (row: T) => ({ 'aria-label': `选择 ${rowName(row)}` }),
        },
      }
    : {};

const opened = <T extends object>({ onOpen }: Props<T>) =>
  onOpen
    ? {
        onRow: (row: T) => ({
          tabIndex: 0,
          className: 'row-opens',
          onKeyDown: (event: KeyboardEvent<HTMLElement>) => steer(event, () => onOpen(row)),
          onClick: (event: { target: EventTarget }) => {
            if (!onControl(event.target)) onOpen(row);
          },
        }),
      }
    : {};

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
