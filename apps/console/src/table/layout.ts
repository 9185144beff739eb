import type { DataColumn } from './columns.ts';

/** How columns stand: in this order, shown or not. Columns that it does not name come where the page has them. */
export type Layout = ReadonlyArray<{ key: string; shown: boolean }>;

const ACTIONS = 'actions';
type Plain = Pick<DataColumn<never>, 'key' | 'always' | 'optional'>;

/**
 * The columns as a layout wants them. One that the layout does not know stands behind the column that it follows on the page; one that
 * the page no longer has is passed over. What can be done with a row stays last.
 */
export function arranged<C extends Plain>(columns: readonly C[], layout: Layout): Array<{ column: C; shown: boolean }> {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const order = [...new Set(layout.map(({ key }) => key))].filter((key) => byKey.has(key));
  columns.forEach(({ key }, at) => {
    if (order.includes(key)) return;
    const before = columns[at - 1]?.key;
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  });
  const wish = new Map(layout.map(({ key, shown }) => [key, shown]));
  const stands = order.flatMap((key) => {
    const column = byKey.get(key);
    return column ? [{ column, shown: column.always || (wish.get(key) ?? !column.optional) }] : [];
  });
  const isLast = ({ column }: { column: C }) => column.key === ACTIONS;
  return [...stands.filter((one) => !isLast(one)), ...stands.filter(isLast)];
}

/** The same layout with one column shown or hidden. */
export const withShown = (columns: readonly Plain[], layout: Layout, key: string, shown: boolean): Layout =>
  arranged(columns, layout).map((one) => ({
    key: one.column.key,
    shown: one.column.key === key ? shown : one.shown,
  }));

/** The same layout with the column `key` at the place of the column `over`. */
export function withMoved(columns: readonly Plain[], layout: Layout, key: string, over: string): Layout {
  const now = arranged(columns, layout).map(({ column, shown }) => ({ key: column.key, shown }));
  const from = now.findIndex((one) => one.key === key);
  const to = now.findIndex((one) => one.key === over);
  const [moved] = from < 0 || to < 0 ? [] : now.splice(from, 1);
  if (moved) now.splice(to, 0, moved);
  return now;
}
