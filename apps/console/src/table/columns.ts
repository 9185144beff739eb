import type { TableColumnType } from 'antd';
import type { ReactNode } from 'react';

export interface DataColumn<T> extends Omit<TableColumnType<T>, 'key' | 'title' | 'sorter' | 'sortOrder' | 'fixed'> {
  /** Letters alone: it is kept in views. A column with the key `actions` stands last and stays in sight. */
  key: string;
  title: ReactNode;
  /** What to call it where `title` is no plain text. */
  name?: string;
  /** Cannot be hidden. */
  always?: boolean;
  /** Hidden until chosen. */
  optional?: boolean;
  /** The server sorts by it: with `sort: 'price'` the filter `sort` becomes `price-up` or `price-down`. */
  sort?: string;
}
