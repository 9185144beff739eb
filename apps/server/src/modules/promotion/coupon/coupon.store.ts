import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { type Db, keyset, type PageAsk, plainArray, type Tx, unguessed } from '../../../platform/db/index.ts';
import type { CouponRule, CouponState } from './coupon.api.ts';
import { couponFlow } from './coupon.rules.ts';

export interface CouponRow {
  id: string;
  name: string;
  status: CouponState;
  version: number;
  rule: CouponRule;
  updated_at: Date;
}
const COLUMNS = ['id', 'name', 'status', 'version', 'rule', 'updated_at'] as const;
const DESK = keyset('desc', ['updated_at', 'time'], ['id', 'uuid']);

/** Coupons for the console, latest change first. */
export function couponPage(db: Db, tenantId: number, ask: PageAsk & { state?: CouponState }) {
  let query = db.selectFrom('coupon').select(COLUMNS).where('tenant_id', '=', tenantId);
  if (ask.state) query = query.where('status', '=', unguessed(ask.state, 'text'));
  return DESK.page(query, ask).execute() as unknown as Promise<(CouponRow & { cursor_key: string })[]>;
}

export async function couponRow(db: Db, tenantId: number, id: string): Promise<CouponRow | undefined> {
  return (await couponRows(db, tenantId, [id])).get(id);
}

export async function couponRows(db: Db, tenantId: number, ids: readonly string[]): Promise<Map<string, CouponRow>> {
  const rows = await db
    .selectFrom('coupon')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map((rows as unknown as CouponRow[]).map((row) => [row.id, row]));
}

/** The row, locked until the transaction ends. */
export const lockCoupon = (tx: Tx, tenantId: number, id: string) =>
  tx
    .selectFrom('coupon')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst() as unknown as Promise<CouponRow | undefined>;

/** At most a hundred: `setCouponState` sees to it. */
export const issuingRows = (db: Db, tenantId: number) =>
  db
    .selectFrom('coupon')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'issuing')
    .orderBy('id', 'desc')
    .execute() as unknown as Promise<CouponRow[]>;

/** Whether a coupon was ever issued: without one, nobody holds any. */
export async function hasIssued(db: Db, tenantId: number): Promise<boolean> {
  const row = await db
    .selectFrom('coupon')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '!=', 'draft')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The rules of these versions. */
export async function versionRules(
  db: Db,
  tenantId: number,
  versions: readonly { coupon_id: string; version: number }[],
) {
  const { rows } = await sql<{ coupon_id: string; version: number; rule: CouponRule }>`
    select v.coupon_id, v.version, v.rule
    from (select distinct * from unnest(${plainArray(versions.map((v) => v.coupon_id))}::uuid[],
      ${plainArray(versions.map((v) => v.version))}::integer[])) as a(id, version)
    join coupon_version v on v.tenant_id = ${tenantId} and v.coupon_id = a.id and v.version = a.version`.execute(db);
  return rows;
}

/** One at a time begins to issue: their number is counted under this lock. */
export const lockIssuing = (tx: Tx, tenantId: number) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`coupon-issuing/${tenantId}`}, 0))`.execute(tx);

export async function insertCoupon(tx: Tx, tenantId: number, row: { id: string; name: string; rule: CouponRule }) {
  const at = now();
  await tx
    .insertInto('coupon')
    .values({
      tenant_id: tenantId,
      id: row.id,
      name: row.name,
      status: 'draft',
      version: 1,
      rule: JSON.stringify(row.rule),
      created_at: at,
      updated_at: at,
    })
    .execute();
  await insertVersion(tx, tenantId, { ...row, version: 1 });
}

/** Writes the next version of a coupon whose row is locked. */
export async function replaceCoupon(
  tx: Tx,
  tenantId: number,
  row: { id: string; name: string; rule: CouponRule; version: number },
): Promise<void> {
  await tx
    .updateTable('coupon')
    .set({ name: row.name, rule: JSON.stringify(row.rule), version: row.version, updated_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.id)
    .execute();
  await insertVersion(tx, tenantId, row);
}

const insertVersion = (
  tx: Tx,
  tenantId: number,
  row: { id: string; name: string; rule: CouponRule; version: number },
) =>
  tx
    .insertInto('coupon_version')
    .values({
      tenant_id: tenantId,
      coupon_id: row.id,
      version: row.version,
      name: row.name,
      rule: JSON.stringify(row.rule),
      since: now(),
    })
    .execute();

/** The only way a coupon changes its state; returns whether it did. */
export async function turnCoupon(tx: Tx, tenantId: number, id: string, to: CouponState): Promise<boolean> {
  const done = await tx
    .updateTable('coupon')
    .set({ status: to, updated_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(couponFlow, to))
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Removes a draft; returns whether there was one. */
export async function removeDraft(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('coupon')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .executeTakeFirst();
  if (done.numDeletedRows === 0n) return false;
  await tx.deleteFrom('coupon_version').where('tenant_id', '=', tenantId).where('coupon_id', '=', id).execute();
  return true;
}
