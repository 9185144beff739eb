import type { TableColumnType } from 'antd';
import type { ReactNode } from 'react';

export interface DataColumn<T> extends Omit<TableColumnType<T>, 'key' | 'title'> {
  key: string;
  title: ReactNode;
  /** Cannot be hidden. */
  always?: boolean;
  /** Hidden until chosen. */
  optional?: boolean;
}
