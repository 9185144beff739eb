import type { Module, Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import * as api from './tenant.api.ts';
import { profileOf, statusOf } from './tenant.rules.ts';
import * as service from './tenant.service.ts';
import { tokenPlace } from './tenant.wechat.ts';
import { tryConnection } from './trial.wechat.ts';
import { checkedConnection, connectionWrong } from './wechat-connection.rules.ts';

/** The shop's look, its settings and its connection to WeChat. */
export const tenant: Module = { name: 'identity/tenant', register };

function register({ http, database, secrets, slots }: Platform): void {
  slots.fill(sealedColumns, { table: 'tenant', column: 'wechat', key: [], place: service.connectionPlace });
  slots.fill(sealedColumns, {
    table: 'tenant_token',
    column: 'sealed',
    key: ['appid'],
    place: (tenantId, { appid = '' }) => tokenPlace(tenantId, appid),
  });
  http.read(api.getShopProfile, async ({ actor: { tenantId }, db }) =>
    profileOf(await service.readSettings(db, tenantId)),
  );
  http.read(api.getSettings, ({ actor: { tenantId }, db }) => service.readSettings(db, tenantId));
  // In steps, because what is remembered may be dropped only after the commit.
  http.steps(api.putSettings, async ({ actor: { tenantId }, body, db }) => {
    await database.inTx(tenantId, (tx) => service.saveSettings(tx, tenantId, body));
    service.forgetShop(db);
    return service.readSettings(db, tenantId);
  });
  const status = async (db: Parameters<typeof service.shopOf>[0], tenantId: number) => {
    const { sealedConnection: sealed } = await service.shopOf(db, tenantId);
    return statusOf(sealed === null ? null : service.openConnection(secrets, tenantId, sealed));
  };
  http.read(api.getWechatStatus, ({ actor: { tenantId }, db }) => status(db, tenantId));
  http.steps(api.putWechatConnection, async ({ actor: { tenantId }, body: { force, ...given }, db }) => {
    const connection = checkedConnection(given);
    const { wrong, silent } = await tryConnection(connection);
    if (wrong.length > 0) throw connectionWrong(wrong);
    if (silent.length > 0 && !force) throw api.tenantRefusals.WECHAT_UNTRIED({ silent });
    await database.inTx(tenantId, (tx) => service.saveConnection(tx, secrets, tenantId, connection));
    service.forgetShop(db);
    return status(db, tenantId);
  });
}
