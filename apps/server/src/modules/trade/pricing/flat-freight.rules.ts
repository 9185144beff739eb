import { sumFen } from '../../../kernel/money.ts';
import type { FlatFreight, FreightTerms } from './pricing.slots.ts';

/** One fee an order: free from a threshold (0: always), and for nothing at all. Goes everywhere. */
export const flatFreight = ({ baseFen, freeFromFen }: FlatFreight): FreightTerms => ({
  charge(lines) {
    const goodsFen = sumFen(lines.map((l) => l.fen));
    const isFree = goodsFen === 0 || freeFromFen === 0 || goodsFen >= freeFromFen;
    const fen = isFree ? 0 : baseFen;
    return { fen, gapFen: fen > 0 ? freeFromFen - goodsFen : 0, words: [] };
  },
  unsent: () => null,
});
