import { authorizeUrl, isMisconfiguration, WechatApiError, WechatError } from '@jishi/wechat';
import { agentOf } from '../../../kernel/device.ts';
import { newId } from '../../../kernel/ids.ts';
import { maskPhone } from '../../../kernel/mask.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import { type MerchantAccount, type Wechat, wechatOf } from '../tenant/index.ts';
import * as api from './customer.api.ts';
import { isCodeRefused } from './customer.rules.ts';
import * as service from './customer.service.ts';
import * as store from './customer.store.ts';
import { registerDesk } from './desk.routes.ts';
import { registerSessions } from './session.routes.ts';
import { insertSession } from './session.store.ts';

export const customer: Module = { name: 'identity/customer', register };

function register(platform: Platform): void {
  const wechat = wechatOf(platform);
  fillSealed(platform);
  sessionRoutes(platform, wechat);
  profileRoutes(platform, wechat);
  addressRoutes(platform);
  registerSessions(platform);
  registerDesk(platform);
}

function fillSealed({ slots }: Platform): void {
  slots.fill(sealedColumns, {
    table: 'customer',
    column: 'phone',
    key: ['id'],
    place: (tenantId, { id = '' }) => service.phonePlace(tenantId, id),
    mark: { column: 'phone_mark', purpose: 'phone', of: (phone) => phone },
  });
  slots.fill(sealedColumns, { ...service.sealedDelivery, table: 'customer_address', column: 'sealed' });
}

type Phone = Pick<store.CustomerRow, 'id' | 'phone'>;
const phoneOf = ({ secrets }: Platform, tenantId: number, { id, phone }: Phone): string | null =>
  phone ? maskPhone(secrets.open(service.phonePlace(tenantId, id), phone)) : null;

const view = (platform: Platform, c: store.CustomerRow): api.CustomerView => ({
  id: c.id,
  nickname: c.nickname,
  avatar: c.avatar,
  phone: phoneOf(platform, c.tenant_id, c),
  createdAt: c.created_at.toISOString(),
});

/** WeChat said no to a code: the shopper signs in again. Anything else is not the shopper's fault, and somebody should see it. */
const refusedBy =
  ({ log }: Platform, tenantId: number) =>
  (error: unknown): never => {
    if (error instanceof WechatApiError && isCodeRefused(error.errcode))
      throw api.customerRefusals.WECHAT_CODE_INVALID({ errcode: error.errcode });
    if (!(error instanceof WechatError)) throw error;
    log.error({ err: error, tenantId }, 'WeChat could not be asked about a shopper');
    throw isMisconfiguration(error) ? common.WECHAT_MISCONFIGURED() : common.UPSTREAM();
  };

type Who = Parameters<typeof service.customerFor>[2];
/** Whom a code stands for. The channel says whose code it is: openids belong to the mini program or to the official account. */
async function whoIs(account: MerchantAccount, channel: 'weapp' | 'h5', code: string): Promise<Who> {
  if (channel === 'weapp') {
    const { openid, unionid = null } = await account.miniProgram.codeToSession(code);
    return { appid: account.appid, openid, unionid };
  }
  const { officialAccount, officialAppid } = account;
  if (!officialAccount || !officialAppid) throw api.customerRefusals.OFFICIAL_ACCOUNT_MISSING();
  const { openid, unionid = null, is_snapshotuser } = await officialAccount.codeToAccess(code);
  if (is_snapshotuser === 1) throw api.customerRefusals.WECHAT_SNAPSHOT();
  return { appid: officialAppid, openid, unionid };
}

function sessionRoutes(platform: Platform, wechat: Wechat): void {
  const { http, database, principals } = platform;
  http.steps(api.loginCustomer, async ({ actor: { tenantId }, body, req }) => {
    const account = await wechat.account(tenantId);
    const who = await whoIs(account, body.channel, body.code).catch(refusedBy(platform, tenantId));
    const sessionId = newId();
    const { customer, token, expiresAt } = await database.inTx(tenantId, async (tx) => {
      const customer = await service.customerFor(tx, tenantId, who);
      const pass = principals.shopperToken(tenantId, customer.id, sessionId);
      const agent = agentOf(req.headers['user-agent']);
      await insertSession(tx, tenantId, { id: sessionId, customer_id: customer.id, agent, expires_at: pass.expiresAt });
      return { customer, ...pass };
    });
    return { token, expiresAt: expiresAt.toISOString(), customer: view(platform, customer) };
  });
  http.read(api.getLoginPage, async ({ actor: { tenantId }, query }) => {
    const { officialAppid: appid, openBaseUrl } = await wechat.account(tenantId);
    if (!appid) throw api.customerRefusals.OFFICIAL_ACCOUNT_MISSING();
    return { url: authorizeUrl({ openBaseUrl, appid, ...query, scope: 'snsapi_userinfo' }) };
  });
}

function profileRoutes(platform: Platform, wechat: Wechat): void {
  const { http, database, secrets } = platform;
  http.read(api.getMe, async ({ actor, db }) => {
    const row = await store.customerRow(db, actor.tenantId, actor.customerId);
    if (!row) throw common.UNAUTHENTICATED();
    return view(platform, row);
  });
  http.change(api.updateMe, async ({ actor, body, tx }) => {
    const row = await store.updateCustomer(tx, actor.tenantId, actor.customerId, { nickname: body.nickname });
    if (!row) throw common.UNAUTHENTICATED();
    return view(platform, row);
  });
  http.steps(api.bindPhone, async ({ actor, body }) => {
    const { miniProgram, appid } = await wechat.account(actor.tenantId);
    // Named, so that WeChat takes no code of somebody else.
    const openid = await store.openidOf(database.forTenant(actor.tenantId), actor.tenantId, actor.customerId, appid);
    const { purePhoneNumber } = await miniProgram
      .phoneNumber(body.code, openid ?? undefined)
      .catch(refusedBy(platform, actor.tenantId));
    return view(
      platform,
      await database.inTx(actor.tenantId, (tx) => service.bindPhone(tx, actor, purePhoneNumber, secrets)),
    );
  });
}

function addressRoutes({ http, secrets }: Platform): void {
  http.read(api.listAddresses, async ({ actor, db }) => ({
    items: (await store.addressRows(db, actor.tenantId, actor.customerId)).map((row) =>
      service.openAddress(secrets, actor.tenantId, row),
    ),
  }));
  http.change(api.createAddress, ({ actor, body, tx }) => service.addAddress(tx, actor, body, secrets));
  http.change(api.updateAddress, ({ actor, params, body, tx }) =>
    service.changeAddress(tx, actor, params.id, body, secrets),
  );
  http.change(api.deleteAddress, async ({ actor, params, tx }) => {
    if (!(await store.removeAddress(tx, actor.tenantId, actor.customerId, params.id))) throw common.NOT_FOUND();
    return undefined;
  });
}

/** Nicknames and masked phones for staff. */
export const customerNames = async (platform: Platform, db: Db, tenantId: number, ids: string[]) =>
  new Map(
    (await store.customersByIds(db, tenantId, ids)).map((c) => [
      c.id,
      { nickname: c.nickname, phone: phoneOf(platform, tenantId, c) },
    ]),
  );
