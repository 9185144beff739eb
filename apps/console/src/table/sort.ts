import type { SortOrder } from 'antd/es/table/interface';

/** How antd draws a column whose rows the server sorts by `word`, under the filter `sort`. */
export const orderOf = (sort: string, word: string): SortOrder =>
  sort === `${word}-up` ? 'ascend' : sort === `${word}-down` ? 'descend' : null;

/** The filter `sort` for what was clicked; '' for the page's own order. */
export const sortOf = (word: string | undefined, order: SortOrder | undefined): string =>
  !word || !order ? '' : `${word}-${order === 'ascend' ? 'up' : 'down'}`;
