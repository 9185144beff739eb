export { type AskOptions, useAsk } from './ask.ts';
export type { Cache } from './cache.ts';
export { type Change, type ChangeOptions, useChange, useChanges } from './change.ts';
export {
  type Data,
  type DataOptions,
  DataProvider,
  invalidate,
  keyOf,
  makeData,
  makeQueryClient,
  useData,
} from './data.ts';
export { type Pages, type PagesOptions, usePages } from './pages.ts';
