import type { Db } from '../../../platform/db/index.ts';
import type { Opening, Transfer, Unit } from '../../../platform/ledger/index.ts';
import { slot } from '../../../platform/slots.ts';
import type { SaleSku } from '../../goods/catalog/index.ts';

/** What takes something off a price, in this order, whatever the order of modules. Freight is computed before its stage. */
export const STAGES = ['unit-price', 'bundle', 'reduction', 'coupon', 'freight', 'points'] as const;
export type Stage = (typeof STAGES)[number];

/** What the shopper wants to use: the best coupons for them, none, or these (ids of their coupons). */
export interface Wishes {
  coupons: readonly string[] | 'best' | 'none';
  /** What purses may pay at most; absent: purses are not asked. */
  purses?: PurseWishes;
}
/** Points, and fen. What is not named is not used. */
export interface PurseWishes {
  points?: number;
  walletFen?: number;
  giftCardFen?: number;
}
/** What a price is asked for. Each SKU once, in the order of their ids, so that the order of lines decides nothing. */
export interface Basket {
  /** Null: a guest, who sees prices too. */
  customerId: string | null;
  lines: readonly { skuId: string; quantity: number }[];
  wishes: Wishes;
  /** Where it goes to, as far as is known: the first two digits of GB/T 2260. A function, because it stands sealed in the address. */
  province(): string | null;
  /** The moment for which the price holds, ms since the epoch: rules read no clock. */
  atMs: number;
}

/** A line of the basket on its way through the stages. Lines that cannot be bought are not among them. */
export interface DraftLine {
  skuId: string;
  goodsId: string;
  /** Its category and the department that this is in. */
  categoryIds: readonly string[];
  tags: readonly string[];
  quantity: number;
  /** List price of one piece, fen. */
  listFen: number;
  /** What the line costs after the steps before, fen. */
  fen: number;
  /** The unit price that it got, if one was offered. */
  price: { group: string; excludes: readonly string[] } | null;
}
/** The basket after the steps before. */
export interface Draft {
  lines: readonly DraftLine[];
  /** Σ fen of the lines. */
  goodsFen: number;
  /** What freight costs before the stage 'freight'; 0 in earlier stages. */
  freightFen: number;
  /** The lines that an offer of this group may count and take from: those whose unit price goes with it. */
  linesFor(offer: Pick<Offer, 'group' | 'excludes'>): readonly DraftLine[];
}

/** What could be taken off now. Each is a candidate; the engine picks the best set that goes together. */
export interface Offer {
  /** What kind of thing it is: 'limited-time', 'reduction', 'coupon' … */
  source: string;
  /** Id of the promotion or of the shopper's coupon. */
  ref: string;
  /** For the shopper: "满 100 减 20". */
  label: string;
  /** Of one group the best applies: to a line (no two of them share one), or with `once: 'order'` to the order. */
  group: string;
  once?: 'order';
  /**
   * Groups that it does not go with, whichever of the two says so: a unit price and another offer share no line, all others share no order.
   */
  excludes: readonly string[];
  /** Fen off each line; for a unit price off the list price. Cut to what the line costs. `units`: pieces that it counts for, else all. */
  takes: readonly { skuId: string; fen: number; units?: number }[];
  /** Σ fen of `takes` where it is known without them: they come from lines of `linesFor` and none is more than its line costs. */
  fen?: number;
  /** Fen off freight, in the stage 'freight'. */
  freightFen?: number;
  /** A coupon of the shopper's: `ref` is what they choose it by, and `wishes.coupons` decides. */
  coupon?: true;
  /** When it ends, ms since the epoch: of two that take the same, the one that ends first is used. */
  untilMs?: number | null;
  /**
   * What it costs in rights, quota or budget: reservations (`reserve`) that join the order's chain, settled when it is paid and released
   * when it closes. Which accounts they take from does not depend on the order.
   */
  legs?(taken: Taken): readonly Transfer[];
  /** Accounts of these legs that open with a floor of their own. */
  opens?: readonly Opening[];
}
/** What an offer really took, after the cut. */
export interface Taken {
  orderId: string;
  customerId: string;
  fen: number;
  /** Pieces that it counts for. */
  units: number;
  lines: readonly { skuId: string; fen: number; units: number }[];
}

