import { nowMs, SECOND } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Database, Db, Tx } from '../../../platform/db/index.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import type { ShopSettings, TextName, WechatConnection } from './tenant.api.ts';
import { checkSettings, defaultSettings, settingsInForce } from './tenant.rules.ts';
import * as store from './tenant.store.ts';
import { checkedConnection } from './wechat-connection.rules.ts';

/** How long other processes may go on with settings or a connection that changed. */
const KNOWN_MS = 5 * SECOND;
export const connectionPlace = (tenantId: number): Place => ({
  tenantId,
  purpose: 'wechat-connection',
  row: String(tenantId),
});

export interface Shop {
  code: string;
  settings: ShopSettings;
  /** Of the settings. */
  version: number;
  /** The WeChat connection as it is stored; null: not connected. */
  sealedConnection: string | null;
}

/** Kept with the connection it was read through, so a transaction never sees, or leaves behind, what another remembers. */
const known = new WeakMap<Db, { untilMs: number; shop: Promise<Shop> }>();

/** The shop, remembered for five seconds. Refuses with UNKNOWN_TENANT. */
export function shopOf(db: Db, tenantId: number): Promise<Shop> {
  const held = known.get(db);
  if (held && held.untilMs > nowMs()) return held.shop;
  const shop = readShop(db, tenantId);
  const entry = { untilMs: nowMs() + KNOWN_MS, shop };
  known.set(db, entry);
  shop.catch(() => {
    if (known.get(db) === entry) known.delete(db);
  });
  return shop;
}

/** Makes the next read ask the database; called after a change was committed. */
export const forgetShop = (db: Db): void => {
  known.delete(db);
};

async function readShop(db: Db, tenantId: number): Promise<Shop> {
  const row = await store.tenantRow(db, tenantId);
  if (!row) throw common.UNKNOWN_TENANT();
  const settings = settingsInForce(row.name, row.settings);
  return { code: row.code, settings, version: row.version, sealedConnection: row.wechat };
}

/** The settings with their version, as they are now. Refuses with UNKNOWN_TENANT. */
export async function versionedSettings(db: Db, tenantId: number): Promise<ShopSettings & { version: number }> {
  const { settings, version } = await readShop(db, tenantId);
  return { ...settings, version };
}

/** The settings in force, remembered for five seconds: cheap enough for every quote. */
export const readSettings = async (db: Db, tenantId: number): Promise<ShopSettings> =>
  (await shopOf(db, tenantId)).settings;

/**
 * Opens a shop; the transaction must be the new tenant's own (`database.inTx(tenantId, …)`), or the tenant wall refuses the row; its
 * number is one of `newTenantId`. `hosts` are the host names, with port where it is not the usual one, under which it answers;
 * ANY_HOST stands for all that no shop names.
 */
export async function createTenant(
  tx: Tx,
  input: { tenantId: number; code: string; name: string; settings?: Partial<ShopSettings>; hosts?: string[] },
): Promise<void> {
  const settings = { ...defaultSettings(input.name), ...input.settings, name: input.name };
  checkSettings(settings);
  await store.insertTenant(tx, { tenantId: input.tenantId, code: input.code, name: input.name, settings });
  for (const host of input.hosts ?? []) await store.insertDomain(tx, input.tenantId, host);
}

/** Replaces the settings at `version`. Refuses with BAD_INPUT or CONFLICT; the caller calls `forgetShop` after the commit. */
export async function saveSettings(tx: Tx, tenantId: number, version: number, settings: ShopSettings): Promise<void> {
  checkSettings(settings);
  if (!(await store.replaceSettings(tx, tenantId, version, settings))) throw common.CONFLICT();
  known.delete(tx);
}

/** A text of the merchant's own; an empty one counts as none. */
export async function wordingOf(db: Db, tenantId: number, name: TextName) {
  const row = await store.textRow(db, tenantId, name);
  return row
    ? { text: row.text || null, changedAt: row.changed_at.toISOString(), version: row.version }
    : { text: null, changedAt: null, version: 0 };
}

/** Writes a text of the merchant's own over its `version` (0: none yet). Refuses with CONFLICT. */
export async function saveWording(
  tx: Tx,
  tenantId: number,
  name: TextName,
  { text, version }: { text: string; version: number },
): Promise<void> {
  if (!(await store.replaceText(tx, { tenantId, name, text, version, atMs: nowMs() }))) throw common.CONFLICT();
}

/** Seals and keeps the connection to WeChat. Refuses with WECHAT_CONNECTION_WRONG; then as `saveSettings`. */
export async function saveConnection(
  tx: Tx,
  secrets: Secrets,
  tenantId: number,
  connection: WechatConnection,
): Promise<void> {
  const sealed = secrets.seal(connectionPlace(tenantId), JSON.stringify(checkedConnection(connection)));
  await store.replaceConnection(tx, tenantId, sealed);
  known.delete(tx);
}

/** The connection as it is stored; null when the shop has none. */
export async function storedConnection(
  { database, secrets }: { database: Database; secrets: Secrets },
  tenantId: number,
): Promise<WechatConnection | null> {
  const row = await store.tenantRow(database.forTenant(tenantId), tenantId);
  return row?.wechat ? openConnection(secrets, tenantId, row.wechat) : null;
}

export const openConnection = (secrets: Secrets, tenantId: number, sealed: string): WechatConnection =>
  JSON.parse(secrets.open(connectionPlace(tenantId), sealed)) as WechatConnection;
