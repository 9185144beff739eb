import { sql } from 'kysely';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { CategoryInput } from './category.api.ts';

export interface CategoryRow {
  id: string;
  name: string;
  parentId: string | null;
  picture: string | null;
  sort: number;
}

export async function allCategories(db: Db, tenantId: number): Promise<CategoryRow[]> {
  const rows = await db
    .selectFrom('catalog_category')
    .select(['id', 'name', 'parent_id', 'picture', 'sort'])
    .where('tenant_id', '=', tenantId)
    .orderBy('sort')
    .orderBy('id')
    .execute();
  return rows.map(({ parent_id, ...row }) => ({ ...row, parentId: parent_id }));
}

export const categoryRow = (db: Db, tenantId: number, id: string) =>
  db
    .selectFrom('catalog_category')
    .select(['id', 'parent_id', 'name', 'picture', 'sort'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

const columnsOf = (c: CategoryInput) => ({ name: c.name, parent_id: c.parentId, picture: c.picture, sort: c.sort });

export async function insertCategory(tx: Tx, tenantId: number, c: CategoryInput): Promise<string> {
  const id = newId();
  await tx
    .insertInto('catalog_category')
    .values({ tenant_id: tenantId, id, ...columnsOf(c) })
    .execute();
  return id;
}

export async function replaceCategory(tx: Tx, tenantId: number, id: string, c: CategoryInput): Promise<boolean> {
  const done = await tx
    .updateTable('catalog_category')
    .set(columnsOf(c))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Numbers categories in this order. */
export const orderCategories = (tx: Tx, tenantId: number, ids: string[]) =>
  sql`
    update catalog_category c set sort = o.place
    from unnest(${ids}::uuid[]) with ordinality as o(id, place)
    where c.tenant_id = ${tenantId} and c.id = o.id and c.sort <> o.place`.execute(tx);

/** Removes a category that nothing hangs on; returns whether it was removed. */
export async function removeCategory(tx: Tx, tenantId: number, id: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('catalog_category as c')
    .where('c.tenant_id', '=', tenantId)
    .where('c.id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('catalog_category as child')
            .select('child.id')
            .where('child.tenant_id', '=', tenantId)
            .where('child.parent_id', '=', id),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('catalog_goods as g')
            .select('g.id')
            .where('g.tenant_id', '=', tenantId)
            .where('g.category_id', '=', id),
        ),
      ),
    )
    .executeTakeFirst();
  return done.numDeletedRows === 1n;
}
