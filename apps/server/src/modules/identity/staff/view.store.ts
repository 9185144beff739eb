import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/db/index.ts';

export const viewsOf = (db: Db, tenantId: number, staffId: string, list: string) =>
  db
    .selectFrom('staff_view')
    .select(['id', 'name', 'look'])
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('list', '=', list)
    .orderBy('name')
    .execute();

export interface NewView {
  id: string;
  staffId: string;
  list: string;
  name: string;
  look: string;
}
/** Puts a view in the place of the one with its name; the sealed look belongs to the row's id, so that changes with it. */
export const putView = (tx: Tx, tenantId: number, v: NewView) =>
  sql`
    insert into staff_view (tenant_id, id, staff_id, list, name, look)
    values (${tenantId}, ${v.id}, ${v.staffId}, ${v.list}, ${v.name}, ${v.look})
    on conflict (tenant_id, staff_id, list, name) do update set id = excluded.id, look = excluded.look`.execute(tx);

/** Whether there was such a view of this person. */
export async function removeView(tx: Tx, tenantId: number, staffId: string, id: string): Promise<boolean> {
  const done = await tx
    .deleteFrom('staff_view')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('id', '=', id)
    .executeTakeFirst();
  return done.numDeletedRows === 1n;
}
