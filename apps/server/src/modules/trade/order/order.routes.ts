import { type Actor, systemOf } from '../../../kernel/actor.ts';
import { pageOf } from '../../../kernel/page.ts';
import type { Db, Keyed } from '../../../platform/db/index.ts';
import { readKey } from '../../../platform/http/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import { noteDeals } from '../../goods/catalog/index.ts';
import {
  belongings,
  customerNames,
  customerOrders,
  movedDelivery,
  refreshBought,
  sealedDelivery,
  unfinished,
} from '../../identity/customer/index.ts';
import { phoneOf } from '../../identity/region/index.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import { quoteOf } from '../pricing/index.ts';
import { orderNames, ordersOfCustomers } from './buyers.store.ts';
import { dealsOf } from './figures.store.ts';
import * as api from './order.api.ts';
import { readNumber } from './order.rules.ts';
import * as service from './order.service.ts';
import { openRefundsOf } from './order.slots.ts';
import * as store from './order.store.ts';
import { addressOf, adminDetailView, cardView, detailView, maskReceiver } from './order.views.ts';
import { hasOpenOrder, moveOrder, ordersToMove } from './order-join.store.ts';
import * as list from './order-list.store.ts';
import { registerPaymentReminders } from './order-notice.ts';
import { ownOrder } from './own-order.service.ts';
import { registerPaying } from './pay-order.routes.ts';
import { orderOfTransaction } from './pay-order.service.ts';
import { createPlaceOrder, wishesOf } from './place-order.service.ts';

export const order: Module = { name: 'trade/order', register };

function register(platform: Platform): void {
  const mark = { ...sealedDelivery.mark, column: 'receiver_mark' };
  platform.slots.fill(sealedColumns, { ...sealedDelivery, mark, table: 'order_head', column: 'address' });
  platform.slots.fill(auditTargets, orderNames);
  platform.slots.fill(customerOrders, ordersOfCustomers);
  platform.slots.fill(belongings, {
    tables: ['order_head'],
    // What an order has sealed is bound to its customer.
    move: async (tx, join, secrets) => {
      for (const { id, address } of await ordersToMove(tx, join.tenantId, join.from))
        await moveOrder(tx, join.tenantId, id, join.into, movedDelivery(secrets, join, address));
      for (const id of [join.from, join.into].sort()) await refreshBought(platform, tx, join.tenantId, id);
    },
  });
  registerPaymentReminders(platform);
  platform.slots.fill(unfinished, async (db, tenantId, customerId) =>
    (await hasOpenOrder(db, tenantId, customerId))
      ? '您还有待付款、待发货或待收货的订单，请在完成或取消后再注销账号'
      : null,
  );
  shopperRoutes(platform);
  registerPaying(platform);
  adminRoutes(platform);
  const { jobs, database } = platform;
  jobs.on(
    service.autoReceive,
    ({ tenantId, data }) =>
      database.inTx(tenantId, (tx) => service.receiveWhenDue(tx, systemOf(tenantId), data.orderId)),
    { lane: 'timer' },
  );
  for (const event of [service.orderPaid, service.orderRefunded])
    jobs.listen(event, 'customers', ({ tenantId, data }) =>
      database.inTx(tenantId, async (tx) => {
        const head = await store.headRow(tx, tenantId, data.orderId);
        if (head) await refreshBought(platform, tx, tenantId, head.customer_id);
      }),
    );
  jobs.listen(service.orderPaid, 'deals', ({ tenantId, data }) =>
    database.inTx(tenantId, async (tx) => noteDeals(tx, tenantId, await dealsOf(tx, tenantId, data.orderId))),
  );
  jobs.sweep('receipts', { everyMinutes: 30 }, (tenantId) => receiveOverdue(platform, tenantId));
}

const RECEIVED_AT_ONCE = 500;
/** Receives orders whose timer was lost. */
async function receiveOverdue({ database }: Platform, tenantId: number): Promise<void> {
  const rows = await store.overdueReceipts(database.forTenant(tenantId), tenantId, RECEIVED_AT_ONCE);
  for (const { id } of rows) await database.inTx(tenantId, (tx) => service.receiveWhenDue(tx, systemOf(tenantId), id));
}

const customerOf = (actor: Actor): string | null => (actor.kind === 'shopper' ? actor.customerId : null);

