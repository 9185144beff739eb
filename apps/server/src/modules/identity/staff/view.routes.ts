import type { Static } from 'typebox';
import type { Staff } from '../../../kernel/actor.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import type { Place } from '../../../platform/secrets/secrets.ts';
import * as api from './view.api.ts';
import * as store from './view.store.ts';

const MOST_VIEWS = 30;
type Look = Pick<Static<typeof api.putListView.body>, 'filters' | 'columns'>;

const placeOf = (tenantId: number, id: string): Place => ({ tenantId, purpose: 'staff-view', row: id });

/** How a person likes to see the lists of the console; on every computer the same. */
export function registerViews({ http, secrets, slots }: Platform): void {
  slots.fill(sealedColumns, {
    table: 'staff_view',
    column: 'look',
    key: ['id'],
    place: (tenantId, { id = '' }) => placeOf(tenantId, id),
  });
  const lookOf = (tenantId: number, { id, look }: { id: string; look: string }): Look =>
    JSON.parse(secrets.open(placeOf(tenantId, id), look));
  const viewsOf = async (db: Db, { tenantId, staffId }: Staff, list: string) => {
    const rows = await store.viewsOf(db, tenantId, staffId, list);
    return { items: rows.map((row) => ({ id: row.id, name: row.name, ...lookOf(tenantId, row) })) };
  };
  http.read(api.listListViews, ({ actor, params, db }) => viewsOf(db, actor, params.list));
  http.change(api.putListView, async ({ actor, actor: { tenantId, staffId }, params, body, tx }) => {
    const { name, ...look } = body;
    const names = (await store.viewsOf(tx, tenantId, staffId, params.list)).map((row) => row.name);
    if (names.length >= MOST_VIEWS && !names.includes(name)) throw api.viewRefusals.VIEWS_FULL();
    const id = newId();
    const sealed = secrets.seal(placeOf(tenantId, id), JSON.stringify(look));
    await store.putView(tx, tenantId, { id, staffId, list: params.list, name, look: sealed });
    return viewsOf(tx, actor, params.list);
  });
  http.change(api.deleteListView, async ({ actor: { tenantId, staffId }, params, tx }) => {
    if (!(await store.removeView(tx, tenantId, staffId, params.id))) throw common.NOT_FOUND();
    return undefined;
  });
}
