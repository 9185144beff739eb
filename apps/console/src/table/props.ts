import type { ReactNode } from 'react';
import type { DataColumn } from './columns.ts';
import type { Layout } from './layout.ts';
import type { Pages } from './usePages.ts';
import type { AnyView } from './useUrlFilters.ts';

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

export interface ColumnsProps {
  // biome-ignore lint/suspicious/noExplicitAny: of the columns only names are read
  columns: ReadonlyArray<DataColumn<any>>;
  layout: Layout;
  onChange: (layout: Layout) => void;
}
