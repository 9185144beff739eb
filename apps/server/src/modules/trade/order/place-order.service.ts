import { keyOwners, type Shopper } from '../../../kernel/actor.ts';
import { chinaTime, MINUTE, now, nowMs, SECOND } from '../../../kernel/clock.ts';
import { derivedId, newId, newNumber } from '../../../kernel/ids.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { MAX_FEN } from '../../../kernel/schema.ts';
import { type Db, type Tx, together } from '../../../platform/db/index.ts';
import { hashRequest } from '../../../platform/http/index.ts';
import { accountsOf, type Chain, ledgerRefusals, reserve, type Work } from '../../../platform/ledger/index.ts';
import { jobKind, jobRow, send } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Presale } from '../../goods/catalog/index.ts';
import { addressesByIds, type SealedDelivery } from '../../identity/customer/index.ts';
import { readSettings, type ShopSettings } from '../../identity/tenant/index.ts';
import { soldAccount, stockAccount } from '../../stock/inventory/index.ts';
import { removeOrdered } from '../cart/index.ts';
import {
  type AskedLine,
  accountsUsed,
  type Basket,
  basketOf,
  destinationOf,
  legsOf,
  mergeLines,
  type Priced,
  pricesOf,
  pricingRefusals,
  type Quote,
  type Wishes,
} from '../pricing/index.ts';
import { type OrderState, orderRefusals } from './order.api.ts';
import { dueFenOf, orderChain } from './order.rules.ts';
import { writePaid } from './order.service.ts';
import { orderTurned } from './order.slots.ts';
import * as store from './order.store.ts';
import { checkLines, soldOut } from './sold-out.service.ts';

/**
 * Closes orders that were placed together when their time to pay is over, after WeChat was asked whether they were paid; those that were
 * paid or cancelled meanwhile stay as they are.
 */
export const closeUnpaid = jobKind<{ orderIds: string[] }>('order.close-unpaid');

export interface PlaceOrderInput {
  lines: AskedLine[];
  addressId: string;
  expectedTotalFen: number;
  /** Usually the best. */
  coupons?: Wishes['coupons'];
  purses?: Wishes['purses'];
  /** What is left for WeChat, as the shopper saw it. */
  expectedDueFen?: number;
  /** When it leaves, as the shopper saw it. */
  expectedPresale?: Presale | null;
  note: string;
  fromCart: boolean;
}
export interface PlacedOrder {
  id: string;
  number: string;
  state: OrderState;
  totalFen: number;
  /** What is left for WeChat. */
  dueFen: number;
  closesAt: string;
}
/** An order that is asked for. Its id follows from the idempotency key, so a repeat is the same order. */
interface AskedOrder {
  id: string;
  requestHash: string;
  actor: Shopper;
  input: PlaceOrderInput;
  /** Each SKU once, as the shopper sees them. */
  lines: AskedLine[];
  basket: Basket;
  /** Accounts that what it uses may touch, as far as is known before. */
  accounts: readonly string[];
  settings: ShopSettings;
}
interface Draft extends store.NewOrder {
  fromCart: boolean;
  closesAt: Date;
}

export type PlaceOrder = (actor: Shopper, key: string, input: PlaceOrderInput) => Promise<PlacedOrder>;

/**
 * Places an order in the ledger's next batch. Refuses with ADDRESS_MISSING, LINES_INVALID, TOTAL_TOO_LARGE, PRICE_CHANGED, BUSY,
 * IDEMPOTENCY_KEY_REUSED.
 */
