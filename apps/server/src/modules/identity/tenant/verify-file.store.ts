import type { Db, Tx } from '../../../platform/db/index.ts';

export const verifyFileNames = async (db: Db, tenantId: number): Promise<string[]> =>
  (
    await db.selectFrom('tenant_verify_file').select('name').where('tenant_id', '=', tenantId).orderBy('name').execute()
  ).map(({ name }) => name);

export async function verifyFileContent(db: Db, tenantId: number, name: string): Promise<string | null> {
  const row = await db
    .selectFrom('tenant_verify_file')
    .select('content')
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.content ?? null;
}

export const keepVerifyFile = (tx: Tx, tenantId: number, name: string, content: string) =>
  tx
    .insertInto('tenant_verify_file')
    .values({ tenant_id: tenantId, name, content })
    .onConflict((c) => c.columns(['tenant_id', 'name']).doUpdateSet({ content }))
    .execute();

export const dropVerifyFile = (tx: Tx, tenantId: number, name: string) =>
  tx.deleteFrom('tenant_verify_file').where('tenant_id', '=', tenantId).where('name', '=', name).execute();
