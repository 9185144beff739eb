import { sql } from 'kysely';
import type { Db, Tx } from '../db/index.ts';
import type { Platform } from '../platform.ts';
import { slot } from '../slots.ts';
import type { Place } from './secrets.ts';

type Row = Record<string, string>;
/** A column of sealed texts, as the module that owns it describes it. */
export interface SealedColumn {
  table: string;
  column: string;
  /** The primary key without the tenant. */
  key: string[];
  /** Other columns that `place` looks at. */
  reads?: string[];
  place: (tenantId: number, row: Row) => Place;
  /** A blind index beside it: made of the clear text with the same master secret. */
  mark?: { column: string; purpose: string; of: (clear: string) => string };
}
/** Every column of sealed texts. A test looks through the database for one that is not here. */
export const sealedColumns = slot<SealedColumn>('platform/secrets: sealed columns');

const AT_ONCE = 500;

/**
 * Seals all texts of a tenant that a former master secret sealed with the current one, some hundred in a transaction, so that the shop
 * can go on meanwhile. Returns how many.
 */
export async function resealTenant(platform: Platform, tenantId: number): Promise<number> {
  let done = 0;
  for (const column of platform.slots.all(sealedColumns))
    for (let more = AT_ONCE; more === AT_ONCE; done += more)
      more = await platform.database.inTx(tenantId, (tx) => resealSome(platform, tx, tenantId, column));
  return done;
}

async function resealSome({ secrets }: Platform, tx: Tx, tenantId: number, c: SealedColumn): Promise<number> {
  const rows = await oldRows(tx, tenantId, c, secrets.sealedNow);
  for (const row of rows) {
    const place = c.place(tenantId, row);
    const clear = secrets.open(place, row[c.column] ?? '');
    const mark = c.mark && {
      name: c.mark.column,
      value: secrets.mark(tenantId, c.mark.purpose, c.mark.of(clear)),
    };
    await sql`
      update ${sql.table(c.table)} set ${sql.ref(c.column)} = ${secrets.seal(place, clear)}
        ${mark ? sql`, ${sql.ref(mark.name)} = ${mark.value}` : sql``}
      where tenant_id = ${tenantId} and ${keyIs(c, row)}`.execute(tx);
  }
  return rows.length;
}

async function oldRows(db: Db, tenantId: number, c: SealedColumn, sealedNow: string): Promise<Row[]> {
  const columns = [...c.key, ...(c.reads ?? []), c.column].map((name) => sql`${sql.ref(name)}::text`);
  const result = await sql<Row>`
    select ${sql.join(columns)} from ${sql.table(c.table)}
    where tenant_id = ${tenantId} and ${sql.ref(c.column)} is not null and not starts_with(${sql.ref(c.column)}, ${sealedNow})
    limit ${AT_ONCE} for update`.execute(db);
  return result.rows;
}

const keyIs = (c: SealedColumn, row: Row) =>
  c.key.length === 0
    ? sql`true`
    : sql.join(
        c.key.map((name) => sql`${sql.ref(name)}::text = ${row[name]}`),
        sql` and `,
      );
