import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { type Db, exactly, type Tx } from '../../../platform/db/index.ts';
import { type Method, type Owing, type PaymentState, paymentFlow } from './payment.rules.ts';

/** The thing of this kind that WeChat's number of a payment was for. */
export async function paidWith(db: Db, tenantId: number, kind: string, transactionId: string): Promise<string | null> {
  const row = await db
    .selectFrom('payment')
    .select('subject_id')
    .where('tenant_id', '=', tenantId)
    .where('transaction_id', '=', transactionId)
    .where('subject_kind', '=', kind)
    .executeTakeFirst();
  return row?.subject_id ?? null;
}

/** The payments of a thing, first ones first. */
export const paymentsOf = (db: Db, tenantId: number, kind: string, id: string) =>
  db
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .orderBy('created_at')
    .execute();
export type PaymentRow = Awaited<ReturnType<typeof paymentsOf>>[number];

/** What WeChat is asked with, frozen at the first try. */
export interface Offer {
  mchid: string;
  appid: string;
  openid: string | null;
  description: string;
  notifyUrl: string;
}
export interface NewPayment extends Offer {
  id: string;
  kind: string;
  owing: Owing;
  number: string;
  method: Method;
  amountFen: number;
  expiresAt: Date;
}

/**
 * Records the intent to be paid; the second time it is the first one's, with its parameters. Only when the shop has another merchant
 * number by now, which does not know the first one's, they are written anew.
 */
export async function openPayment(tx: Tx, tenantId: number, p: NewPayment): Promise<PaymentRow> {
  const offer = {
    mchid: p.mchid,
    appid: p.appid,
    openid: p.openid,
    description: p.description,
    notify_url: p.notifyUrl,
  };
  await tx
    .insertInto('payment')
    .values({
      tenant_id: tenantId,
      id: p.id,
      subject_kind: p.kind,
      subject_id: p.owing.id,
      due: p.owing.due,
      number: p.number,
      method: p.method,
      amount_fen: p.amountFen,
      status: 'pending',
      ...offer,
      expires_at: p.expiresAt,
      created_at: now(),
    })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'subject_kind', 'subject_id', 'due', 'method'])
        .doUpdateSet(offer)
        .where('payment.mchid', '<>', p.mchid)
        .where('payment.status', '=', 'pending'),
    )
    .execute();
  return tx
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('subject_kind', '=', p.kind)
    .where('subject_id', '=', p.owing.id)
    .where('due', '=', p.owing.due)
    .where('method', '=', p.method)
    .executeTakeFirstOrThrow();
}

export const paymentRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('payment').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();

/** The payments of these things that nobody knows to be over. */
export const pendingOf = (db: Db, tenantId: number, kind: string, ids: string[]) =>
  db
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', sql<string>`any(${ids}::uuid[])`)
    .where('status', '=', 'pending')
    .execute();

/** Payments that are pending although their time was over five minutes ago. */
export const overduePayments = (db: Db, tenantId: number, limit: number) =>
  db
    .selectFrom('payment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'pending')
    .where('expires_at', '<', sql<Date>`now() - interval '5 minutes'`)
    .orderBy('expires_at')
    .limit(limit)
    .execute();

export const paymentByNumber = (db: Db, tenantId: number, number: string) =>
  db
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .executeTakeFirst();

/** Locks payments, in order of their ids, so that two transactions never wait for each other in a circle. */
export async function lockPayments(tx: Tx, tenantId: number, ids: string[]): Promise<Map<string, PaymentRow>> {
  const rows = await tx
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((r) => [r.id, r]));
}

