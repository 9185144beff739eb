import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { connectionOf } from '../../../seed.ts';
import { openShop, startApp, TENANT, type TestApp } from '../../../test/app.ts';
import { overlapping } from '../../../test/overlapping.ts';
import { saveConnection, type WechatConnection } from '../tenant/index.ts';
import { forgetShop } from '../tenant/tenant.service.ts';
import { customerFor } from './identity.service.ts';

const HOME = {
  name: '林小满',
  phone: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
  isDefault: false,
};
const signIn = (app: TestApp, code: string, channel = 'weapp') => app.guest.post('/shop/session', { channel, code });
const officialCode = (app: TestApp, person: string) => app.sandbox.control.login(person, 'official-account').code;
const phoneCode = async (app: TestApp, openid: string): Promise<string> => {
  const reply = await fetch(`${app.sandbox.baseUrl}/sandbox/api/phone-code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ openid }),
  });
  return ((await reply.json()) as { code: string }).code;
};
/** Takes the official account, or a part of it, out of the shop's connection. */
const reconnect = async ({ platform, sandbox, address }: TestApp, change: Partial<WechatConnection>) => {
  const connection = { ...connectionOf(sandbox.merchant, address), ...change };
  await platform.database.inTx(TENANT, (tx) => saveConnection(tx, platform.secrets, TENANT, connection));
  forgetShop(platform.database.forTenant(TENANT));
};
const count = async (app: TestApp, table: string): Promise<number> =>
  (await app.sql.query(`select 1 from ${table}`)).rowCount ?? -1;

test('a new person becomes a customer with a name of their own, and the same person is the same customer on either channel', async () => {
  const app = await startApp();
  const first = await signIn(app, app.sandbox.control.login('唐果果').code);
  expect(first.status).toBe(200);
  expect(first.body.customer).toMatchObject({ avatar: '', phone: null });
  expect(first.body.customer.nickname).toMatch(/^微信用户\d{4}$/);
  const again = await signIn(app, officialCode(app, '唐果果'), 'h5');
  expect(again.body.customer.id).toBe(first.body.customer.id);
  const { appid, officialAppid } = app.sandbox.merchant;
  const known = await app.sql.query(
    "select app as appid, value as openid from customer_identity where kind = 'openid' order by app",
  );
  expect(new Set(known.rows.map((row) => row.appid))).toEqual(new Set([appid, officialAppid]));
  expect(new Set(known.rows.map((row) => row.openid)).size).toBe(2);
  const other = await signIn(app, app.sandbox.control.login('周慢慢').code);
  expect(other.body.customer.id).not.toBe(first.body.customer.id);
  expect((await app.as(first.body.token).get('/shop/me')).body).toEqual(first.body.customer);
  expect(await count(app, 'customer')).toBe(2);
});

test('twelve first logins of one person at once make one customer', async () => {
  const app = await startApp();
  const codes = Array.from({ length: 12 }, () => app.sandbox.control.login('唐果果').code);
  const answers = await overlapping(app, 'customer', 12, () => Promise.all(codes.map((code) => signIn(app, code))));
  expect(answers.map((a) => a.status)).toEqual(Array(12).fill(200));
  const ids = answers.map((a) => a.body.customer.id);
  expect(new Set(ids).size).toBe(1);
  expect([await count(app, 'customer'), await count(app, 'customer_identity')]).toEqual([1, 2]);
});

test('one unionid through two apps at once is one customer, and a unionid learned later joins the next app', async () => {
  const app = await startApp();
  const { database } = app.platform;
  const enter = async (appid: string, openid: string, unionid: string | null) =>
    (await database.inTx(TENANT, (tx) => customerFor(tx, app.platform, TENANT, { openid: { appid, openid }, unionid })))
      .customer.id;
  const both = await overlapping(app, 'customer', 2, () =>
    Promise.all([enter('wxa', 'a1', 'u1'), enter('wxb', 'b1', 'u1')]),
  );
  expect(both[0]).toBe(both[1]);
  const known = await enter('wxa', 'a2', null);
  expect(await enter('wxa', 'a2', 'u2')).toBe(known);
  expect(await enter('wxb', 'b2', 'u2')).toBe(known);
  expect([await count(app, 'customer'), await count(app, 'customer_identity')]).toEqual([2, 6]);
});

test('a used or invented code is the shopper’s to mend, a broken WeChat or connection is not', async () => {
  const app = await startApp();
  const { code } = app.sandbox.control.login('唐果果');
  await signIn(app, code);
  for (const wrong of [code, 'invented'])
    expect(await signIn(app, wrong)).toMatchObject({ status: 401, body: { code: 'WECHAT_CODE_INVALID' } });
  app.sandbox.control.addFault({ target: 'interface', action: 'error', path: '/sns/jscode2session', times: 9 });
  const down = await signIn(app, app.sandbox.control.login('周慢慢').code);
  expect(down).toMatchObject({ status: 502, body: { code: 'UPSTREAM' } });
  expect(await count(app, 'customer')).toBe(1);
});

test('a phone number is bound sealed, found by its mark and shown masked', async () => {
  const app = await startApp();
  const { code, openid } = app.sandbox.control.login('唐果果');
  const session = (await signIn(app, code)).body;
  const phone = { code: await phoneCode(app, openid) };
  const shopper = app.as(session.token);
  const bound = await shopper.post('/shop/me/phone', { code: phone.code });
  expect(bound.body.phone).toMatch(/^1\d{2}\*{4}\d{4}$/);
  expect((await shopper.post('/shop/me/phone', { code: phone.code })).body.code).toBe('WECHAT_CODE_INVALID');
  const { rows } = await app.sql.query(
    "select customer_id as id, sealed as phone, value as phone_mark from customer_identity where kind = 'phone'",
  );
  const { secrets } = app.platform;
  const clear = secrets.open({ tenantId: TENANT, purpose: 'phone', row: rows[0].id }, rows[0].phone);
  expect(clear.replace(/^(\d{3})\d{4}/, '$1****')).toBe(bound.body.phone);
  expect(rows[0].phone_mark).toBe(secrets.mark(TENANT, 'phone', clear));
});

test('a phone code of somebody else is not bound', async () => {
  const app = await startApp();
  const shopper = app.as((await signIn(app, app.sandbox.control.login('唐果果').code)).body.token);
  const { openid: other } = app.sandbox.control.login('何川');
  expect((await shopper.post('/shop/me/phone', { code: await phoneCode(app, other) })).body.code).toBe(
    'WECHAT_CODE_INVALID',
  );
  expect((await shopper.get('/shop/me')).body.phone).toBeNull();
});

test('each channel takes its own codes only', async () => {
  const app = await startApp();
  const wrong = [
    await signIn(app, app.sandbox.control.login('唐果果').code, 'h5'),
    await signIn(app, officialCode(app, '唐果果'), 'weapp'),
  ];
  expect(wrong.map((a) => a.body.code)).toEqual(['WECHAT_CODE_INVALID', 'WECHAT_CODE_INVALID']);
  // A mini program whose login is down takes nobody's H5 login away.
  app.sandbox.control.addFault({ target: 'interface', action: 'error', path: '/sns/jscode2session', times: 9 });
  expect((await signIn(app, officialCode(app, '唐果果'), 'h5')).status).toBe(200);
  expect((await app.guest.post('/shop/session', { code: 'x' })).status).toBe(400);
});

test('H5 sends to the official account’s authorisation page, and nobody there when the shop has none', async () => {
  const app = await startApp();
  const { merchant } = app.sandbox;
  const query = new URLSearchParams({ redirect: 'https://shop.example/login?back=%2Fa', state: 's1' });
  const page = async () => (await app.guest.get(`/shop/login-page?${query}`)).body;
  const url = new URL((await page()).url);
  expect(url.origin + url.pathname).toBe(`${merchant.baseUrl}/connect/oauth2/authorize`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    ...{ appid: merchant.officialAppid, redirect_uri: 'https://shop.example/login?back=%2Fa' },
    ...{ response_type: 'code', scope: 'snsapi_userinfo', state: 's1' },
  });
  const real = { payBaseUrl: 'https://api.mch.weixin.qq.com', apiBaseUrl: 'https://api.weixin.qq.com' };
  await reconnect(app, real);
  expect(new URL((await page()).url).origin).toBe('https://open.weixin.qq.com');
  const code = officialCode(app, '唐果果');
  await reconnect(app, { officialAppid: undefined, officialSecret: undefined });
  expect((await page()).code).toBe('OFFICIAL_ACCOUNT_MISSING');
  expect(await signIn(app, code, 'h5')).toMatchObject({ status: 409, body: { code: 'OFFICIAL_ACCOUNT_MISSING' } });
});

test('a wrong secret is told apart from WeChat that does not answer; a snapshot page signs nobody in', async () => {
  const app = await startApp();
  const { control } = app.sandbox;
  await reconnect(app, { officialSecret: 'not-the-secret-of-the-account' });
  const misled = await signIn(app, officialCode(app, '唐果果'), 'h5');
  expect(misled).toMatchObject({ status: 409, body: { code: 'WECHAT_MISCONFIGURED' } });
  expect(misled.body.facts).toBeUndefined();
  await reconnect(app, { appSecret: 'not-the-secret-of-the-program' });
  expect((await signIn(app, control.login('唐果果').code)).body.code).toBe('WECHAT_MISCONFIGURED');
  await reconnect(app, {});
  control.settings({ snapshotUsers: true });
  const snapshot = await signIn(app, officialCode(app, '唐果果'), 'h5');
  expect(snapshot).toMatchObject({ status: 409, body: { code: 'WECHAT_SNAPSHOT' } });
  expect(await count(app, 'customer')).toBe(0);
});

test('the first address is the default, there is never more than one, and the database holds none in the clear', async () => {
  const app = await startApp();
  const shopper = app.as((await signIn(app, app.sandbox.control.login('唐果果').code)).body.token);
  const many = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      shopper.post('/shop/addresses', { ...HOME, detail: `文三路 ${i} 号`, isDefault: i > 2 }),
    ),
  );
  expect(many.map((a) => a.status)).toEqual(Array(6).fill(201));
  const defaults = async () =>
    (await shopper.get('/shop/addresses')).body.items.filter((a: { isDefault: boolean }) => a.isDefault);
  expect(await defaults()).toHaveLength(1);
  const chosen = many[0]!.body.id;
  const changed = await shopper.send('PUT', `/shop/addresses/${chosen}`, { ...HOME, name: '林大满', isDefault: true });
  expect(changed.body).toEqual({
    ...{ ...HOME, id: chosen, name: '林大满', isDefault: true },
    regionCode: '330106',
  });
  expect((await shopper.get('/shop/addresses')).body.items[0]).toEqual(changed.body);
  expect(await defaults()).toHaveLength(1);
  expect((await shopper.send('DELETE', `/shop/addresses/${chosen}`)).status).toBe(204);
  expect(await count(app, 'customer_address')).toBe(5);
  const { rows } = await app.sql.query('select a::text as row from customer_address a');
  expect(JSON.stringify(rows)).not.toMatch(/林小满|文三路|13800001234/);
});

test('the fifty-first address is refused, also when several come at once', async () => {
  const app = await startApp();
  const shopper = app.as((await signIn(app, app.sandbox.control.login('唐果果').code)).body.token);
  for (let i = 0; i < 48; i++) await shopper.post('/shop/addresses', HOME);
  const last = await Promise.all(Array.from({ length: 6 }, () => shopper.post('/shop/addresses', HOME)));
  expect(last.map((a) => a.status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
  expect(last.find((a) => a.status === 409)?.body.code).toBe('ADDRESS_LIMIT');
  expect(await count(app, 'customer_address')).toBe(50);
});

test('another shopper’s address is not found and stays as it is, and a token of one shop is nobody in another', async () => {
  const app = await startApp();
  const [mine, theirs] = [await app.given.shopper(), await app.given.shopper()];
  const url = `/shop/addresses/${theirs.addressId}`;
  expect((await mine.send('PUT', url, { ...HOME, isDefault: true })).status).toBe(404);
  expect((await mine.send('DELETE', url)).status).toBe(404);
  expect((await theirs.get('/shop/addresses')).body.items[0].id).toBe(theirs.addressId);
  expect((await mine.get('/shop/addresses')).body.items[0]).toMatchObject({ id: mine.addressId, isDefault: true });
  await openShop(app.platform, TENANT + 1, app.sandbox, app.address);
  const { token } = app.platform.principals.shopperToken(TENANT + 1, mine.customerId, newId());
  expect((await app.as(token).get('/shop/me')).status).toBe(401);
  expect((await app.as(`${mine.token.slice(0, -2)}xx`).get('/shop/me')).status).toBe(401);
  expect((await app.as(mine.token).get('/admin/me')).status).toBe(401);
});
