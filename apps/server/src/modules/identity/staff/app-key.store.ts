import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export const allKeys = (db: Db, tenantId: number) =>
  db.selectFrom('staff_app_key').selectAll().where('tenant_id', '=', tenantId).orderBy('created_at', 'desc').execute();
export type KeyRow = Awaited<ReturnType<typeof allKeys>>[number];
export const keyBySecret = (db: Db, tenantId: number, hash: string) =>
  db
    .selectFrom('staff_app_key')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('secret_hash', '=', hash)
    .where('active', '=', true)
    .executeTakeFirst();
export const insertKey = (
  tx: Tx,
  tenantId: number,
  k: { id: string; secret_hash: string; name: string; permissions: string[]; addresses: string[] },
) =>
  tx
    .insertInto('staff_app_key')
    .values({ tenant_id: tenantId, created_at: now(), ...k })
    .execute();
export const keyRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('staff_app_key').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
export async function revokeKey(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  const done = await tx
    .updateTable('staff_app_key')
    .set({ active: false })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
export const touchKey = (tx: Tx, tenantId: number, id: string) =>
  tx
    .updateTable('staff_app_key')
    .set({ last_used_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
