import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { type Db, keyset, type PageAsk, runAgain, type Tx, unguessed } from '../../../platform/db/index.ts';
import type { AuditTargets } from '../../identity/staff/index.ts';
import type { RefundPiece } from '../order/index.ts';
import { type CaseState, caseFlow } from './aftersales.rules.ts';

export interface NewCase {
  id: string;
  number: string;
  kind: 'refund' | 'late';
  status: 'requested' | 'sending';
  orderId: string;
  customerId: string;
  amountFen: number;
  freightFen: number;
  keptFen: number;
  terms: string[];
  waived: boolean;
  reason: string;
  lines: RefundPiece[];
}

/** Writes a case with its pieces; the amounts are an estimate until it is agreed. */
export async function insertCase(tx: Tx, tenantId: number, c: NewCase): Promise<void> {
  await tx
    .insertInto('aftersales_case')
    .values({
      tenant_id: tenantId,
      id: c.id,
      number: c.number,
      kind: c.kind,
      order_id: c.orderId,
      customer_id: c.customerId,
      status: c.status,
      amount_fen: c.amountFen,
      freight_fen: c.freightFen,
      kept_fen: c.keptFen,
      terms: JSON.stringify(c.terms),
      waived: c.waived,
      reason: c.reason,
      created_at: now(),
    })
    .execute()
    .catch(runAgain(/^aftersales_case_number$/));
  await sql`
    insert into aftersales_line (tenant_id, case_id, line_id, quantity, amount_fen)
    select ${tenantId}, ${c.id}::uuid, l.* from unnest(${c.lines.map((l) => l.lineId)}::uuid[],
      ${c.lines.map((l) => l.quantity)}::integer[], ${c.lines.map((l) => l.amountFen)}::bigint[]) as l`.execute(tx);
}

export const caseRow = (db: Db, tenantId: number, id: string) =>
  db
    .selectFrom('aftersales_case')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
export type CaseRow = NonNullable<Awaited<ReturnType<typeof caseRow>>>;

export async function piecesOf(db: Db, tenantId: number, caseIds: string[]): Promise<Map<string, RefundPiece[]>> {
  const rows = await db
    .selectFrom('aftersales_line')
    .select(['case_id', 'line_id', 'quantity', 'amount_fen'])
    .where('tenant_id', '=', tenantId)
    .where('case_id', '=', sql<string>`any(${caseIds}::uuid[])`)
    .execute();
  const pieces = new Map<string, RefundPiece[]>();
  for (const r of rows)
    pieces.set(r.case_id, [
      ...(pieces.get(r.case_id) ?? []),
      { lineId: r.line_id, quantity: r.quantity, amountFen: r.amount_fen },
    ]);
  return pieces;
}

/** The only way a case changes state. Undefined when it is in none that may lead to `to`. */
export const turnCase = (
  tx: Tx,
  tenantId: number,
  id: string,
  to: CaseState,
  columns: {
    reject_reason?: string;
    by_hand_note?: string | null;
    by_hand_picture?: string | null;
    finished_at?: Date;
  } = {},
) =>
  tx
    .updateTable('aftersales_case')
    .set({ status: to, ...columns })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(caseFlow, to))
    .returningAll()
    .executeTakeFirst();

export interface CaseAsk extends PageAsk {
  orderId?: string;
  customerId?: string;
  state?: string;
}
/** Ids are ordered by time. */
const NEWEST = keyset('desc', ['id', 'uuid']);
export function caseRows(db: Db, tenantId: number, ask: CaseAsk) {
  let query = db.selectFrom('aftersales_case').selectAll().where('tenant_id', '=', tenantId);
  if (ask.orderId) query = query.where('order_id', '=', ask.orderId);
  if (ask.customerId) query = query.where('customer_id', '=', unguessed(ask.customerId, 'uuid'));
  if (ask.state) query = query.where('status', '=', unguessed(ask.state, 'text'));
  return NEWEST.page(query, ask).execute();
}