export function createPlaceOrder(platform: Platform): PlaceOrder {
  const { database, ledger, secrets } = platform;
  const placing = placingOf(platform);
  return async (actor, key, input) => {
    const { tenantId, customerId } = actor;
    const id = await orderId(database.forTenant(tenantId), actor, key);
    const lines = mergeLines(input.lines);
    await soldOut(platform).check(tenantId, { orderId: id, lines });
    const asked = {
      id,
      requestHash: hashRequest(secrets, tenantId, 'placeOrder', null, input),
      actor,
      input,
      lines,
      basket: basketOf({ customerId, lines: input.lines, wishes: wishesOf(input) }),
      settings: await readSettings(database.forTenant(tenantId), tenantId),
    };
    let accounts = accountsUsed(platform).of(tenantId, customerId);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const placed = await ledger.submit(placing, tenantId, { ...asked, accounts });
      if (!('reach' in placed)) return placed;
      accounts = placed.reach;
    }
    throw ledgerRefusals.BUSY();
  };
}
/** The id that follows from the key; after a join, of the order that this person placed with it under another of their ids. */
async function orderId(db: Db, actor: Shopper, key: string): Promise<string> {
  const [id = '', ...others] = keyOwners(actor).map((owner) => derivedId('order', actor.tenantId, owner, key));
  if (others.length === 0) return id;
  const [earlier] = (await store.headsByIds(db, actor.tenantId, others)).keys();
  return earlier ?? id;
}

export const wishesOf = ({ coupons = 'best', purses }: Pick<PlaceOrderInput, 'coupons' | 'purses'>): Wishes => ({
  coupons,
  ...(purses ? { purses } : {}),
});

/** What an order uses may change between two of them; more often it cannot be by chance. */
const MOST_TRIES = 4;
/** Not placed yet: it touches accounts that were not locked. With these it can be. */
interface FurtherReach {
  reach: readonly string[];
}

/**
 * Placing: prices, addresses and stock of many orders are read together, each order is priced where its stock is locked, and stock,
 * orders and timers are written together.
 */
const placingOf = (platform: Platform): Work<AskedOrder, Draft, PlacedOrder | FurtherReach> => ({
  name: 'order/place',
  reach: (_tenantId, order) => ({ chain: orderChain(order.id), accounts: reachOf(order) }),
  async prepare(tx, tenantId, asked) {
    const [priceOf, addresses] = await together(
      pricesOf(platform)(
        tx,
        tenantId,
        asked.map((a) => a.basket),
      ),
      addressesByIds(tx, tenantId, [...new Set(asked.map((a) => a.input.addressId))]),
    );
    return (order, available) => {
      const address = addresses.get(order.input.addressId);
      if (address?.customer_id !== order.actor.customerId) throw orderRefusals.ADDRESS_MISSING();
      const { freight } = order.settings;
      const priced = priceOf(order, {
        freight,
        regionCode: () => destinationOf(platform.secrets, { tenantId, customerId: order.actor.customerId }, address),
        available: (skuId) => available(stockAccount(skuId)),
      });
      soldOut(platform).note(tenantId, priced.quote.lines);
      checkQuote(priced.quote, order.input);
      const chain = chainOf(order, priced);
      const reach = [...accountsOf([chain])];
      const reached = new Set(reachOf(order));
      return reach.every((account) => reached.has(account))
        ? { ...chain, plan: newOrder(order, priced, address) }
        : { answer: { reach } };
    };
  },
  write: (tx, tenantId, accepted) =>
    writeOrders(
      platform,
      tx,
      tenantId,
      accepted.map((a) => a.plan),
    ),
  async repeated(tx, tenantId, asked) {
    const heads = await store.headsByIds(
      tx,
      tenantId,
      asked.map(({ item }) => item.id),
    );
    return asked.map(({ item }) => placedBefore(item, heads.get(item.id)));
  },
});

/** What this key made before; a refusal when it asked for something else. */
function placedBefore(asked: AskedOrder, head: store.HeadRow | undefined): PlacedOrder | Refusal {
  if (!head) return orderRefusals.ORDER_NOT_FOUND();
  if (head.request_hash !== asked.requestHash) return orderRefusals.IDEMPOTENCY_KEY_REUSED();
  return placedView(head.number, { ...head, closes_at: (head.closes_at ?? head.created_at).toISOString() });
}

