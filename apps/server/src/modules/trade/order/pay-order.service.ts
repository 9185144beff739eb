import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { ALL, type Payee, paidWith, paymentsOf } from '../payment/index.ts';
import { dueFenOf, orderChain } from './order.rules.ts';
import { settleOrder, writePaid } from './order.service.ts';
import { unwantedMoney } from './order.slots.ts';
import * as store from './order.store.ts';

/** Orders among the things that people pay for. */
export const ORDER = 'order';
/** What is owed for an order that is paid at once: no row, it follows from the order. */
export const wholeOf = (id: string) => ({ id, due: ALL });

export const paymentsOfOrder = (db: Db, tenantId: number, orderId: string) => paymentsOf(db, tenantId, ORDER, orderId);
/** The order that WeChat's number of a payment was for. */
export const orderOfTransaction = (db: Db, tenantId: number, transactionId: string) =>
  paidWith(db, tenantId, ORDER, transactionId);

export const orderPayee = (platform: Platform): Payee => ({
  kind: ORDER,
  async owed(db, tenantId, { id }) {
    const head = await store.headRow(db, tenantId, id);
    if (head?.status !== 'unpaid') return null;
    const { closes_at, created_at, customer_id: customerId, number } = head;
    return { fen: dueFenOf(head), until: closes_at ?? created_at, customerId, number };
  },
  titles: async (db, tenantId, id) => (await store.lineRows(db, tenantId, [id])).map((l) => l.title),
  ends: ({ id }) => [orderChain(id)],
  async lock(tx, tenantId, owings) {
    const heads = await store.lockHeads(
      tx,
      tenantId,
      owings.map((o) => o.id),
    );
    return ({ id }) => {
      const status = heads.get(id)?.status;
      if (status === 'unpaid') return { kept: [settleOrder(id)] };
      return { unwanted: status === 'closed' ? 'closed' : 'twice' };
    };
  },
  paid: (tx, tenantId, paid) =>
    writePaid(
      platform,
      tx,
      tenantId,
      paid.map(({ id, at }) => ({ orderId: id, at })),
      '微信支付成功',
    ),
  unwanted: (tx, tenantId, payment, why) => platform.slots.one(unwantedMoney)(tx, tenantId, payment, why),
});
