import { actorLabel, type Shopper } from '../../../kernel/actor.ts';
import { chinaTime, MINUTE, now, nowMs, SECOND } from '../../../kernel/clock.ts';
import { derivedId, newId, newNumber } from '../../../kernel/ids.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { MAX_FEN } from '../../../kernel/schema.ts';
import { together } from '../../../platform/db/index.ts';
import { hashRequest } from '../../../platform/http/index.ts';
import { createBatcher, type Leg, reserve } from '../../../platform/ledger/index.ts';
import { jobKind, jobRow, send } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { addressBookOf, type SealedDelivery } from '../../identity/customer/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import { soldAccount, stockAccount } from '../../stock/inventory/index.ts';
import { removeOrdered } from '../cart/index.ts';
import { pricingRefusals, quoteOf } from '../pricing/index.ts';
import { type OrderState, orderRefusals } from './order.api.ts';
import { orderChain, type PricedQuote } from './order.rules.ts';
import * as store from './order.store.ts';

/**
 * Rings when orders that were placed together are due; those that were paid or cancelled meanwhile stay as they are. Handled by
 * trade/payment, which first asks WeChat whether they were paid.
 */
export const closeUnpaid = jobKind<{ orderIds: string[] }>('order.close-unpaid');

export interface PlaceOrderInput {
  lines: { skuId: string; quantity: number }[];
  addressId: string;
  expectedTotalFen: number;
  note: string;
  fromCart: boolean;
}
export interface PlacedOrder {
  id: string;
  number: string;
  state: OrderState;
  totalFen: number;
  closesAt: string;
}
interface Waiting extends store.NewOrder {
  fromCart: boolean;
  closesAt: Date;
}

export type PlaceOrder = (actor: Shopper, key: string, input: PlaceOrderInput) => Promise<PlacedOrder>;

/**
 * Placing: quote and address are read together with those of other shoppers, then the order's chain waits for the ledger's next batch,
 * which writes stock, order, timeline and events of many orders in one transaction. The order's id follows from the idempotency
 * key, so a repeat finds the first. Refuses with ADDRESS_MISSING, LINES_INVALID, TOTAL_TOO_LARGE,
 * PRICE_CHANGED, STOCK_SHORT, IDEMPOTENCY_KEY_REUSED.
 */
export function createPlaceOrder(platform: Platform): PlaceOrder {
  const { database, metrics } = platform;
  const quoteLines = quoteOf(platform);
  const addressOf = addressBookOf(platform);
  const batcher = createBatcher<Waiting>(database, { write: writeOrders });
  metrics.gauge('jishi_orders_waiting', 'Orders that wait for the next batch of the ledger', () => batcher.size());

  return async (actor, key, input) => {
    const { tenantId, customerId } = actor;
    const id = derivedId('order', tenantId, customerId, key);
    const requestHash = hashRequest(platform.secrets, tenantId, 'placeOrder', null, input);
    const first = () => findPlaced(platform, tenantId, id, requestHash);
    try {
      const [quote, address, settings] = await Promise.all([
        quoteLines(tenantId, input.lines),
        addressOf(tenantId, customerId, input.addressId),
        readSettings(database.forTenant(tenantId), tenantId),
      ]);
      if (!address) throw orderRefusals.ADDRESS_MISSING();
      checkQuote(quote, input.expectedTotalFen);
      const at = now();
      const closesAt = new Date(at.getTime() + settings.closeAfterMinutes * MINUTE);
      const order = newOrder({ id, requestHash, actor, input, quote, address, at, closesAt });
      const outcome = await batcher.submit(tenantId, { id: orderChain(id), legs: stockLegs(quote.lines) }, order);
      return outcome === 'repeated' ? await first() : placedView({ number: order.number, ...order.head });
    } catch (error) {
      // The first request may have taken the very stock that this repeat now lacks.
      if (error instanceof Refusal) return (await first().catch(ignoreMissing)) ?? Promise.reject(error);
      throw error;
    }
  };
}

const ignoreMissing = (error: unknown) => {
  if (error instanceof Refusal && error.code === 'ORDER_NOT_FOUND') return null;
  throw error;
};

