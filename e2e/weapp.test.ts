import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningJishi, startJishi } from './server.ts';
import { ask } from './shopper.ts';
import { packageSizes } from './weapp/files.ts';
import { type MiniProgram, startMiniProgram } from './weapp/mini-program.ts';

const KIB = 1024;
const BUILD = 'apps/storefront/dist/weapp';
let jishi: RunningJishi;
let phone: MiniProgram;

beforeAll(async () => {
  jishi = await startJishi();
  phone = startMiniProgram(BUILD, {
    builtFor: 'http://127.0.0.1:8787',
    server: jishi.storefront,
    wechat: jishi.wechat,
    person: 'lin-xiaoman',
  });
});
afterAll(() => jishi.stop());

const appears = (id: string) =>
  vi.waitFor(() => phone.find(id) ?? Promise.reject(new Error(`no #${id} on ${phone.route()}: ${phone.text()}`)), {
    timeout: 10_000,
  });
const tap = async (id: string) => phone.tap(await appears(id));
const shows = (text: string | RegExp) =>
  vi.waitFor(() => expect(phone.text()).toMatch(text), { timeout: 10_000, interval: 50 });
const called = (name: string) => phone.calls.filter((call) => call.name === name).map((call) => call.options);

test('the compiled mini program sells: home, SKU, cart, order, payment, result', async () => {
  await shows('为你精选');
  const goods = await vi.waitUntil(() => phone.findStarting('goods-'), { timeout: 10_000 });
  const title = (goods.textContent ?? '').slice(0, 4);
  phone.tap(goods);
  await vi.waitFor(() => expect(phone.route()).toBe('pages/product'));
  await shows(title);

  await tap('add-cart');
  await tap('spec-0-0');
  if (phone.find('spec-1-0')) await tap('spec-1-0');
  await shows(/库存|仅剩/);
  await tap('sku-confirm');
  await vi.waitFor(() => expect(called('showToast').at(-1)?.title).toBe('已加入购物车'), { timeout: 10_000 });

  await tap('cart-entry');
  await vi.waitFor(() => expect(phone.route()).toBe('pages/cart'));
  await shows(title);
  await tap('go-checkout');
  await vi.waitFor(() => expect(phone.route()).toBe('trade/confirm'));

  await tap('add-address');
  phone.type(await appears('address-paste'), '林小满 13800138000 浙江省杭州市西湖区文三路 1 号');
  await tap('address-recognise');
  await shows(/浙江省 杭州市 西湖区/);
  await tap('address-save');
  await shows(/西湖区 文三路 1 号/);
  phone.failures.set('requestPayment', 'requestPayment:fail cancel');
  await tap('submit-order');
  await vi.waitFor(() => expect(called('showToast').at(-1)?.title).toBe('还没有付款，可以再试一次'), {
    timeout: 10_000,
  });
  await vi.waitFor(() => expect(phone.route()).toBe('trade/pay'), { timeout: 10_000 });
  // Whatever else goes wrong, money may be on its way: the result page asks the server.
  phone.failures.set('requestPayment', 'requestPayment:fail system error');
  await tap('pay-now');
  await vi.waitFor(() => expect(phone.route()).toBe('trade/result'), { timeout: 10_000 });
  await tap('view-order');
  await tap('pay-now');
  await vi.waitFor(() => expect(phone.route()).toBe('trade/pay'), { timeout: 10_000 });
  await tap('pay-now');
  await vi.waitFor(() => expect(phone.route()).toBe('trade/result'), { timeout: 10_000 });
  await shows('支付成功');
  expect(called('requestPayment')).toHaveLength(3);
  // After the sheet was closed unpaid, and after the payment: who accepts is told once.
  const asked = called('requestSubscribeMessage').map((options) => options?.tmplIds);
  expect(asked).toMatchObject([{ length: 1 }, { length: 3 }]);

  await tap('view-order');
  await shows(/付款成功，等待发货/);
  await shows(/微信支付单号/);
});

test('tabs stay alive: a login in one is seen in another', async () => {
  // Another phone, on which nobody is signed in.
  const own = phone;
  phone = startMiniProgram(BUILD, {
    builtFor: 'http://127.0.0.1:8787',
    server: jishi.storefront,
    wechat: jishi.wechat,
    person: 'lin-xiaoman',
  });
  await shows('为你精选');
  phone.tab('pages/cart');
  await shows('登录后可以看到以前放进来的商品');
  phone.tab('pages/me');
  await tap('me-card');
  await appears('my-devices');
  phone.tab('pages/cart');
  await vi.waitFor(() => expect(phone.text()).not.toContain('登录后可以看到'), { timeout: 10_000 });
  phone = own;
});

test('WeChat’s button gives the shopper’s number, and a no is no failure', async () => {
  phone.tab('pages/me');
  await shows(/手机号\s*未绑定/);
  phone.give(await appears('my-phone'), 'getphonenumber', { errMsg: 'getPhoneNumber:fail user deny' });
  await shows(/手机号\s*未绑定/);
  const { code } = await ask('POST', `${jishi.wechat}/sandbox/api/phone-code`, { person: 'lin-xiaoman' });
  phone.give(await appears('my-phone'), 'getphonenumber', { code, errMsg: 'getPhoneNumber:ok' });
  await shows(/手机号\s*199\*\*\*\*0001/);
});

test('an address comes from WeChat once the shopper has agreed to the privacy guide', async () => {
  phone.tab('pages/me');
  await tap('my-addresses');
  await vi.waitFor(() => expect(phone.route()).toBe('account/addresses'));
  await tap('add-address');
  await tap('address-from-wechat');
  await shows('请先阅读隐私保护指引');
  await tap('privacy-refuse');
  await vi.waitFor(() => expect(called('showToast').at(-1)?.title).toBe('没有读到微信里的地址，请手动填写'));
  expect(phone.text()).not.toContain('请先阅读隐私保护指引');
  await tap('address-from-wechat');
  phone.agree(await appears('privacy-agree'));
  await shows('广东省 广州市 海珠区');
  await tap('address-save');
  await shows(/陈晓.*139\*\*\*\*9000/);
});

test('pulled down, a page asks anew and says when it has', async () => {
  phone.tab('pages/home');
  await shows('为你精选');
  const before = called('request').length;
  phone.ask('onPullDownRefresh');
  await vi.waitFor(() => expect(called('stopPullDownRefresh')).toHaveLength(1), { timeout: 10_000 });
  expect(called('request').length).toBeGreaterThan(before);
});

test('a product can be sent to a friend with price, address and picture', async () => {
  phone.tab('pages/home');
  const goods = await vi.waitUntil(() => phone.findStarting('goods-'), { timeout: 10_000 });
  phone.tap(goods);
  await appears('add-cart');
  await shows(/加入购物车/);
  const { title, path, imageUrl } = phone.ask('onShareAppMessage') as Record<string, string>;
  expect(title).toMatch(/^¥\d+\.\d\d ./);
  expect(path).toMatch(/^\/pages\/product\?id=[\w-]{36}$/);
  expect(imageUrl).toMatch(/^http.*\.webp/);
});

test('every package is far below the limit of WeChat, the one of the first page most of all', () => {
  const { main = 0, ...others } = packageSizes(BUILD);
  expect(main).toBeLessThan(470 * KIB);
  expect(Object.keys(others)).toEqual(['trade', 'account']);
  for (const [name, bytes] of Object.entries(others)) expect(bytes, name).toBeLessThan(250 * KIB);
});
