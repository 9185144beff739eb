import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { TemplateParam, TermInput, TermKind } from './term.api.ts';

export const termsOf = (db: Db, tenantId: number, kind: TermKind) =>
  db
    .selectFrom('catalog_term')
    .select(['id', 'name', 'note', 'picture'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .orderBy('position')
    .orderBy('id')
    .execute();
export type TermRow = Awaited<ReturnType<typeof termsOf>>[number];

/** One list at a time is changed of a shop: two people who save at once see each other. */
export const lockTerms = (tx: Tx, tenantId: number, kind: TermKind) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`catalog_term/${tenantId}/${kind}`}, 0))`.execute(tx);

/** Replaces the terms of a kind; those with an id that is known keep it. Returns their ids. */
export async function replaceTerms(
  tx: Tx,
  tenantId: number,
  kind: TermKind,
  items: readonly TermInput[],
  known: ReadonlySet<string>,
): Promise<string[]> {
  const rows = items.map((item, position) => ({
    id: item.id && known.has(item.id) ? item.id : newId(),
    name: item.name,
    note: item.note,
    picture: item.picture,
    position,
  }));
  await tx.deleteFrom('catalog_term').where('tenant_id', '=', tenantId).where('kind', '=', kind).execute();
  await sql`
    insert into catalog_term (tenant_id, kind, id, name, note, picture, position)
    select ${tenantId}, ${kind}, t.* from json_to_recordset(${JSON.stringify(rows)}::json)
      as t(id uuid, name text, note text, picture text, position integer)`.execute(tx);
  return rows.map(({ id }) => id);
}

export const removeTerm = (tx: Tx, tenantId: number, id: string) =>
  tx.deleteFrom('catalog_term').where('tenant_id', '=', tenantId).where('id', '=', id).execute();

/** Gives goods of a brand, a unit or a promise its new name (`names`: from → to), also in what is serialised; returns their ids. */
export async function renameInGoods(
  tx: Tx,
  tenantId: number,
  kind: TermKind,
  names: ReadonlyMap<string, string>,
): Promise<string[]> {
  if (names.size === 0) return [];
  const map = JSON.stringify(Object.fromEntries(names));
  const { rows } =
    kind === 'service'
      ? await sql<{ id: string }>`
          update catalog_goods g
          set services = renamed.list, page = jsonb_set(g.page::jsonb, '{services}', renamed.list)::text,
            version = g.version + 1, updated_at = ${now()}
          from (
            select o.id, jsonb_agg(coalesce(${map}::jsonb ->> s.name, s.name) order by s.place) as list
            from catalog_goods o, jsonb_array_elements_text(o.services) with ordinality as s(name, place)
            where o.tenant_id = ${tenantId} and o.services ?| ${[...names.keys()]}::text[] group by o.id) as renamed
          where g.tenant_id = ${tenantId} and g.id = renamed.id returning g.id`.execute(tx)
      : await sql<{ id: string }>`
          update catalog_goods
          set ${sql.ref(kind)} = ${map}::jsonb ->> ${sql.ref(kind)},
            page = jsonb_set(page::jsonb, array[${kind}::text], ${map}::jsonb -> ${sql.ref(kind)})::text,
            version = version + 1, updated_at = ${now()}
          where tenant_id = ${tenantId} and ${sql.ref(kind)} = any(${[...names.keys()]}::text[]) returning id`.execute(
          tx,
        );
  return rows.map(({ id }) => id);
}

/** The parameters of these categories, in their order. */
export async function templatesOf(
  db: Db,
  tenantId: number,
  categoryIds: readonly string[],
): Promise<Map<string, TemplateParam[]>> {
  const rows = await db
    .selectFrom('catalog_template')
    .select(['category_id', 'params'])
    .where('tenant_id', '=', tenantId)
    .where('category_id', '=', sql<string>`any(${[...categoryIds]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.category_id, row.params as TemplateParam[]]));
}

export const putTemplate = (tx: Tx, tenantId: number, categoryId: string, params: readonly TemplateParam[]) =>
  tx
    .insertInto('catalog_template')
    .values({ tenant_id: tenantId, category_id: categoryId, params: JSON.stringify(params) })
    .onConflict((c) => c.columns(['tenant_id', 'category_id']).doUpdateSet({ params: JSON.stringify(params) }))
    .execute();
