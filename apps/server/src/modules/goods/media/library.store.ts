import { type SqlBool, sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { type Db, type Keyed, keyset, type PageAsk, type Tx } from '../../../platform/db/index.ts';

const NEWEST = keyset('desc', ['id', 'uuid']);
/** Stands behind every text that begins so. */
const LAST = '\u{10FFFF}';
const MOST_NAMED = 100;
const MOST_FOLDERS = 200;
const MOST_USES = 100;

const items = (db: Db, tenantId: number) => db.selectFrom('media_item').selectAll().where('tenant_id', '=', tenantId);
export type ItemRow = Awaited<ReturnType<ReturnType<typeof items>['execute']>>[number];

/** Pictures, the newest first, one more than `limit`. */
export const newest = (
  db: Db,
  tenantId: number,
  { folder, ...ask }: PageAsk & { folder?: string },
): Promise<(ItemRow & Keyed)[]> => {
  const all = items(db, tenantId);
  return NEWEST.page(folder === undefined ? all : all.where('folder', '=', folder), ask).execute();
};

/** Pictures whose names begin so, in the order of names, a hundred at most. */
export const itemsNamed = (db: Db, tenantId: number, name: string) =>
  items(db, tenantId)
    .where(sql<SqlBool>`name >= ${name} and name < ${name + LAST}`)
    .orderBy('name')
    .orderBy('id')
    .limit(MOST_NAMED)
    .execute();

export const itemRow = (db: Db, tenantId: number, id: string) =>
  items(db, tenantId).where('id', '=', id).executeTakeFirst();

/** Folders by name; each is found by a step along the index, so that pictures are not counted. */
export async function folders(db: Db, tenantId: number): Promise<string[]> {
  const { rows } = await sql<{ folder: string }>`
    with recursive step(folder, n) as (
      (select folder, 1 from media_item where tenant_id = ${tenantId} and folder > '' order by folder limit 1)
      union all
      select (select folder from media_item where tenant_id = ${tenantId} and folder > step.folder order by folder limit 1), n + 1
      from step where step.folder is not null and n < ${MOST_FOLDERS})
    select folder from step where folder is not null`.execute(db);
  return rows.map((row) => row.folder);
}

/** Puts a picture into the library, unless it is there. */
export const keepItem = (
  tx: Tx,
  tenantId: number,
  item: Pick<ItemRow, 'picture' | 'name' | 'folder' | 'width' | 'height' | 'bytes'>,
) =>
  tx
    .insertInto('media_item')
    .values({ tenant_id: tenantId, id: newId(), created_at: now(), ...item })
    .onConflict((c) => c.columns(['tenant_id', 'picture']).doNothing())
    .execute();

/** Changes pictures; returns how many there are. */
export async function changeItems(
  tx: Tx,
  tenantId: number,
  ids: string[],
  change: { name?: string; folder: string },
): Promise<number> {
  const done = await tx
    .updateTable('media_item')
    .set(change)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

export const removeItem = (tx: Tx, tenantId: number, id: string) =>
  tx.deleteFrom('media_item').where('tenant_id', '=', tenantId).where('id', '=', id).execute();

/** Who shows a picture. */
export const usersOf = async (db: Db, tenantId: number, picture: string): Promise<string[]> =>
  (
    await db
      .selectFrom('media_use')
      .select('owner')
      .where('tenant_id', '=', tenantId)
      .where('picture', '=', picture)
      .limit(MOST_USES)
      .execute()
  ).map((row) => row.owner);

/** Writes down what an owner shows, in place of what it showed. */
export async function keepUses(tx: Tx, tenantId: number, owner: string, pictures: string[]): Promise<void> {
  await sql`
    delete from media_use where tenant_id = ${tenantId} and owner = ${owner}::uuid and picture <> all(${pictures}::text[])`.execute(
    tx,
  );
  await sql`
    insert into media_use (tenant_id, picture, owner)
    select ${tenantId}, p.picture, ${owner}::uuid from unnest(${[...new Set(pictures)].sort()}::text[]) as p(picture)
    on conflict do nothing`.execute(tx);
}
