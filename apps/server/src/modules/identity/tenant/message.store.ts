import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

/** Notes a message; false when it was noted before. */
export async function noteMessage(
  tx: Tx,
  tenantId: number,
  message: { id: string; event: string; reminder: string | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('tenant_message')
    .values({ tenant_id: tenantId, ...message, received_at: now() })
    .onConflict((c) => c.columns(['tenant_id', 'id']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

const REMINDERS_SHOWN = 5;
/** The latest messages that staff should read. */
export const reminders = (db: Db, tenantId: number) =>
  db
    .selectFrom('tenant_message')
    .select(['received_at', 'reminder'])
    .where('tenant_id', '=', tenantId)
    .where('reminder', 'is not', null)
    .orderBy('received_at', 'desc')
    .limit(REMINDERS_SHOWN)
    .execute();