/** Why something does not apply, or what one more step would bring. Stands beside a quote, never in an order. */
export interface Unmet {
  source: string;
  ref: string;
  /** What it is: "满 100 减 20". */
  label: string;
  /** A sentence for the shopper: "再买 ¥12.00 可减 ¥20.00", "仅限新人使用". */
  reason: string;
  /** Fen of goods, or pieces, that are missing. */
  gapFen?: number;
  gapUnits?: number;
  /** How far it is, 0 to 99. */
  percent?: number;
  coupon?: true;
}
export interface Offered {
  offers: readonly Offer[];
  unmet?: readonly Unmet[];
}

/** A place in the pipeline where a rule offers something. */
export interface Step<F> {
  stage: Stage;
  /** Within a stage, lower ones first (usually 0): a later lane sees what the earlier ones took. */
  lane?: number;
  /** Pure, and asked many times for one quote: on each way that the basket could go. The order of offers means nothing. */
  offers(draft: Draft, facts: F, basket: Basket): Offered;
}
/** A promotion that counts the pieces of several lines together, whether or not it applies now. */
export interface LineGroup {
  source: string;
  ref: string;
  label: string;
  skuIds: readonly string[];
}
/** Something that takes fen off a basket. It never adds. */
export interface PriceRule<F = unknown> {
  name: string;
  /**
   * One read for all baskets that wait: in the transaction that places them (all statements at once, so that they travel together), or
   * for a quote. Null for a basket: nothing to do.
   */
  facts(db: Db, tenantId: number, baskets: readonly Basket[]): Promise<readonly (F | null)[]>;
  steps: readonly Step<F>[];
  /** What a cart is grouped by: the lines of each promotion that counts several. Pure. */
  groups?(draft: Draft, facts: F): readonly LineGroup[];
}

export const priceRules = slot<PriceRule>('trade/pricing: rules');

/** What it costs to send the lines of a basket, before anything is taken off freight. */
export interface FreightCharge {
  fen: number;
  /** Fen of goods that are missing to free freight; 0 when it is free or amounts do not free it. */
  gapFen: number;
  /** How it came about, for the shopper; nothing when it is one fee for all. */
  words: readonly string[];
}
/** How freight is charged for the goods and the place of one basket. Pure. */
export interface FreightTerms {
  /** Asked many times for one quote: for the lines of each way that it could go. */
  charge(lines: readonly Pick<DraftLine, 'skuId' | 'quantity' | 'fen'>[]): FreightCharge;
  /** Why a SKU cannot be sent there, for the shopper; null: it can. */
  unsent(skuId: string): string | null;
}
/** One fee an order, as the settings say; free from `freeFromFen` of goods (0: always). */
export interface FlatFreight {
  baseFen: number;
  freeFromFen: number;
}
export interface FreightAsked {
  flat: FlatFreight;
  /** GB/T 2260 code of the place, or of what is known of it; null: not known yet. Asked only where places make a difference. */
  regionCode(): string | null;
  skus: ReadonlyMap<string, SaleSku>;
}
export interface FreightRule<F = unknown> {
  /** One read for all baskets that wait, as a price rule's. */
  facts(db: Db, tenantId: number): Promise<F>;
  terms(facts: F, asked: FreightAsked): FreightTerms;
}
/** Without one, freight is flat. */
export const freightRule = slot<FreightRule>('trade/pricing: freight');

/** What is still to be paid when a purse is asked. */
export interface Owed {
  /** What the lines cost after all that was taken off, fen. */
  goodsFen: number;
  /** Of the whole, what the purses before have not paid. */
  leftFen: number;
}
/** A pocket of a customer's that can pay: points, the wallet, a gift card. */
export interface Pocket {
  source: string;
  /** For the shopper: "余额". */
  label: string;
  unit: Unit;
  /** What can be taken from it, in its unit. */
  holds: number;
  /** What it could pay of this order, fen. */
  mostFen: number;
  /** What it pays, and what that takes from it. */
  fen: number;
  units: number;
}
/** Pays what a basket costs, and takes nothing off; what is left is for WeChat. */
export interface Purse<F = unknown> {
  name: string;
  /** One read for all baskets that ask for purses, as a price rule's. Null for a basket: it has none. */
  facts(db: Db, tenantId: number, baskets: readonly Basket[]): Promise<readonly (F | null)[]>;
  /** Pure; in the order in which they pay. */
  pay(owed: Owed, facts: F, basket: Basket): readonly Pocket[];
}
export const purses = slot<Purse>('trade/pricing: purses');
