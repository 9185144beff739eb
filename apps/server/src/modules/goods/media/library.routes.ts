import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { namesOf } from '../../identity/staff/index.ts';
import { readSettings } from '../../identity/tenant/index.ts';
import * as store from './library.store.ts';
import * as api from './media.api.ts';

const view = (row: store.ItemRow) => ({
  id: row.id,
  url: row.picture,
  name: row.name,
  folder: row.folder,
  width: row.width,
  height: row.height,
  bytes: row.bytes,
  createdAt: row.created_at.toISOString(),
});

/** The shop's pictures as staff look for them. */
export function registerLibrary(platform: Platform): void {
  const { http } = platform;
  http.read(api.listMedia, async ({ actor: { tenantId }, query: { keyword, ...ask }, db }) => {
    const name = keyword?.trim();
    if (name) return { items: (await store.itemsNamed(db, tenantId, name)).map(view), next: null };
    return pageOf(await store.newest(db, tenantId, ask), ask.limit, view);
  });
  http.read(api.listMediaFolders, async ({ actor: { tenantId }, db }) => ({
    items: await store.folders(db, tenantId),
  }));
  http.read(api.listMediaUses, async ({ actor: { tenantId }, params: { id }, db }) => ({
    items: await usesOf(platform, db, tenantId, await itemOf(db, tenantId, id)),
  }));
  http.change(api.updateMedia, async ({ actor: { tenantId }, params: { id }, body, tx }) => {
    await store.changeItems(tx, tenantId, [id], { name: body.name.trim(), folder: body.folder.trim() });
    return view(await itemOf(tx, tenantId, id));
  });
  http.change(api.moveMedia, async ({ actor: { tenantId }, body, tx }) => ({
    moved: await store.changeItems(tx, tenantId, body.ids, { folder: body.folder.trim() }),
  }));
  http.change(api.deleteMedia, async ({ actor: { tenantId }, params: { id }, tx }) => {
    const item = await itemOf(tx, tenantId, id);
    if ((await usesOf(platform, tx, tenantId, item)).length > 0) throw api.mediaRefusals.MEDIA_IN_USE();
    await store.removeItem(tx, tenantId, id);
    return undefined;
  });
}

async function itemOf(db: Db, tenantId: number, id: string): Promise<store.ItemRow> {
  const row = await store.itemRow(db, tenantId, id);
  if (!row) throw common.NOT_FOUND();
  return row;
}

/** What shows a picture, each in words; one that nobody can name any more is shown by none. */
async function usesOf({ slots }: Platform, db: Db, tenantId: number, { picture }: store.ItemRow) {
  const owners = await store.usersOf(db, tenantId, picture);
  const names = await namesOf({ slots }, db, tenantId, owners);
  const { logo, licence, banners } = await readSettings(db, tenantId);
  const settings = [
    logo === picture ? '店标' : '',
    licence.picture === picture ? '营业执照' : '',
    banners.some((banner) => banner.picture === picture) ? '首页轮播' : '',
  ].filter((name) => name !== '');
  return [
    ...owners.flatMap((owner) => (names.has(owner) ? [{ owner, name: names.get(owner) ?? '' }] : [])),
    ...settings.map((name) => ({ owner: null, name })),
  ];
}
