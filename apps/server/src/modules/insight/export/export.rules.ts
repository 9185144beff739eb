import { flow } from '../../../kernel/flow.ts';

export type ExportState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
/** A job that died in the middle begins anew: running → running. */
export const exportFlow = flow<ExportState>({
  waiting: ['running', 'cancelled'],
  running: ['running', 'done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
});
export const MAX_OPEN = 3;
/** How long a file is kept, and the row that tells of it. */
export const KEPT_HOURS = 7 * 24;
