import type { ReplyOf } from '@jishi/api-client';
import { listRegions } from '@jishi/api-client/shop';
import { api } from '../api/client';

export type Province = ReplyOf<'listRegions'>['items'][number];

let loaded: Promise<Province[]> | undefined;
/** The table, asked for when the first region is chosen; what failed is asked for again. */
export function loadRegions(): Promise<Province[]> {
  loaded ??= api(listRegions).then(
    ({ items }) => items,
    (error) => {
      loaded = undefined;
      throw error;
    },
  );
  return loaded;
}
