import { changesOf } from '../../../kernel/changes.ts';
import type { Db } from '../../../platform/db/index.ts';
import { pageHead } from '../../../platform/http/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import type { Upstreams } from '../../../platform/upstreams.ts';
import { checkRoutes } from './check.routes.ts';
import { messageRoutes } from './message.routes.ts';
import { reminders } from './message.store.ts';
import { usePractice } from './practice.api.ts';
import { connectPractice } from './practice.ts';
import { smsRoutes } from './sms.routes.ts';
import * as api from './tenant.api.ts';
import { isWechatsOwn, profileOf, statusOf } from './tenant.rules.ts';
import * as service from './tenant.service.ts';
import { tokenPlace } from './tenant.wechat.ts';
import { tryConnection } from './trial.wechat.ts';
import { checkedConnection, connectionWrong, type Finding } from './wechat-connection.rules.ts';

/** The shop's look, its settings and its connection to WeChat. */
export const tenant: Module = { name: 'identity/tenant', register };

function register(platform: Platform): void {
  const { http, secrets, slots, upstreams, config } = platform;
  messageRoutes(platform);
  smsRoutes(platform);
  checkRoutes(platform);
  slots.fill(sealedColumns, { table: 'tenant', column: 'wechat', key: [], place: service.connectionPlace });
  slots.fill(sealedColumns, {
    table: 'tenant_token',
    column: 'sealed',
    key: ['appid'],
    place: (tenantId, { appid = '' }) => tokenPlace(tenantId, appid),
  });
  fillPageHead(platform);
  settingsRoutes(platform);
  const status = async (db: Db, tenantId: number) => {
    const { sealedConnection: sealed, code } = await service.shopOf(db, tenantId);
    const connection = sealed === null ? null : service.openConnection(secrets, tenantId, sealed);
    const address = `${connection?.notifyBaseUrl ?? config.publicUrl}/wechat/message/${code}`;
    const said = (await reminders(db, tenantId)).map((r) => ({
      at: r.received_at.toISOString(),
      text: r.reminder ?? '',
    }));
    return statusOf(connection, { address, reminders: said });
  };
  http.read(api.getWechatStatus, ({ actor: { tenantId }, db }) => status(db, tenantId));
  http.steps(usePractice, async ({ actor: { tenantId }, db }) => {
    await connectPractice(platform, tenantId);
    service.forgetShop(db);
    return status(db, tenantId);
  });
  http.change(api.putWechatConnection, {
    before: async ({ actor: { tenantId }, body: { force, keeps, ...given } }) => {
      const before = keeps ? await service.storedConnection(platform, tenantId) : null;
      const connection = checkedConnection(given, before);
      const inner = await unreachable(upstreams, connection);
      if (inner.length > 0) throw connectionWrong(inner);
      const { wrong, silent } = await tryConnection(connection);
      if (wrong.length > 0) throw connectionWrong(wrong);
      if (silent.length > 0 && !force) throw api.tenantRefusals.WECHAT_UNTRIED({ silent });
      return connection;
    },
    change: ({ actor: { tenantId }, tx, seen: connection, notes }) => {
      Object.assign(notes, { mchid: connection.mchid, appid: connection.appid, payBaseUrl: connection.payBaseUrl });
      return service.saveConnection(tx, secrets, tenantId, connection);
    },
    after: ({ actor: { tenantId }, db }) => {
      service.forgetShop(db);
      return status(db, tenantId);
    },
  });
}

/** What every page of the storefront says of the shop to search engines and chats. */
function fillPageHead({ slots }: Platform): void {
  slots.fill(pageHead, async (db, tenantId, { page }) => {
    const { settings: shop } = await service.shopOf(db, tenantId);
    const [banner] = shop.banners;
    return {
      title: shop.name,
      description: shop.slogan || shop.notice,
      picture: shop.logo || banner?.picture || '',
      icon: shop.logo,
      first: page === 'pages/home' && banner?.picture ? [`${banner.picture}?w=720`] : [],
      shop: { name: shop.name, notice: shop.notice, banner: banner?.picture ?? '' },
    };
  });
}

/** What shoppers see of the shop, and how its staff change it. */
function settingsRoutes({ http }: Platform): void {
  http.read(api.getShopProfile, async ({ actor: { tenantId }, db }) =>
    profileOf(await service.readSettings(db, tenantId)),
  );
  http.read(api.getSettings, ({ actor: { tenantId }, db }) => service.versionedSettings(db, tenantId));
  http.change(api.putSettings, {
    change: async ({ actor: { tenantId }, body: { version, ...settings }, tx, notes }) => {
      Object.assign(notes, changesOf(await service.readSettings(tx, tenantId), settings));
      await service.saveSettings(tx, tenantId, version, settings);
    },
    // What is remembered may be dropped only after the commit.
    after: ({ actor: { tenantId }, db }) => {
      service.forgetShop(db);
      return service.versionedSettings(db, tenantId);
    },
  });
  http.read(api.getShopText, ({ actor: { tenantId }, params: { name }, db }) => service.wordingOf(db, tenantId, name));
  http.change(api.putShopText, async ({ actor: { tenantId }, params: { name }, body, tx }) => {
    await service.saveWording(tx, tenantId, name, body);
    return service.wordingOf(tx, tenantId, name);
  });
}

/** The addresses of a connection that this server calls, when it must not. WeChat's own need no question. */
async function unreachable(upstreams: Upstreams, connection: api.WechatConnection): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const field of ['payBaseUrl', 'apiBaseUrl'] as const) {
    if (isWechatsOwn(connection[field])) continue;
    const message = await upstreams.trouble(connection[field]);
    if (message) findings.push({ field, message });
  }
  return findings;
}
