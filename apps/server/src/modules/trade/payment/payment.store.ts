import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { type Method, type PaymentState, paymentFlow } from './payment.rules.ts';

export const paymentsOf = (db: Db, tenantId: number, orderId: string) =>
  db
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .orderBy('created_at')
    .execute();
export type PaymentRow = Awaited<ReturnType<typeof paymentsOf>>[number];

export interface NewPayment {
  id: string;
  orderId: string;
  number: string;
  method: Method;
  amountFen: number;
  expiresAt: Date;
}

/** Records the intent to be paid; the second time it is the first one's. */
export async function openPayment(tx: Tx, tenantId: number, p: NewPayment): Promise<PaymentRow> {
  await tx
    .insertInto('payment')
    .values({
      tenant_id: tenantId,
      id: p.id,
      order_id: p.orderId,
      number: p.number,
      method: p.method,
      amount_fen: p.amountFen,
      status: 'pending',
      expires_at: p.expiresAt,
      created_at: now(),
    })
    .onConflict((c) => c.columns(['tenant_id', 'order_id', 'method']).doNothing())
    .execute();
  return tx
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', p.orderId)
    .where('method', '=', p.method)
    .executeTakeFirstOrThrow();
}

/** A payment by its out_trade_no, held for this transaction. */
export const lockPayment = (tx: Tx, tenantId: number, number: string) =>
  tx
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .forNoKeyUpdate()
    .executeTakeFirst();

interface Outcome {
  transaction_id?: string;
  payer_openid?: string | null;
  succeeded_at?: Date;
}
export const movePayment = (tx: Tx, tenantId: number, id: string, to: PaymentState, columns: Outcome = {}) =>
  tx
    .updateTable('payment')
    .set({ status: to, ...columns })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(paymentFlow, to))
    .returningAll()
    .executeTakeFirst();

/** Keeps a call-back as it came; false when it is known. */
export async function keepNotice(
  tx: Tx,
  tenantId: number,
  notice: { id: string; kind: string; number: string; body: unknown },
): Promise<boolean> {
  const done = await tx
    .insertInto('payment_notice')
    .values({
      tenant_id: tenantId,
      id: notice.id,
      kind: notice.kind,
      number: notice.number,
      body: JSON.stringify(notice.body),
      received_at: now(),
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

/** Payments and refunds of our book in a span, for the reconciliation. */
export async function book(db: Db, tenantId: number, from: Date, to: Date) {
  const payments = await db
    .selectFrom('payment')
    .select(['number', 'amount_fen', 'order_id', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('succeeded_at', '>=', from)
    .where('succeeded_at', '<', to)
    .execute();
  const returned = await db
    .selectFrom('payment_refund')
    .select(['number', 'amount_fen', 'order_id', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('succeeded_at', '>=', from)
    .where('succeeded_at', '<', to)
    .where('status', '<>', 'by-hand')
    .execute();
  return { payments, refunds: returned };
}