function checkQuote(quote: Quote, { expectedTotalFen, expectedDueFen, expectedPresale }: PlaceOrderInput): void {
  checkLines(quote.lines);
  if (quote.totalFen > MAX_FEN) throw pricingRefusals.TOTAL_TOO_LARGE();
  if (quote.totalFen !== expectedTotalFen)
    throw pricingRefusals.PRICE_CHANGED({ totalFen: quote.totalFen, expectedTotalFen });
  if (expectedDueFen !== undefined && quote.dueFen !== expectedDueFen)
    throw pricingRefusals.PURSE_SHORT({ dueFen: quote.dueFen, expectedDueFen });
  const { presale } = quote;
  const differs = presale?.shipOn !== expectedPresale?.shipOn || presale?.shipDays !== expectedPresale?.shipDays;
  if (expectedPresale !== undefined && differs) throw orderRefusals.PRESALE_CHANGED();
}

function newOrder(
  { id, requestHash, actor, input, settings }: AskedOrder,
  { quote, picked, pockets }: Priced,
  to: SealedDelivery,
): Draft {
  const at = now();
  const closesAt = new Date(at.getTime() + settings.closeAfterMinutes * MINUTE);
  const head = {
    id,
    customer_id: actor.customerId,
    status: 'unpaid',
    request_hash: requestHash,
    goods_fen: quote.goodsFen,
    freight_fen: quote.freightFen,
    discount_fen: quote.discountFen,
    total_fen: quote.totalFen,
    purse_fen: quote.totalFen - quote.dueFen,
    pieces: quote.lines.reduce((sum, l) => sum + l.quantity, 0),
    note: input.note,
    address: to.sealed,
    receiver_mark: to.phone_mark,
    ship_on: quote.presale?.shipOn ?? null,
    ship_days: quote.presale?.shipDays ?? null,
    closes_at: closesAt.toISOString(),
    created_at: at.toISOString(),
  };
  const lines = quote.lines.map((l, position) => ({
    order_id: id,
    id: newId(),
    position,
    sku_id: l.skuId,
    goods_id: l.goodsId,
    title: l.title,
    specs: l.specs,
    picture: l.picture,
    unit_price_fen: l.unitPriceFen,
    quantity: l.quantity,
    payable_fen: l.payableFen,
  }));
  const parts = [...partsOf(id, lines, picked), ...pocketParts(id, pockets)].map((row, nth) => ({ ...row, nth }));
  return { head, lines, parts, fromCart: input.fromCart, closesAt };
}

/** What was taken off, line by line, then off freight. */
function partsOf(orderId: string, lines: store.NewOrder['lines'], picked: Priced['picked']): Part[] {
  return picked.flatMap(({ offer: { source, ref, label }, lines: taken, freightFen }) => {
    const common = { order_id: orderId, kind: 'price', source, ref, label };
    const offLines = taken.map((t) => ({
      ...common,
      line_id: lines.find((l) => l.sku_id === t.skuId)?.id ?? null,
      fen: t.fen,
      units: t.units,
    }));
    return freightFen > 0 ? [...offLines, { ...common, line_id: null, fen: freightFen, units: 0 }] : offLines;
  });
}
type Part = Omit<store.NewOrder['parts'][number], 'nth'>;

/** What purses pay, of the order as a whole. */
const pocketParts = (orderId: string, pockets: Priced['pockets']): Part[] =>
  pockets
    .filter((p) => p.fen > 0)
    .map(({ source, label, fen, units }) => ({
      order_id: orderId,
      kind: 'purse',
      line_id: null,
      source,
      ref: source,
      label,
      fen,
      units,
    }));

const reachOf = ({ lines, accounts }: AskedOrder): string[] => [
  ...lines.map((l) => stockAccount(l.skuId)),
  ...accounts,
];

