import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { FoundDifference } from './settlement.rules.ts';

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

/** Writes a day's result in place of an earlier run of the same day. */
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
  await tx.deleteFrom('settlement_difference').where('tenant_id', '=', tenantId).where('day', '=', day).execute();
  if (differences.length === 0) return;
  await tx
    .insertInto('settlement_difference')
    .values(
      differences.map((d) => ({
        tenant_id: tenantId,
        day,
        id: newId(),
        kind: d.kind,
        subject: d.subject,
        number: d.number,
        order_id: d.orderId,
        book_fen: d.bookFen,
        bill_fen: d.billFen,
      })),
    )
    .execute();
}

const days = (db: Db, tenantId: number) =>
  db.selectFrom('settlement_day').selectAll().where('tenant_id', '=', tenantId);
export const lastDays = (db: Db, tenantId: number, limit: number) =>
  days(db, tenantId).orderBy('day', 'desc').limit(limit).execute();
export const dayRow = (db: Db, tenantId: number, day: string) =>
  days(db, tenantId).where('day', '=', day).executeTakeFirst();
export type DayRow = NonNullable<Awaited<ReturnType<typeof dayRow>>>;

export const differencesOf = (db: Db, tenantId: number, from: string, to: string) =>
  db
    .selectFrom('settlement_difference')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day', 'desc')
    .orderBy('id')
    .execute();
