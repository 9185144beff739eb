import { sql } from 'kysely';
import type { Database, Tx } from '../../../platform/db/index.ts';

// The links belong to no tenant, so the database answers for them: the application sees no table.

/** Keeps the hash of a link; those of before stay good until they run out. */
export const addLink = (database: Database, hash: string, until: Date) =>
  database.outside('select setup_link_add($1, $2)', [hash, until]);

/** Whether a link is good: not run out, and no shop is open. */
export async function holdsLink(database: Database, hash: string, at: Date): Promise<boolean> {
  const [row] = await database.outside<{ good: boolean }>('select setup_link_holds($1, $2) as good', [hash, at]);
  return row?.good === true;
}

/** Uses a link up, and all others with it; returns whether it was good. A second try waits for the first one's commit. */
export async function takeLink(tx: Tx, hash: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ good: boolean }>`select setup_link_take(${hash}, ${at}) as good`.execute(tx);
  return rows[0]?.good === true;
}
