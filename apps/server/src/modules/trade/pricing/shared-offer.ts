import { shareOut, sumFen } from '../../../kernel/money.ts';
import type { DraftLine, Offer } from './pricing.slots.ts';

/**
 * An offer of `offFen` (at most what the lines cost) that its lines share by what they cost. What each bears is worked out when it is
 * first asked for: of many offers on many ways most are only weighed.
 */
export function sharedOffer(offer: Omit<Offer, 'takes' | 'fen'>, lines: readonly DraftLine[], offFen: number): Offer {
  const fen = Math.min(offFen, sumFen(lines.map((l) => l.fen)));
  let takes: Offer['takes'] | null = null;
  return {
    ...offer,
    fen,
    get takes() {
      if (takes) return takes;
      const shares = shareOut(
        fen,
        lines.map((l) => l.fen),
      );
      takes = lines.map(({ skuId }, n) => ({ skuId, fen: shares[n] ?? 0 }));
      return takes;
    },
  };
}
