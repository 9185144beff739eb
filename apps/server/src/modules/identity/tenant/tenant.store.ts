import { sql } from 'kysely';
import type { Database, Db, Tx } from '../../../platform/db/index.ts';
import type { ShopSettings, TextName } from './tenant.api.ts';

export interface NewTenant {
  tenantId: number;
  /** Names the shop in addresses of call-backs: small letters, digits, hyphens. */
  code: string;
  name: string;
  settings: ShopSettings;
}

export const tenantRow = (db: Db, tenantId: number) =>
  db
    .selectFrom('tenant')
    .select(['code', 'name', 'settings', 'version', 'wechat'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();

/** Ids of all shops, in order: the one question that crosses the tenant wall. */
export async function allTenantIds(database: Database): Promise<number[]> {
  const rows = await database.outside<{ id: number }>('select t as id from tenant_ids() t');
  return rows.map((r) => r.id);
}

/** A number for a new shop, which no shop has or had. */
export async function newTenantId(database: Database): Promise<number> {
  const [row] = await database.outside<{ id: number }>('select tenant_new_id() as id');
  if (!row) throw new Error('no number for a new tenant');
  return row.id;
}

/** As a host: every one that no shop names. One shop may have it; the first one opened does. */
export const ANY_HOST = '*';

export const insertTenant = (tx: Tx, t: NewTenant) =>
  tx
    .insertInto('tenant')
    .values({ tenant_id: t.tenantId, code: t.code, name: t.name, settings: JSON.stringify(t.settings) })
    .execute();

export const insertDomain = (tx: Tx, tenantId: number, host: string) =>
  tx
    .insertInto('tenant_domain')
    .values({ tenant_id: tenantId, host: host.toLowerCase() })
    .onConflict((c) => c.columns(['tenant_id', 'host']).doNothing())
    .execute();

/** The hosts under which a shop answers. */
export const hostsOf = async (db: Db, tenantId: number): Promise<string[]> =>
  (await db.selectFrom('tenant_domain').select('host').where('tenant_id', '=', tenantId).orderBy('host').execute()).map(
    (row) => row.host,
  );

/** Replaces the settings if they still are at `version`; returns whether they were. */
export async function replaceSettings(
  tx: Tx,
  tenantId: number,
  version: number,
  settings: ShopSettings,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tenant')
    .set({ name: settings.name, settings: JSON.stringify(settings), version: version + 1 })
    .where('tenant_id', '=', tenantId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const textRow = (db: Db, tenantId: number, name: TextName) =>
  db
    .selectFrom('tenant_text')
    .select(['text', 'version', 'changed_at'])
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .executeTakeFirst();

/** Writes a text over its `version` (0: none yet); returns whether it still was at it. */
export async function replaceText(
  tx: Tx,
  row: { tenantId: number; name: TextName; text: string; version: number; atMs: number },
): Promise<boolean> {
  const values = { text: row.text, version: row.version + 1, changed_at: new Date(row.atMs) };
  if (row.version === 0) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('tenant_text')
      .values({ tenant_id: row.tenantId, name: row.name, ...values })
      .onConflict((c) => c.columns(['tenant_id', 'name']).doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await tx
    .updateTable('tenant_text')
    .set(values)
    .where('tenant_id', '=', row.tenantId)
    .where('name', '=', row.name)
    .where('version', '=', row.version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const replaceConnection = (tx: Tx, tenantId: number, sealed: string) =>
  tx.updateTable('tenant').set({ wechat: sealed }).where('tenant_id', '=', tenantId).execute();

export const replaceSms = (tx: Tx, tenantId: number, sealed: string | null) =>
  tx.updateTable('tenant').set({ sms: sealed }).where('tenant_id', '=', tenantId).execute();

export async function smsColumn(db: Db, tenantId: number): Promise<string | null> {
  const row = await db.selectFrom('tenant').select('sms').where('tenant_id', '=', tenantId).executeTakeFirst();
  return row?.sms ?? null;
}

export async function tokenRow(
  db: Db,
  tenantId: number,
  appid: string,
): Promise<{ sealed: string; expires_at: Date } | undefined> {
  const found = await sql<{ sealed: string; expires_at: Date }>`
    select sealed, expires_at from tenant_token
    where tenant_id = ${tenantId} and appid = ${appid} and sealed is not null and expires_at is not null`.execute(db);
  return found.rows[0];
}

export const keepToken = (tx: Tx, tenantId: number, appid: string, sealed: string, expiresAt: Date) =>
  sql`
    insert into tenant_token (tenant_id, appid, sealed, expires_at) values (${tenantId}, ${appid}, ${sealed}, ${expiresAt})
    on conflict (tenant_id, appid) do update set sealed = excluded.sealed, expires_at = excluded.expires_at`.execute(
    tx,
  );

/**
 * Takes the lease on fetching a token unless somebody holds it; returns whether it was taken. The database's clock decides,
 * because the processes that compete may run on machines whose clocks differ.
 */
export async function takeLease(tx: Tx, tenantId: number, appid: string, holder: string, ms: number): Promise<boolean> {
  const taken = await sql`
    insert into tenant_token as t (tenant_id, appid, lease_holder, lease_until)
    values (${tenantId}, ${appid}, ${holder}, clock_timestamp() + ${ms} * interval '1 millisecond')
    on conflict (tenant_id, appid) do update set lease_holder = excluded.lease_holder, lease_until = excluded.lease_until
    where t.lease_until is null or t.lease_until <= clock_timestamp()`.execute(tx);
  return Number(taken.numAffectedRows ?? 0) === 1;
}

/** Gives the lease back; nothing happens when it ran out and another holds it. */
export const dropLease = (tx: Tx, tenantId: number, appid: string, holder: string) =>
  sql`
    update tenant_token set lease_holder = null, lease_until = null
    where tenant_id = ${tenantId} and appid = ${appid} and lease_holder = ${holder}`.execute(tx);
