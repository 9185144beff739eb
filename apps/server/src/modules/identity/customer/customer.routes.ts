import { WechatApiError, WechatError } from '@jishi/wechat';
import { maskPhone } from '../../../kernel/mask.ts';
import { common } from '../../../kernel/refusal.ts';
import { coalesce, type Db } from '../../../platform/db/index.ts';
import { type Module, type Platform, perPlatform } from '../../../platform/platform.ts';
import { type Wechat, wechatOf } from '../tenant/index.ts';
import * as api from './customer.api.ts';
import { isCodeRefused, loginPage } from './customer.rules.ts';
import * as service from './customer.service.ts';
import * as store from './customer.store.ts';

export const customer: Module = { name: 'identity/customer', register };

function register(platform: Platform): void {
  const wechat = wechatOf(platform);
  sessionRoutes(platform, wechat);
  profileRoutes(platform, wechat);
  addressRoutes(platform);
}

const phoneOf = ({ secrets }: Platform, tenantId: number, sealed: string | null): string | null =>
  sealed ? maskPhone(secrets.open(tenantId, 'phone', sealed)) : null;

const view = (platform: Platform, c: store.CustomerRow): api.CustomerView => ({
  id: c.id,
  nickname: c.nickname,
  avatar: c.avatar,
  phone: phoneOf(platform, c.tenant_id, c.phone),
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
    throw common.UPSTREAM();
  };

function sessionRoutes(platform: Platform, wechat: Wechat): void {
  const { http, database, principals } = platform;
  http.steps(api.loginCustomer, async ({ actor: { tenantId }, body }) => {
    const { miniProgram, appid } = await wechat.account(tenantId);
    const session = await miniProgram.codeToSession(body.code).catch(refusedBy(platform, tenantId));
    const who = { appid, openid: session.openid, unionid: session.unionid ?? null };
    const customer = await database.inTx(tenantId, (tx) => service.customerFor(tx, tenantId, who));
    const { token, expiresAt } = principals.shopperToken(tenantId, customer.id);
    return { token, expiresAt: expiresAt.toISOString(), customer: view(platform, customer) };
  });
  http.read(api.getLoginPage, async ({ actor: { tenantId }, query }) => {
    return { url: loginPage(await wechat.account(tenantId), query.redirect, query.state) };
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
    const miniProgram = await wechat.miniProgram(actor.tenantId);
    const { purePhoneNumber } = await miniProgram.phoneNumber(body.code).catch(refusedBy(platform, actor.tenantId));
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

/** Addresses for the checkout, sealed: what concurrent shoppers ask is read together; another's address is not found. */
export const addressBookOf = perPlatform(({ database }) => {
  const row = coalesce(database, store.addressesByIds);
  return async (tenantId: number, customerId: string, id: string): Promise<service.SealedDelivery | undefined> => {
    const found = await row(tenantId, id);
    return found?.customer_id === customerId ? found : undefined;
  };
});

/** Nicknames and masked phones for staff. */
export const customerNames = async (platform: Platform, db: Db, tenantId: number, ids: string[]) =>
  new Map(
    (await store.customersByIds(db, tenantId, ids)).map((c) => [
      c.id,
      { nickname: c.nickname, phone: phoneOf(platform, tenantId, c.phone) },
    ]),
  );
