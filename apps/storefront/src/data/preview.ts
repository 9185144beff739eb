import { keyOf } from '@jishi/api-client/react';
import { getGoods } from '@jishi/api-client/shop';
import { preview } from '../platform/preview';
import { data } from './data';

/** What is typed in the console stands for what the server would answer, for as long as the frame is open. */
export function startPreview(): void {
  preview.onAnswer(({ operation, id, reply }) => {
    if (operation !== 'getGoods') return;
    const key = keyOf(getGoods, { path: { id } });
    data.queries.setQueryDefaults(key, { staleTime: Number.POSITIVE_INFINITY });
    data.queries.setQueryData(key, reply);
  });
}
