import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/index.ts';

/** Deletes a customer with those who were joined into them, and by what they were known. Their sessions end with them. */
export async function eraseCustomer(tx: Tx, tenantId: number, id: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with recursive gone (id) as (
      select ${id}::uuid
      union select c.id from customer c join gone on c.joined_into = gone.id where c.tenant_id = ${tenantId})
    select id from gone`.execute(tx);
  const ids = rows.map((row) => row.id);
  for (const table of ['customer_identity', 'customer_address'] as const)
    await tx
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('customer_id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute();
  await tx
    .deleteFrom('customer')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
}
