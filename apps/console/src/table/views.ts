import type { Layout } from './layout.ts';

export interface View {
  /** Only what differs from the page's own. */
  filters: Readonly<Record<string, string>>;
  columns: Layout;
}

/** Whether two views show the same: the order in which filters are named says nothing, that of columns does. */
export const sameView = (a: View, b: View): boolean => textOf(a) === textOf(b);

const textOf = ({ filters, columns }: View): string =>
  JSON.stringify([
    Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1)),
    columns.map(({ key, shown }) => [key, shown]),
  ]);
