import type { ReplyOf } from '@jishi/api-client';

/** A payment that is made is mostly known by now; a shopper who has not paid is offered another try. */
export const SURE_AFTER_MS = 3_000;
/** Nobody waits in front of the page for longer than this. */
const LONGEST_MS = 60_000;

/** In how many ms the server is asked again: soon at first, ever more slowly, for a minute in all; false when it has said all or too long ago. */
export function pauseAfter(state: ReplyOf<'getPayment'>['state'] | undefined, waitedMs: number): number | false {
  if (state !== undefined && state !== 'pending') return false;
  if (waitedMs > LONGEST_MS) return false;
  return Math.min(10_000, 600 + waitedMs / 4);
}