/**
 * A line's pieces, what the promotions and coupons cost, and what purses pay: reserved, settled when it is paid, released when it
 * closes. Where nothing is left to be paid they move at once.
 */
function chainOf({ id, lines, actor: { customerId } }: AskedOrder, priced: Priced): Chain {
  const stock = lines.map((l) => reserve('piece', stockAccount(l.skuId), soldAccount(l.skuId), l.quantity));
  const legs = [...stock, ...legsOf(priced, { orderId: id, customerId })];
  const isFree = priced.quote.dueFen === 0;
  return {
    id: orderChain(id),
    legs: isFree ? legs.map((leg) => ({ ...leg, kind: 'move' })) : legs,
    opens: priced.picked.flatMap((p) => p.offer.opens ?? []),
  };
}

async function writeOrders(
  platform: Platform,
  tx: Tx,
  tenantId: number,
  drafts: readonly Draft[],
): Promise<PlacedOrder[]> {
  // Numbers are drawn here, because a transaction that runs again must draw new ones.
  const orders = drafts.map((draft) => ({ ...draft, number: newNumber(chinaTime(nowMs())) }));
  const ordered = orders
    .filter((o) => o.fromCart)
    .flatMap((o) => o.lines.map((l) => ({ customerId: o.head.customer_id, skuId: l.sku_id })));
  const timers = [...closingTogether(orders.filter((o) => dueFenOf(o.head) > 0))].map(([second, orderIds]) =>
    jobRow(closeUnpaid, { orderIds }, { runAt: new Date((second + 1) * SECOND), key: `close/${orderIds[0]}` }),
  );
  const covered = orders.filter((o) => dueFenOf(o.head) === 0);
  const paidBy = (hasPurse: boolean) =>
    covered.filter((o) => o.head.purse_fen > 0 === hasPurse).map((o) => ({ orderId: o.head.id, at: now() }));
  await together<unknown[]>(
    store.insertOrders(tx, tenantId, orders),
    removeOrdered(tx, tenantId, ordered),
    ...followed(platform, tx, tenantId, orders),
    writePaid(platform, tx, tenantId, paidBy(false), '无需付款'),
    writePaid(platform, tx, tenantId, paidBy(true), '余额、积分等已付清'),
    send(tx, tenantId, timers),
  );
  return orders.map(({ number, head }) =>
    placedView(number, dueFenOf(head) === 0 ? { ...head, status: 'paid' } : head),
  );
}

/** Tells who keeps rows of what orders use. */
function followed({ slots }: Platform, tx: Tx, tenantId: number, orders: readonly Draft[]): Promise<unknown>[] {
  const using = orders.flatMap(({ head, parts: all }) => {
    const parts = all.filter((p) => p.kind === 'price');
    return parts.length === 0
      ? []
      : {
          orderId: head.id,
          customerId: head.customer_id,
          parts: parts.map(({ line_id, source, ref, fen, units }) => ({ lineId: line_id, source, ref, fen, units })),
        };
  });
  if (using.length === 0) return [];
  return slots.all(orderTurned).map((follower) => follower.placed?.(tx, tenantId, using) ?? Promise.resolve());
}

/** Orders by the second in which they close: one timer for many, since a rush would else write as many timers as orders. */
function closingTogether(orders: readonly Draft[]): Map<number, string[]> {
  const bySecond = new Map<number, string[]>();
  for (const { head, closesAt } of orders) {
    const second = Math.floor(closesAt.getTime() / SECOND);
    const ids = bySecond.get(second);
    if (ids) ids.push(head.id);
    else bySecond.set(second, [head.id]);
  }
  return bySecond;
}

const placedView = (
  number: string,
  head: { id: string; status: string; total_fen: number; purse_fen: number; closes_at: string },
): PlacedOrder => ({
  id: head.id,
  number,
  state: head.status as OrderState,
  totalFen: head.total_fen,
  dueFen: dueFenOf(head),
  closesAt: head.closes_at,
});
