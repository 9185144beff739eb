import { type SqlBool, sql } from 'kysely';
import { type Db, keyset, type PageAsk, unguessed } from '../../../platform/db/index.ts';

const NEWEST = keyset('desc', ['seq', 'number']);

export interface AuditAsk extends PageAsk {
  actor?: string;
  operation?: string;
  from?: Date;
  /** Not with them. */
  to?: Date;
}
/** What staff and programs did, newest first; one row more than `limit`. */
export const auditRows = (db: Db, tenantId: number, { actor, operation, from, to, ...ask }: AuditAsk) => {
  let query = db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId);
  if (actor) query = query.where('actor', '=', unguessed(actor, 'text'));
  if (operation) query = query.where('operation', '=', unguessed(operation, 'text'));
  // Numbers follow the time, so a time is looked up once and the list stays in their order.
  if (from) query = query.where(sql<SqlBool>`seq >= (${firstSince(tenantId, from)})`);
  if (to) query = query.where(sql<SqlBool>`seq < coalesce((${firstSince(tenantId, to)}), ${Number.MAX_SAFE_INTEGER})`);
  return NEWEST.page(query, ask).execute();
};

const firstSince = (tenantId: number, at: Date) =>
  sql`select seq from audit where tenant_id = ${tenantId} and at >= ${at} order by at, seq limit 1`;

const MOST_NAMES = 200;
/** Every value of a column, found by a step along its index each. */
async function valuesOf(db: Db, tenantId: number, column: 'actor' | 'operation'): Promise<string[]> {
  const name = sql.ref(column);
  const { rows } = await sql<{ value: string }>`
    with recursive step(value, n) as (
      (select ${name}, 1 from audit where tenant_id = ${tenantId} order by ${name} limit 1)
      union all
      select (select ${name} from audit where tenant_id = ${tenantId} and ${name} > step.value order by ${name} limit 1), n + 1
      from step where step.value is not null and n < ${MOST_NAMES})
    select value from step where value is not null`.execute(db);
  return rows.map((row) => row.value);
}

export const auditedOperations = (db: Db, tenantId: number) => valuesOf(db, tenantId, 'operation');

/** Who stands in the audit, each by the name of their last entry. */
export async function auditedActors(db: Db, tenantId: number): Promise<{ value: string; name: string }[]> {
  const actors = await valuesOf(db, tenantId, 'actor');
  const { rows } = await sql<{ value: string; name: string }>`
    select a.actor as value, l.actor_name as name from unnest(${actors}::text[]) as a(actor) cross join lateral (
      select actor_name from audit where tenant_id = ${tenantId} and actor = a.actor order by seq desc limit 1) as l`.execute(
    db,
  );
  return rows;
}

/** The log from its beginning, so many rows at a time. */
export const auditFrom = (db: Db, tenantId: number, after: number, limit: number) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();

/** Number and proof of the last row that was written. */
export const auditHead = (db: Db, tenantId: number) =>
  db.selectFrom('audit_head').select(['seq', 'proof']).where('tenant_id', '=', tenantId).executeTakeFirst();

/** Staff and keys by what they are called. */
export async function ownTargets(db: Db, tenantId: number, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, '员工 ' || name as name from staff where tenant_id = ${tenantId} and id = any(${ids}::uuid[])
    union all select id, '密钥 ' || name from staff_app_key where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
