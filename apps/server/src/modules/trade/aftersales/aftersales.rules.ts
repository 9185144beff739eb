import { flow } from '../../../kernel/flow.ts';

export type CaseState = 'requested' | 'rejected' | 'withdrawn' | 'sending' | 'succeeded' | 'failed';
/** requested by the shopper → rejected, withdrawn, or sending (granted; the money is on its way) → succeeded; failed may be sent again. */
export const caseFlow = flow<CaseState>({
  requested: ['rejected', 'withdrawn', 'sending'],
  sending: ['succeeded', 'failed'],
  failed: ['sending', 'succeeded'],
  rejected: [],
  withdrawn: [],
  succeeded: [],
});
