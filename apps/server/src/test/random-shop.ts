import fc from 'fast-check';
import type { SnapshotLine } from '../modules/trade/pricing/pricing.rules.ts';
import type { Draft, Offer, PriceRule, Stage } from '../modules/trade/pricing/pricing.slots.ts';

/** A promotion or coupon of a random shop, as data. */
interface Play {
  stage: Stage;
  lane: number;
  group: string;
  excludes: string[];
  isOnce: boolean;
  isCoupon: boolean;
  fromFen: number;
  offFen: number;
  percent: number;
  /** Every so manieth SKU is in its scope. */
  every: number;
  isGreedy: boolean;
}
const GROUPS = ['a', 'b', 'c', 'd'];
const STAGE: fc.Arbitrary<Stage> = fc.constantFrom('unit-price', 'bundle', 'reduction', 'coupon', 'freight', 'points');
const playOf = (stage: fc.Arbitrary<Stage>): fc.Arbitrary<Play> =>
  fc
    .record({
      stage,
      lane: fc.integer({ min: 0, max: 1 }),
      group: fc.constantFrom(...GROUPS),
      excludes: fc.subarray(GROUPS, { maxLength: 2 }),
      isOnce: fc.boolean(),
      isCoupon: fc.boolean(),
      fromFen: fc.integer({ min: 0, max: 60_000 }),
      offFen: fc.integer({ min: 0, max: 20_000 }),
      percent: fc.integer({ min: 0, max: 60 }),
      every: fc.integer({ min: 1, max: 3 }),
      isGreedy: fc.boolean(),
    })
    .map((play) => ({
      ...play,
      // A stage has groups of its own, so that a unit price and a coupon are never of one.
      group: `${play.stage}:${play.group}`,
      excludes: play.excludes.flatMap((g) => ['unit-price', 'reduction', 'coupon', 'bundle'].map((s) => `${s}:${g}`)),
      isCoupon: play.stage === 'coupon' || (play.stage === 'freight' && play.isCoupon),
    }));

export const plays = (maxLength: number, stage = STAGE) => fc.array(playOf(stage), { maxLength });
export const snapshotLines = (maxLength: number): fc.Arbitrary<SnapshotLine[]> =>
  fc
    .array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 99 }),
        priceFen: fc.integer({ min: 1, max: 30_000 }),
        available: fc.integer({ min: -1, max: 400 }),
        onSale: fc.boolean().map((no) => !no || true),
      }),
      { minLength: 1, maxLength },
    )
    .map((rows) =>
      rows.map(({ quantity, priceFen, available, onSale }, n) => ({
        skuId: `sku-${String(n).padStart(2, '0')}`,
        quantity,
        available,
        sku: {
          goodsId: `g${n}`,
          categoryIds: [],
          tags: [],
          title: 't',
          specs: [],
          picture: '',
          priceFen,
          onSale,
        },
      })),
    );

/** A rule for each play: what a real one does, in small. */
export const rulesOf = (all: readonly Play[]): PriceRule<Play>[] =>
  all.map((play, n) => ({
    name: `play-${n}`,
    facts: async (_db, _tenantId, baskets) => baskets.map(() => play),
    steps: [
      {
        stage: play.stage,
        lane: play.lane,
        offers(draft) {
          const offer = offerOf(play, `play-${n}`, draft);
          return offer.fen >= play.fromFen
            ? { offers: [offer.offer] }
            : {
                offers: [],
                unmet: [
                  {
                    source: play.stage,
                    ref: `play-${n}`,
                    label: `play-${n}`,
                    reason: '未满足条件',
                    gapFen: play.fromFen - offer.fen,
                    ...(play.isCoupon ? { coupon: true as const } : {}),
                  },
                ],
              };
        },
      },
    ],
  }));

function offerOf(play: Play, ref: string, draft: Draft): { offer: Offer; fen: number } {
  const { group, excludes, percent, offFen, isGreedy } = play;
  const lines = draft.linesFor({ group, excludes }).filter((l) => Number(l.skuId.slice(4)) % play.every === 0);
  const fen = lines.reduce((sum, l) => sum + l.fen, 0);
  const takes = lines.map((l) => ({
    skuId: l.skuId,
    fen:
      (isGreedy ? offFen : Math.min(offFen, Math.floor((offFen * l.fen) / Math.max(1, fen)))) +
      Math.floor((l.fen * percent) / 100),
  }));
  const offer: Offer = {
    source: play.stage,
    ref,
    label: ref,
    group,
    excludes,
    takes: play.stage === 'freight' ? [] : takes,
    ...(play.stage === 'freight' ? { freightFen: offFen } : {}),
    ...(play.isOnce ? { once: 'order' as const } : {}),
    ...(play.isCoupon ? { coupon: true as const } : {}),
  };
  return { offer, fen };
}
