import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { SENT_AT_MOST, type Sent } from './login-code.rules.ts';

export interface NewCode {
  id: string;
  phone_mark: string;
  network_mark: string;
  code_mark: string;
  created_at: Date;
  expires_at: Date;
}

/** One code of a shop is decided on at a time, so that no two slip through a limit together. */
export const lockCodes = (tx: Tx, tenantId: number) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`customer-code/${tenantId}`}, 0))`.execute(tx);

export async function sentSince(
  db: Db,
  tenantId: number,
  marks: { phone: string; network: string },
  since: Date,
): Promise<Sent> {
  const times = async (column: 'phone_mark' | 'network_mark' | null, mark: string) => {
    let query = db
      .selectFrom('customer_code')
      .select('created_at')
      .where('tenant_id', '=', tenantId)
      .where('created_at', '>', since);
    // What the provider refused was not sent, but it was asked for.
    if (column) query = query.where(column, '=', mark);
    const rows = await query.orderBy('created_at', 'desc').limit(SENT_AT_MOST).execute();
    return rows.map((row) => row.created_at.getTime());
  };
  return {
    phone: await times('phone_mark', marks.phone),
    network: await times('network_mark', marks.network),
    shop: await times(null, ''),
  };
}

export const insertCode = (tx: Tx, tenantId: number, code: NewCode) =>
  tx
    .insertInto('customer_code')
    .values({ tenant_id: tenantId, status: 'sending', tries: 0, ...code })
    .execute();

export const turnCode = (tx: Tx, tenantId: number, id: string, status: 'sent' | 'failed') =>
  tx
    .updateTable('customer_code')
    .set({ status })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '=', 'sending')
    .execute();

/** Takes one try at the newest code of a number that is still good; null when there is none. */
export async function takeTry(
  tx: Tx,
  tenantId: number,
  phoneMark: string,
  at: Date,
): Promise<{ id: string; code_mark: string; tries: number } | null> {
  const found = await sql<{ id: string; code_mark: string; tries: number }>`
    update customer_code set tries = tries + 1
    where tenant_id = ${tenantId} and id = (
      select id from customer_code
      where tenant_id = ${tenantId} and phone_mark = ${phoneMark}
      order by created_at desc, id desc limit 1)
    and status in ('sending', 'sent') and expires_at > ${at}
    returning id, code_mark, tries`.execute(tx);
  return found.rows[0] ?? null;
}

/** A code is good once; false when somebody was quicker. */
export async function useCode(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  const done = await tx
    .updateTable('customer_code')
    .set({ status: 'used' })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', ['sending', 'sent'])
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