/** WeChat has the money of a payment: it counts, or came when nobody wanted it any more. */
export interface PaidPayment {
  id: string;
  to: 'succeeded' | 'late';
  transactionId: string | null;
  payerOpenid: string | null;
  at: Date;
}
/** Turns payments whose rows are locked and that had no money; fails when one had. */
export const payPayments = (tx: Tx, tenantId: number, paid: readonly PaidPayment[]) =>
  exactly(
    paid.length,
    sql`
      update payment p set status = n.status, transaction_id = n.transaction_id, payer_openid = n.payer_openid, succeeded_at = n.at
      from unnest(${paid.map((p) => p.id)}::uuid[], ${paid.map((p) => p.to)}::text[], ${paid.map((p) => p.transactionId)}::text[],
        ${paid.map((p) => p.payerOpenid)}::text[], ${paid.map((p) => p.at)}::timestamptz[])
        as n(id, status, transaction_id, payer_openid, at)
      where p.tenant_id = ${tenantId} and p.id = n.id and p.status = any(
        case n.status when 'late' then ${sources(paymentFlow, 'late')}::text[] else ${sources(paymentFlow, 'succeeded')}::text[] end)`,
  ).execute(tx);

export const turnPayment = (tx: Tx, tenantId: number, id: string, to: PaymentState) =>
  tx
    .updateTable('payment')
    .set({ status: to })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(paymentFlow, to))
    .returningAll()
    .executeTakeFirst();

export interface Notice {
  id: string;
  kind: string;
  number: string;
  body: unknown;
}
/** Keeps call-backs as they came; returns how many were new. */
export async function keepNotices(tx: Tx, tenantId: number, notices: readonly Notice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into payment_notice (tenant_id, id, kind, number, body, received_at)
    select ${tenantId}, n.id, n.kind, n.number, n.body::jsonb, ${now()}
    from unnest(${notices.map((n) => n.id)}::text[], ${notices.map((n) => n.kind)}::text[], ${notices.map((n) => n.number)}::text[],
      ${notices.map((n) => JSON.stringify(n.body))}::text[]) as n(id, kind, number, body)
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows);
}

const bookedPayments = (db: Db, tenantId: number) =>
  db
    .selectFrom('payment')
    .select(['number', 'amount_fen', 'subject_kind', 'subject_id', 'status'])
    .where('tenant_id', '=', tenantId);
const bookedRefunds = (db: Db, tenantId: number) =>
  db
    .selectFrom('payment_refund')
    .select(['number', 'amount_fen', 'subject_kind', 'subject_id', 'status'])
    .where('tenant_id', '=', tenantId);

/** Payments that WeChat took in a span and refunds that it accepted in it, as its bill counts them, for the reconciliation. */
export async function book(db: Db, tenantId: number, from: Date, to: Date) {
  return {
    payments: await bookedPayments(db, tenantId)
      .where('succeeded_at', '>=', from)
      .where('succeeded_at', '<', to)
      .execute(),
    refunds: await bookedRefunds(db, tenantId).where('accepted_at', '>=', from).where('accepted_at', '<', to).execute(),
  };
}
/** Those of a span that have one of these numbers. */
export async function bookOf(
  db: Db,
  tenantId: number,
  { from, to }: { from: Date; to: Date },
  numbers: { payments: string[]; refunds: string[] },
) {
  return {
    payments: await bookedPayments(db, tenantId)
      .where('number', '=', sql<string>`any(${numbers.payments}::text[])`)
      .where('succeeded_at', '>=', from)
      .where('succeeded_at', '<', to)
      .execute(),
    refunds: await bookedRefunds(db, tenantId)
      .where('number', '=', sql<string>`any(${numbers.refunds}::text[])`)
      .where('accepted_at', '>=', from)
      .where('accepted_at', '<', to)
      .execute(),
  };
}
/** When the shop was first paid; null: never. */
export async function firstPaidAt(db: Db, tenantId: number): Promise<Date | null> {
  const row = await db
    .selectFrom('payment')
    .select('succeeded_at')
    .where('tenant_id', '=', tenantId)
    .where('succeeded_at', 'is not', null)
    .orderBy('succeeded_at')
    .limit(1)
    .executeTakeFirst();
  return row?.succeeded_at ?? null;
}