/** The order that this key made before. Refuses with ORDER_NOT_FOUND, or IDEMPOTENCY_KEY_REUSED when it asked for something else. */
async function findPlaced(
  { database }: Platform,
  tenantId: number,
  id: string,
  requestHash: string,
): Promise<PlacedOrder> {
  const head = await store.headRow(database.forTenant(tenantId), tenantId, id);
  if (!head) throw orderRefusals.ORDER_NOT_FOUND();
  if (head.request_hash !== requestHash) throw orderRefusals.IDEMPOTENCY_KEY_REUSED();
  return placedView({ ...head, closes_at: (head.closes_at ?? head.created_at).toISOString() });
}

function checkQuote(quote: PricedQuote, expectedTotalFen: number): void {
  if (!quote.canOrder) {
    const lines = quote.lines
      .filter((l) => l.trouble)
      .map((l) => ({ skuId: l.skuId, trouble: l.trouble, text: `${l.title}:${l.troubleText}` }));
    throw pricingRefusals.LINES_INVALID({ lines });
  }
  if (quote.totalFen > MAX_FEN) throw pricingRefusals.TOTAL_TOO_LARGE();
  if (quote.totalFen !== expectedTotalFen)
    throw pricingRefusals.PRICE_CHANGED({ totalFen: quote.totalFen, expectedTotalFen });
}

interface Draft {
  id: string;
  requestHash: string;
  actor: Shopper;
  input: PlaceOrderInput;
  quote: PricedQuote;
  address: SealedDelivery;
  at: Date;
  closesAt: Date;
}

function newOrder(d: Draft): Waiting {
  const { customerId } = d.actor;
  const head = {
    id: d.id,
    customer_id: customerId,
    status: 'unpaid',
    request_hash: d.requestHash,
    goods_fen: d.quote.goodsFen,
    freight_fen: d.quote.freightFen,
    discount_fen: d.quote.discountFen,
    total_fen: d.quote.totalFen,
    explain: d.quote.explain,
    pieces: d.quote.lines.reduce((sum, l) => sum + l.quantity, 0),
    note: d.input.note,
    address: d.address.sealed,
    receiver_mark: d.address.phone_mark,
    closes_at: d.closesAt.toISOString(),
    created_at: d.at.toISOString(),
    actor: actorLabel(d.actor),
  };
  const lines = d.quote.lines.map((l, position) => ({
    order_id: d.id,
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
    explain: l.explain,
  }));
  return { head, lines, number: '', fromCart: d.input.fromCart, closesAt: d.closesAt };
}

/** One leg a line: its pieces are reserved, settled when paid, released when the order closes. */
const stockLegs = (lines: { skuId: string; quantity: number; title: string }[]): Leg[] =>
  lines.map((l) =>
    reserve('piece', stockAccount(l.skuId), soldAccount(l.skuId), l.quantity, {
      lackCode: 'STOCK_SHORT',
      message: `「${l.title}」库存不足，请减少数量或选择其他规格`,
      facts: { skuId: l.skuId },
    }),
  );

/** The batch's own rows; the ledger calls this inside of its transaction with the orders that were covered. */
async function writeOrders(
  tx: Parameters<typeof store.insertOrders>[0],
  tenantId: number,
  orders: Waiting[],
): Promise<void> {
  for (const order of orders) order.number = newNumber(chinaTime(nowMs()));
  const ordered = orders
    .filter((o) => o.fromCart)
    .flatMap((o) => o.lines.map((l) => ({ customerId: o.head.customer_id, skuId: l.sku_id })));
  const timers = [...closingTogether(orders)].map(([second, orderIds]) =>
    jobRow(closeUnpaid, { orderIds }, { runAt: new Date((second + 1) * SECOND), key: `close/${orderIds[0]}` }),
  );
  await together(
    store.insertOrders(tx, tenantId, orders),
    removeOrdered(tx, tenantId, ordered),
    send(tx, tenantId, timers),
  );
}

/** Orders by the second in which they close: one timer for many, since a rush would else write as many timers as orders. */
function closingTogether(orders: Waiting[]): Map<number, string[]> {
  const bySecond = new Map<number, string[]>();
  for (const { head, closesAt } of orders) {
    const second = Math.floor(closesAt.getTime() / SECOND);
    bySecond.set(second, [...(bySecond.get(second) ?? []), head.id]);
  }
  return bySecond;
}

interface PlacedHead {
  id: string;
  number: string;
  status: string;
  total_fen: number;
  closes_at: string;
}
const placedView = (head: PlacedHead): PlacedOrder => ({
  id: head.id,
  number: head.number,
  state: head.status as OrderState,
  totalFen: head.total_fen,
  closesAt: head.closes_at,
});
