import { nowMs, SECOND } from '../../../kernel/clock.ts';
import { Recent } from '../../../kernel/recent.ts';
import { gather, together } from '../../../platform/db/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { type AskedLine, linesOf, pricingRefusals, type QuoteLine } from '../pricing/index.ts';
import { headsByIds } from './order.store.ts';

/** So long after an order was refused for lack of pieces the next ones are looked at before. */
const LATELY_MS = 10 * SECOND;
const MOST_SKUS = 5000;

/** Refuses with LINES_INVALID when a line cannot be bought. */
export function checkLines(lines: readonly QuoteLine[]): void {
  const invalid = lines.filter((l) => l.trouble);
  if (invalid.length === 0) return;
  throw pricingRefusals.LINES_INVALID({
    lines: invalid.map((l) => ({ skuId: l.skuId, trouble: l.trouble, text: `${l.title}：${l.troubleText}` })),
  });
}

interface AskedPieces {
  orderId: string;
  lines: readonly AskedLine[];
}

/**
 * In a rush most orders come too late. Those for a SKU that was short a moment ago are refused after one read, shared with all who wait,
 * before anything is locked. Only a guess leads here: stock that is back is sold in the same moment.
 */
export const soldOut = perPlatform((platform) => {
  const lately = new Recent<string, number>(MOST_SKUS);
  const keyOf = (tenantId: number, skuId: string) => `${tenantId} ${skuId}`;
  const look = gather(platform.database, async (db, tenantId, asked: AskedPieces[]) => {
    const [lines, placed] = await together(
      linesOf(platform)(
        db,
        tenantId,
        asked.map((a) => a.lines),
      ),
      // After the stock: an order that took the last piece is seen.
      headsByIds(
        db,
        tenantId,
        asked.map((a) => a.orderId),
      ),
    );
    return asked.map(({ orderId }, n) => (placed.has(orderId) ? [] : (lines[n] ?? [])));
  });
  const note = (tenantId: number, lines: readonly QuoteLine[]): void => {
    for (const { skuId, trouble } of lines)
      if (trouble === 'sold-out' || trouble === 'short') lately.set(keyOf(tenantId, skuId), nowMs() + LATELY_MS);
  };
  return {
    /** Remembers what is short. */
    note,
    /** Refuses with LINES_INVALID what is known to be short; never an order that was placed before. */
    async check(tenantId: number, asked: AskedPieces): Promise<void> {
      const isDoubtful = asked.lines.some((l) => (lately.get(keyOf(tenantId, l.skuId)) ?? 0) > nowMs());
      if (!isDoubtful) return;
      const lines = await look(tenantId, asked);
      note(tenantId, lines);
      checkLines(lines);
    },
  };
});
