import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Redirect } from './redirect.rules.ts';
import { type RefundState, refundFlow } from './refund.rules.ts';

export interface NewRefund {
  id: string;
  paymentId: string;
  kind: string;
  subjectId: string;
  number: string;
  attempt: number;
  amountFen: number;
  reason: string;
  caseId: string;
}
export const insertRefund = (tx: Tx, tenantId: number, r: NewRefund) =>
  tx
    .insertInto('payment_refund')
    .values({
      tenant_id: tenantId,
      id: r.id,
      payment_id: r.paymentId,
      subject_kind: r.kind,
      subject_id: r.subjectId,
      number: r.number,
      attempt: r.attempt,
      amount_fen: r.amountFen,
      reason: r.reason,
      case_id: r.caseId,
      status: 'sending',
      next_try_at: now(),
      created_at: now(),
    })
    .execute();

const refunds = (db: Db, tenantId: number) =>
  db
    .selectFrom('payment_refund as r')
    .innerJoin('payment as p', (join) =>
      join.onRef('p.tenant_id', '=', 'r.tenant_id').onRef('p.id', '=', 'r.payment_id'),
    )
    .selectAll('r')
    .select(['p.number as trade_number', 'p.amount_fen as paid_fen'])
    .where('r.tenant_id', '=', tenantId)
    .where('p.tenant_id', '=', tenantId);

export const refundRow = (db: Db, tenantId: number, id: string) =>
  refunds(db, tenantId).where('r.id', '=', id).executeTakeFirst();
export const refundByNumber = (db: Db, tenantId: number, number: string) =>
  refunds(db, tenantId).where('r.number', '=', number).executeTakeFirst();
export type RefundRow = NonNullable<Awaited<ReturnType<typeof refundRow>>>;

/** The refunds under which each case stands now: the last number of each. */
export async function refundsOfCases(db: Db, tenantId: number, caseIds: string[]): Promise<Map<string, RefundRow>> {
  const rows = await refunds(db, tenantId)
    .where('r.case_id', '=', sql<string>`any(${caseIds}::uuid[])`)
    .orderBy('r.attempt')
    .execute();
  return new Map(rows.map((r) => [r.case_id, r]));
}
export const refundOfCase = async (db: Db, tenantId: number, caseId: string): Promise<RefundRow | undefined> =>
  (await refundsOfCases(db, tenantId, [caseId])).get(caseId);

interface RefundColumns {
  refund_id?: string;
  failure?: string | null;
  tries?: number;
  next_try_at?: Date | null;
  accepted_at?: Date;
  succeeded_at?: Date;
  redirect?: string | null;
  redirected_to?: Redirect['to'] | null;
}
/** The only way a refund changes state. Undefined when it is in none that may lead to `to`. */
export const turnRefund = (tx: Tx, tenantId: number, id: string, to: RefundState, columns: RefundColumns = {}) =>
  tx
    .updateTable('payment_refund')
    .set({ status: to, ...columns })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(refundFlow, to))
    .returningAll()
    .executeTakeFirst();

/** Notes something of a refund that stays in its state; false when it is in another by now. */
export async function noteRefund(
  tx: Tx,
  tenantId: number,
  id: string,
  state: RefundState,
  columns: RefundColumns,
): Promise<boolean> {
  const done = await tx
    .updateTable('payment_refund')
    .set(columns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '=', state)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Fen that went back to shoppers in a span, through WeChat or by hand. */
export async function refundedBetween(db: Db, tenantId: number, from: Date, to: Date): Promise<number> {
  const row = await db
    .selectFrom('payment_refund')
    .select(sql<number>`coalesce(sum(amount_fen), 0)::bigint`.as('fen'))
    .where('tenant_id', '=', tenantId)
    .where('succeeded_at', '>=', from)
    .where('succeeded_at', '<', to)
    .executeTakeFirstOrThrow();
  return row.fen;
}

/** Refunds whose next step is overdue for ten minutes: the job that would do it was lost. */
export const overdueRefunds = (db: Db, tenantId: number, limit: number) =>
  db
    .selectFrom('payment_refund')
    .select(['id', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('next_try_at', '<', sql<Date>`now() - interval '10 minutes'`)
    .orderBy('next_try_at')
    .limit(limit)
    .execute();
