import type { Draft, DraftLine, Offered, Stage } from '../../trade/pricing/index.ts';

/** A campaign as the price engine knows it: read once and kept until one changes. */
export interface Live<R> {
  id: string;
  rule: R;
  excludes: readonly string[];
  endsAtMs: number;
  covers: (goods: Pick<DraftLine, 'goodsId' | 'categoryIds' | 'tags'>) => boolean;
}
/** A SKU that a campaign covers, for what staff are told before they save. */
export interface CoveredSku {
  skuId: string;
  priceFen: number;
  /** Pieces that can be sold now. */
  available: number;
}
export interface FieldTrouble {
  field: string;
  message: string;
}
/** Where a basket goes to; null: nobody knows yet. */
export interface Going {
  province(): string | null;
}
/** What tells one kind of campaign from another: all pure. */
export interface Kind<R> {
  /** What parts of an order call it. */
  source: string;
  stage: Stage;
  /** Whether it counts the pieces of several lines together: a cart is grouped by it. */
  countsPieces: boolean;
  /** Within a group the best applies; campaigns name the groups that they do not go with. */
  group: string;
  /** SKUs beside those of the scope that it gives at a price of their own. */
  gives?(rule: R): readonly { goodsId: string; skuId: string; priceFen: number }[];
  /** The only SKUs that take part, whatever the scope says: the scope follows from them. */
  only?(rule: R): readonly { goodsId: string; skuId: string }[];
  /** What is wrong with a rule, each at its field. `skus`: those of which it takes something off, as of the next two. */
  troubles(rule: R, skus: readonly CoveredSku[]): FieldTrouble[];
  /** For the shopper, short: "满 100 减 20". */
  label(rule: R): string;
  /** What it is, in two to four characters: "满减". */
  tag(rule: R): string;
  sentences(rule: R): string[];
  /** What a refund does that breaks its condition, in a sentence. */
  broken?(rule: R): string;
  /** `left`: pieces that this shopper may still have of it; null: no limit. */
  offers(draft: Draft, live: Live<R>, left: number | null, going: Going): Offered;
  /** The most that it takes off when all that lies in stock is sold, in fen; null: nothing bounds it. */
  mostFen(rule: R, skus: readonly CoveredSku[]): number | null;
  /** The least that a piece of a SKU may be sold for, in fen. `skus`: as above. */
  lowestFen(rule: R, sku: CoveredSku, skus: readonly CoveredSku[]): number;
}

/** Exactly one of two ways is filled in. */
export function oneOfTwo(
  a: { field: string; value: unknown; missing: string },
  b: { field: string; value: unknown },
): FieldTrouble[] {
  if (a.value === null && b.value === null) return [{ field: a.field, message: a.missing }];
  return a.value !== null && b.value !== null ? [{ field: b.field, message: '两种优惠方式只能选一种' }] : [];
}

/** What a campaign with limits tells of them: of pieces in all, of each person's share, and what a refund does to both. */
export const limitsText = (
  { quota, perPerson, returns }: { quota: number | null; perPerson: number | null; returns: boolean },
  after: { verb?: string; share: string; quota: string },
): string[] => [
  ...(perPerson === null ? [] : [`每人${after.verb ?? '限购'} ${perPerson} 件，${after.share}`]),
  ...(quota === null ? [] : [`共 ${quota} 件，${after.quota}`]),
  ...(quota === null && perPerson === null ? [] : [returns ? '退款的件数退回名额' : '退款后名额不退回']),
];