/** Refunds of each order that are not over: asked for, on their way or failed. */
export async function openCases(
  db: Db,
  tenantId: number,
  orderIds: string[],
): Promise<Map<string, { open: number; waiting: number }>> {
  const rows = await db
    .selectFrom('aftersales_case')
    .select([
      'order_id',
      sql<number>`count(*)`.as('open'),
      sql<number>`count(*) filter (where status = 'requested')`.as('waiting'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', sql<string>`any(${orderIds}::uuid[])`)
    .where('status', 'in', ['requested', 'sending', 'failed'])
    .groupBy('order_id')
    .execute();
  return new Map(rows.map(({ order_id, ...counts }) => [order_id, counts]));
}

/** Writes new amounts of a case and its pieces: again as an estimate, or for good when it is agreed, perhaps with more pieces. */
export async function putAmounts(
  tx: Tx,
  tenantId: number,
  id: string,
  plan: { amountFen: number; freightFen: number; keptFen: number; terms: string[]; lines: RefundPiece[] },
): Promise<void> {
  await tx
    .updateTable('aftersales_case')
    .set({
      amount_fen: plan.amountFen,
      freight_fen: plan.freightFen,
      kept_fen: plan.keptFen,
      terms: JSON.stringify(plan.terms),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await sql`
    insert into aftersales_line (tenant_id, case_id, line_id, quantity, amount_fen)
    select ${tenantId}, ${id}::uuid, n.* from unnest(${plan.lines.map((l) => l.lineId)}::uuid[],
      ${plan.lines.map((l) => l.quantity)}::integer[], ${plan.lines.map((l) => l.amountFen)}::bigint[]) as n
    on conflict (tenant_id, case_id, line_id) do update set quantity = excluded.quantity, amount_fen = excluded.amount_fen`.execute(
    tx,
  );
}

export const putPurseFen = (tx: Tx, tenantId: number, id: string, purseFen: number) =>
  tx
    .updateTable('aftersales_case')
    .set({ purse_fen: purseFen })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();

/** The cases of an order that were not dropped: what each asks back, and whether it is agreed. */
export async function livingCases(db: Db, tenantId: number, orderId: string) {
  const rows = await db
    .selectFrom('aftersales_case as c')
    .innerJoin('aftersales_line as l', (join) =>
      join.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.case_id', '=', 'c.id'),
    )
    .select(['c.id', 'c.status', 'c.freight_fen', 'c.kept_fen', 'c.waived', 'l.line_id', 'l.quantity', 'l.amount_fen'])
    .where('c.tenant_id', '=', tenantId)
    .where('l.tenant_id', '=', tenantId)
    .where('c.order_id', '=', orderId)
    .where('c.status', 'not in', ['rejected', 'withdrawn'])
    .orderBy('c.id')
    .execute();
  return rows.map((r) => ({
    caseId: r.id,
    agreed: r.status !== 'requested',
    freightFen: r.freight_fen,
    keptFen: r.kept_fen,
    waived: r.waived,
    lineId: r.line_id,
    quantity: r.quantity,
    amountFen: r.amount_fen,
  }));
}
export type LivingPiece = Awaited<ReturnType<typeof livingCases>>[number];

/** Pieces of an order whose refund is over. */
export async function refundedPieces(db: Db, tenantId: number, orderId: string): Promise<number> {
  const row = await db
    .selectFrom('aftersales_case as c')
    .innerJoin('aftersales_line as l', (join) =>
      join.onRef('l.tenant_id', '=', 'c.tenant_id').onRef('l.case_id', '=', 'c.id'),
    )
    .select(sql<number>`coalesce(sum(l.quantity), 0)::int`.as('pieces'))
    .where('c.tenant_id', '=', tenantId)
    .where('l.tenant_id', '=', tenantId)
    .where('c.order_id', '=', orderId)
    .where('c.status', '=', 'succeeded')
    .executeTakeFirstOrThrow();
  return row.pieces;
}

/** Whether a refund of this customer's is not over. */
export async function hasOpenCase(db: Db, tenantId: number, customerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('aftersales_case')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('status', 'not in', ['succeeded', 'rejected', 'withdrawn'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countCases(db: Db, tenantId: number, state: CaseState): Promise<number> {
  const row = await db
    .selectFrom('aftersales_case')
    .select(sql<number>`count(*)`.as('count'))
    .where('tenant_id', '=', tenantId)
    .where('status', '=', state)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** After-sales cases by their numbers. */
export const caseNames: AuditTargets = async (db, tenantId, ids) => {
  const { rows } = await sql<{ id: string; number: string }>`
    select id, number from aftersales_case where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, number }) => [id, `退款 ${number}`]));
};

/** The cases of one customer go to another, who turned out to be the same person. */
export const moveCases = (tx: Tx, tenantId: number, from: string, into: string) =>
  tx
    .updateTable('aftersales_case')
    .set({ customer_id: into })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', from)
    .execute();
