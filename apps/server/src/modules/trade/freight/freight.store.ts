import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { DB } from '../../../platform/db/generated.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { FreightInput, FreightTerms } from './freight.api.ts';

export type TemplateRow = Selectable<DB['freight_template']>;
export const termsOf = (row: TemplateRow): FreightTerms => row.terms as unknown as FreightTerms;

const templates = (db: Db, tenantId: number) =>
  db.selectFrom('freight_template').selectAll().where('tenant_id', '=', tenantId);
/** All of a shop, the default one first. */
export const templateRows = (db: Db, tenantId: number): Promise<TemplateRow[]> =>
  templates(db, tenantId).orderBy('is_default', 'desc').orderBy('name').execute();
export const templateRow = (db: Db, tenantId: number, id: string): Promise<TemplateRow | undefined> =>
  templates(db, tenantId).where('id', '=', id).executeTakeFirst();
export const lockTemplates = (tx: Tx, tenantId: number): Promise<TemplateRow[]> =>
  templates(tx, tenantId).orderBy('id').forUpdate().execute();

const columnsOf = ({ name, terms }: FreightInput) => ({ name, terms: JSON.stringify(terms), updated_at: now() });
export const insertTemplate = (tx: Tx, tenantId: number, id: string, input: FreightInput): Promise<TemplateRow> =>
  tx
    .insertInto('freight_template')
    .values({ tenant_id: tenantId, id, ...columnsOf(input), version: 1 })
    .returningAll()
    .executeTakeFirstOrThrow();
/** Replaces one that still is at `version`; undefined when it is not. */
export const replaceTemplate = (
  tx: Tx,
  tenantId: number,
  id: string,
  version: number,
  input: FreightInput,
): Promise<TemplateRow | undefined> =>
  tx
    .updateTable('freight_template')
    .set({ ...columnsOf(input), version: version + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
export const removeTemplate = (tx: Tx, tenantId: number, id: string) =>
  tx.deleteFrom('freight_template').where('tenant_id', '=', tenantId).where('id', '=', id).execute();

/** Makes one the default, or none. The one before steps back first: an index lets only one be it. */
export async function setDefault(tx: Tx, tenantId: number, id: string | null): Promise<void> {
  const all = tx.updateTable('freight_template').where('tenant_id', '=', tenantId);
  await all.set({ is_default: false }).where('is_default', '=', true).execute();
  if (id) await all.set({ is_default: true }).where('id', '=', id).execute();
}

export const countTemplates = async (db: Db, tenantId: number): Promise<number> =>
  (
    await db
      .selectFrom('freight_template')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow()
  ).count;

/** Freight templates by what they are called, for the audit. */
export async function templateNames(db: Db, tenantId: number, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('freight_template')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, `运费模板 ${name}`]));
}
