import { sql } from 'kysely';
import type { Db } from '../../../platform/db/index.ts';

/** Which of these customers have ever paid an order of the shop: the others are newcomers. */
export async function buyersAmong(db: Db, tenantId: number, customerIds: readonly string[]): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select c.id from unnest(${customerIds}::uuid[]) as c(id)
    where exists (
      select from order_head o where o.tenant_id = ${tenantId} and o.customer_id = c.id and o.paid_at is not null)`.execute(
    db,
  );
  return new Set(rows.map((r) => r.id));
}
