import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { differenceKey, type FoundDifference } from './settlement.rules.ts';

export interface DayResult {
  status: 'balanced' | 'different' | 'failed';
  payments: number;
  payments_fen: number;
  refunds: number;
  refunds_fen: number;
  bill_payments_fen: number;
  bill_refunds_fen: number;
  failure: string | null;
}

/** Writes a day's result in place of an earlier run of the same day; what was handled stays so where it is found again. */
export async function saveDay(
  tx: Tx,
  tenantId: number,
  day: string,
  result: DayResult,
  differences: FoundDifference[],
): Promise<void> {
  const values = { ...result, ran_at: now() };
  await tx
    .insertInto('settlement_day')
    .values({ tenant_id: tenantId, day, ...values })
    .onConflict((c) => c.columns(['tenant_id', 'day']).doUpdateSet(values))
    .execute();
  const before = await differencesOf(tx, tenantId, day);
  const handled = new Map(
    before
      .filter((d) => d.handled_at)
      .map((d) => [differenceKey({ ...d, bookFen: d.book_fen, billFen: d.bill_fen }), d]),
  );
  await tx.deleteFrom('settlement_difference').where('tenant_id', '=', tenantId).where('day', '=', day).execute();
  if (differences.length === 0) return;
  const rows = differences.map((d) => {
    const old = handled.get(differenceKey(d));
    return {
      id: newId(),
      kind: d.kind,
      subject: d.subject,
      number: d.number,
      order_id: d.orderId,
      book_fen: d.bookFen,
      bill_fen: d.billFen,
      handled_at: old?.handled_at ?? null,
      handled_by: old?.handled_by ?? null,
      handled_note: old?.handled_note ?? null,
    };
  });
  // As one JSON value: separate parameters would be limited in number.
  await sql`
    insert into settlement_difference (tenant_id, day, id, kind, subject, number, order_id, book_fen, bill_fen, handled_at,
      handled_by, handled_note)
    select ${tenantId}, ${day}::date, d.* from json_to_recordset(${JSON.stringify(rows)}::json) as d(id uuid, kind text, subject text,
      number text, order_id uuid, book_fen bigint, bill_fen bigint, handled_at timestamptz, handled_by text, handled_note text)`.execute(
    tx,
  );
}

/** Marks open differences as handled that fit; returns how many. */
export async function handle(
  tx: Tx,
  tenantId: number,
  which: { day: string; id: string } | { notDay: string; subject: string; numbers: string[]; kind: string },
  by: { by: string; note: string },
): Promise<number> {
  let query = tx
    .updateTable('settlement_difference')
    .set({ handled_at: now(), handled_by: by.by, handled_note: by.note })
    .where('tenant_id', '=', tenantId)
    .where('handled_at', 'is', null);
  query =
    'id' in which
      ? query.where('day', '=', which.day).where('id', '=', which.id)
      : query
          .where('day', '<>', which.notDay)
          .where('subject', '=', which.subject)
          .where('kind', '=', which.kind)
          .where('number', '=', sql<string>`any(${which.numbers}::text[])`);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

const days = (db: Db, tenantId: number) =>
  db.selectFrom('settlement_day').selectAll().where('tenant_id', '=', tenantId);
export const lastDays = (db: Db, tenantId: number, limit: number) =>
  days(db, tenantId).orderBy('day', 'desc').limit(limit).execute();
export const dayRow = (db: Db, tenantId: number, day: string) =>
  days(db, tenantId).where('day', '=', day).executeTakeFirst();
export type DayRow = NonNullable<Awaited<ReturnType<typeof dayRow>>>;

export const differencesOf = (db: Db, tenantId: number, day: string) =>
  db
    .selectFrom('settlement_difference')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('day', '=', day)
    .orderBy('id')
    .execute();
export type DifferenceRow = Awaited<ReturnType<typeof differencesOf>>[number];

/** How many differences of each day nobody has handled. */
export async function openDifferences(db: Db, tenantId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('settlement_difference')
    .select(['day', sql<number>`count(*)`.as('count')])
    .where('tenant_id', '=', tenantId)
    .where('handled_at', 'is', null)
    .groupBy('day')
    .execute();
  return new Map(rows.map((r) => [r.day, r.count]));
}
