import { authorizeUrl, isMisconfiguration, WechatApiError, WechatError } from '@jishi/wechat';
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
import { joinAgain, moveAll, phonePlace, type Who } from './identity.service.ts';
import { identityOwner, openidOf } from './identity.store.ts';
import { loginCodeRoutes } from './login-code.routes.ts';
import { registerOwnData } from './own-data.routes.ts';
import { registerSessions } from './session.routes.ts';
import { phoneOf, SignIn, view } from './sign-in.ts';

export const customer: Module = { name: 'identity/customer', register };

function register(platform: Platform): void {
  const wechat = wechatOf(platform);
  const ended = registerSessions(platform);
  const signIn = new SignIn(platform, ended);
  fillSealed(platform);
  const { jobs, database } = platform;
  jobs.on(joinAgain, ({ tenantId, data }) => database.inTx(tenantId, (tx) => moveAll(tx, platform, data)));
  sessionRoutes(platform, wechat, signIn);
  loginCodeRoutes(platform, signIn);
  profileRoutes(platform, wechat, signIn);
  addressRoutes(platform);
  registerDesk(platform);
  registerOwnData(platform, ended);
}

function fillSealed({ slots }: Platform): void {
  slots.fill(sealedColumns, {
    table: 'customer_identity',
    column: 'sealed',
    key: ['kind', 'app', 'value'],
    reads: ['customer_id'],
    place: (tenantId, { customer_id = '' }) => phonePlace(tenantId, customer_id),
    mark: { column: 'value', purpose: 'phone', of: (phone) => phone },
  });
  slots.fill(sealedColumns, { ...service.sealedDelivery, table: 'customer_address', column: 'sealed' });
}

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

/** Whom a code stands for. The channel says whose code it is: openids belong to the mini program or to the official account. */
async function whoIs(
  account: MerchantAccount,
  channel: 'weapp' | 'h5',
  code: string,
): Promise<Who & { asked: boolean }> {
  if (channel === 'weapp') {
    const { openid, unionid = null } = await account.miniProgram.codeToSession(code);
    return { openid: { appid: account.appid, openid }, unionid, asked: true };
  }
  const { officialAccount, officialAppid } = account;
  if (!officialAccount || !officialAppid) throw api.customerRefusals.OFFICIAL_ACCOUNT_MISSING();
  const { openid, unionid = null, scope, is_snapshotuser } = await officialAccount.codeToAccess(code);
  if (is_snapshotuser === 1) throw api.customerRefusals.WECHAT_SNAPSHOT();
  return { openid: { appid: officialAppid, openid }, unionid, asked: scope !== 'snsapi_base' };
}

function sessionRoutes(platform: Platform, wechat: Wechat, signIn: SignIn): void {
  const { http, database } = platform;
  http.steps(api.loginCustomer, async ({ actor: { tenantId }, body, req }) => {
    const account = await wechat.account(tenantId);
    const { asked, ...who } = await whoIs(account, body.channel, body.code).catch(refusedBy(platform, tenantId));
    // A silent code tells the openid alone. Somebody new is asked, so that the unionid shows whether the mini program knows them.
    if (!asked && !(await isKnown(database.forTenant(tenantId), tenantId, who)))
      throw api.customerRefusals.WECHAT_CONSENT_NEEDED();
    return signIn.open(tenantId, who, req);
  });
  http.read(api.getLoginPage, async ({ actor: { tenantId }, query: { scope = 'userinfo', ...query } }) => {
    const { officialAppid: appid, openBaseUrl } = await wechat.account(tenantId);
    if (!appid) throw api.customerRefusals.OFFICIAL_ACCOUNT_MISSING();
    return { url: authorizeUrl({ openBaseUrl, appid, ...query, scope: `snsapi_${scope}` }) };
  });
  http.read(api.getJsSdkConfig, async ({ actor: { tenantId }, query: { url }, req }) => {
    const { officialAccount } = await wechat.account(tenantId);
    if (!officialAccount) throw api.customerRefusals.OFFICIAL_ACCOUNT_MISSING();
    // Another site's pages are not signed for, whatever it asks.
    if (!URL.canParse(url) || new URL(url).host !== req.host) throw common.BAD_INPUT({ field: 'url' });
    return officialAccount.jsSdkConfig(url);
  });
}

const isKnown = async (db: Db, tenantId: number, { openid }: Who): Promise<boolean> =>
  openid !== undefined &&
  (await identityOwner(db, tenantId, { kind: 'openid', app: openid.appid, value: openid.openid })) !== null;

function profileRoutes(platform: Platform, wechat: Wechat, signIn: SignIn): void {
  const { http, database } = platform;
  http.read(api.getMe, async ({ actor, db }) => {
    const row = await store.customerRow(db, actor.tenantId, actor.customerId);
    if (!row) throw common.UNAUTHENTICATED();
    return view(platform, row);
  });
  http.change(api.updateMe, async ({ actor, body, tx }) => {
    const row = await store.renameCustomer(tx, actor.tenantId, actor.customerId, body.nickname);
    if (!row) throw common.UNAUTHENTICATED();
    return view(platform, row);
  });
  http.steps(api.bindPhone, async ({ actor, body }) => {
    const { miniProgram, appid } = await wechat.account(actor.tenantId);
    // Named, so that WeChat takes no code of somebody else.
    const openid = await openidOf(database.forTenant(actor.tenantId), actor.tenantId, actor.customerId, appid);
    const { purePhoneNumber, countryCode } = await miniProgram
      .phoneNumber(body.code, openid ?? undefined)
      .catch(refusedBy(platform, actor.tenantId));
    const phone = countryCode === '86' ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`;
    return signIn.bind(actor, { phone });
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