function shopperRoutes(platform: Platform): void {
  const { http, ledger } = platform;
  const quote = quoteOf(platform);
  const place = createPlaceOrder(platform);
  http.read(api.quoteOrder, ({ actor, body: { lines, addressId, province, ...wishes } }) =>
    quote(actor.tenantId, {
      customerId: customerOf(actor),
      lines,
      wishes: wishesOf(wishes),
      addressId,
      regionCode: province && `${province}0000`,
    }),
  );
  http.steps(api.placeOrder, ({ actor, body, req }) => place(actor, readKey(req), body));
  http.read(api.listOrders, async ({ actor, query, db }) => {
    const heads = await list.headRows(db, actor.tenantId, { ...query, customerId: actor.customerId });
    return cardsPage(db, actor.tenantId, heads, query.limit, cardView);
  });
  http.read(api.countOrders, ({ actor, db }) => service.countsOfShopper(platform, db, actor));
  http.read(api.getOrder, async ({ actor, params, db }) =>
    detailView(platform, db, await ownOrder(db, actor, params.id)),
  );
  http.steps(api.cancelOrder, async ({ actor, params, body, db }) => {
    const { id } = await ownOrder(db, actor, params.id);
    const closed = await ledger.submit(service.closing(platform), actor.tenantId, {
      orderId: id,
      reason: body.reason || '买家取消',
      actor,
    });
    const after = await ownOrder(db, actor, id);
    if (!closed && after.status !== 'closed') throw api.orderRefusals.ORDER_STATE();
    return detailView(platform, db, after);
  });
  http.change(api.confirmReceipt, async ({ actor, params, tx }) => {
    const head = await ownOrder(tx, actor, params.id);
    const received = await service.markReceived(tx, actor, head.id);
    const after = await ownOrder(tx, actor, params.id);
    if (!received && after.status !== 'received') throw api.orderRefusals.ORDER_STATE();
    return detailView(platform, tx, after);
  });
}

async function cardsPage<T>(
  db: Db,
  tenantId: number,
  heads: (store.HeadRow & Keyed)[],
  limit: number,
  view: (head: store.HeadRow, lines: store.LineRow[], parts: store.PartRow[]) => T,
) {
  const ids = heads.slice(0, limit).map((h) => h.id);
  const [lines, parts] = await Promise.all([store.lineRows(db, tenantId, ids), store.partRows(db, tenantId, ids)]);
  return pageOf(heads, limit, (h) =>
    view(
      h,
      lines.filter((l) => l.order_id === h.id),
      parts.filter((p) => p.order_id === h.id),
    ),
  );
}

function adminRoutes(platform: Platform): void {
  const { http, secrets } = platform;
  http.read(api.listAdminOrders, async ({ actor: { tenantId }, query, db }) => {
    const { phone, from, to, number, ...plain } = query;
    const rung = phone && phoneOf(phone);
    if (phone && !rung) return { items: [], next: null };
    const named = number ? await namedOrder(db, tenantId, number) : {};
    if (!named) return { items: [], next: null };
    const heads = await list.headRows(db, tenantId, {
      ...plain,
      ...named,
      ...(rung ? { receiverMark: secrets.mark(tenantId, 'phone', rung) } : {}),
      ...(from ? { from: new Date(from) } : {}),
      ...(to ? { to: new Date(to) } : {}),
    });
    const names = await customerNames(platform, db, tenantId, [...new Set(heads.map((h) => h.customer_id))]);
    const refunds = await openRefundsOf(
      platform,
      db,
      tenantId,
      heads.map((h) => h.id),
    );
    return cardsPage(db, tenantId, heads, query.limit, (head, lines, parts) => ({
      ...cardView(head, lines, parts),
      customerName: names.get(head.customer_id)?.nickname ?? '已注销',
      receiver: maskReceiver(addressOf(platform, head)),
      openRefunds: refunds.get(head.id)?.open ?? 0,
    }));
  });
  http.read(api.countAdminOrders, async ({ actor: { tenantId }, db }) => {
    const counts = await store.countByState(db, tenantId);
    return Object.fromEntries(api.ORDER_STATES.map((s) => [s, counts.get(s) ?? 0])) as Record<api.OrderState, number>;
  });
  http.read(api.getAdminOrder, async ({ actor: { tenantId }, params, db }) =>
    adminOrder(platform, db, tenantId, params.id),
  );
  // A change, not a read, so that the audit entry is written with it.
  http.change(api.revealReceiver, async ({ actor: { tenantId }, params, tx }) => {
    const head = await store.headRow(tx, tenantId, params.id);
    if (!head) throw api.orderRefusals.ORDER_NOT_FOUND();
    return addressOf(platform, head);
  });
  http.change(api.putStaffNote, async ({ actor: { tenantId }, params, body, tx }) => {
    const done = await store.setStaffNote(tx, tenantId, params.id, body.note);
    if (done.numUpdatedRows !== 1n) throw api.orderRefusals.ORDER_NOT_FOUND();
    return undefined;
  });
}

/** The order that a number names, as a condition; null when there is none. */
async function namedOrder(db: Db, tenantId: number, text: string) {
  const read = readNumber(text);
  if ('number' in read) return read;
  const id = await orderOfTransaction(db, tenantId, read.transactionId);
  return id ? { id } : null;
}

/** One order as staff see it. Refuses with ORDER_NOT_FOUND. */
export async function adminOrder(platform: Platform, db: Db, tenantId: number, id: string) {
  const head = await store.headRow(db, tenantId, id);
  if (!head) throw api.orderRefusals.ORDER_NOT_FOUND();
  return adminDetailView(platform, db, head);
}
