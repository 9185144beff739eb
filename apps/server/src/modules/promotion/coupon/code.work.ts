import type { Platform } from '../../../platform/platform.ts';
import { makeSome } from './code.service.ts';

/** Makes the codes of a batch, a thousand a transaction; goes on where a process that died stopped. */
export async function makeBatch(
  { database }: Platform,
  tenantId: number,
  batchId: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const left = await database.inTx(tenantId, (tx) => makeSome(tx, tenantId, batchId));
    if (left === 0) return;
  }
}
