import { useAsk, useChange } from '@jishi/api-client/react';
import { acceptNotices, getNotices } from '@jishi/api-client/shop';
import { storage } from '../../../platform/storage';
import { subscribe } from '../../../platform/subscribe';
import { type Moment, type Refusals, refusalsAfter, templatesFor } from './notice-rules';

const FRESH_MS = 10 * 60_000;
const KEPT = 'notice-refusals';

/**
 * Asks shoppers whether they want to be told (订阅消息), at a moment when it is of use to them. `ask` is called first thing in a tap, or
 * right after the payment sheet has closed; what follows need not wait for more than its answer. It never fails.
 */
export function useNotices(): { ask: (moment: Moment) => Promise<void> } {
  // Known before the tap: WeChat's question must not wait for an answer of ours.
  const { data } = useAsk(getNotices, subscribe.possible ? {} : null, { staleTime: FRESH_MS });
  const accepting = useChange(acceptNotices, { onProblem: () => {} });
  const ask = async (moment: Moment): Promise<void> => {
    const refusals = storage.kept<Refusals>(KEPT) ?? {};
    const templateIds = templatesFor(data?.items ?? [], moment, refusals, Date.now());
    if (templateIds.length === 0) return;
    const answer = await subscribe.ask(templateIds);
    storage.keep(KEPT, refusalsAfter(refusals, answer, Date.now()));
    if (answer.accepted.length > 0) void accepting.run({ body: { templateIds: answer.accepted } });
  };
  return { ask };
}
