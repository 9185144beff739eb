import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { routeNames, routes } from '../../../../../storefront/src/routes.ts';
import type { WechatConnection } from './tenant.api.ts';
import {
  checkSettings,
  defaultSettings,
  isSandbox,
  openBaseOf,
  STOREFRONT_PAGES,
  settingsInForce,
  statusOf,
} from './tenant.rules.ts';

const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const connection: WechatConnection = {
  payBaseUrl: 'https://api.mch.weixin.qq.com',
  apiBaseUrl: 'https://api.weixin.qq.com',
  notifyBaseUrl: 'https://shop.example',
  mchid: '1900000001',
  appid: 'wx0123456789abcdef',
  appSecret: 'secret-of-the-app',
  serialNo: '0123456789ABCDEF',
  privateKey: rsa.privateKey,
  apiV3Key: '0123456789abcdef0123456789abcdef',
};
test('a shop that said nothing closes after 30 minutes, receives after 10 days and warns at 20 pieces', () => {
  expect(settingsInForce('小店', {})).toMatchObject({
    name: '小店',
    closeAfterMinutes: 30,
    receiveAfterDays: 10,
    lowStockAt: 20,
  });
});

test('what was stored wins over the defaults, one by one', () => {
  const inForce = settingsInForce('小店', { notice: '今日休息', freight: { baseFen: 1 } });
  expect(inForce).toEqual({
    ...defaultSettings('小店'),
    notice: '今日休息',
    freight: { baseFen: 1, freeFromFen: 9900 },
  });
  expect(settingsInForce('小店', null)).toEqual(defaultSettings('小店'));
});

test('a banner leads to a page of the shop, never anywhere else', () => {
  const at = (link: string) => () =>
    checkSettings({ ...defaultSettings('小店'), banners: [{ picture: '/files/a.webp', title: '', link }] });
  const good = ['', '/pages/category', '/pages/search?keyword=%E5%8E%A8%E6%88%BF', '/pages/product?id=1-2'];
  for (const link of good) expect(at(link), link).not.toThrow();
  const bad = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/pages/../..//evil.example',
    '/pages/unknown',
    '/pages/category#x',
    '/pages/category?a=\n',
    'https://evil.example',
    'javascript:alert(1)',
  ];
  for (const link of bad) expect(at(link), link).toThrow('店内');
});

test('the pages that a banner may lead to are those of the storefront’s main package', () => {
  const main = routeNames.filter((name) => routes[name].package === 'pages');
  expect(STOREFRONT_PAGES).toEqual(main);
});

test('only WeChat’s own hosts over HTTPS, for both payment and mini program, are no sandbox', () => {
  expect(isSandbox(connection)).toBe(false);
  const others = [
    { payBaseUrl: 'http://api.mch.weixin.qq.com' },
    { payBaseUrl: 'https://api.mch.weixin.qq.com.evil.example' },
    { payBaseUrl: 'http://127.0.0.1:8788' },
    { apiBaseUrl: 'http://127.0.0.1:8788' },
  ];
  for (const change of others) expect(isSandbox({ ...connection, ...change })).toBe(true);
  expect(openBaseOf('https://api.weixin.qq.com')).toBe('https://open.weixin.qq.com');
  expect(openBaseOf('https://api.weixin.qq.com.evil.example')).toBe('https://api.weixin.qq.com.evil.example');
});

test('the status of a connection says how it verifies and holds no secret', () => {
  const status = statusOf({ ...connection, publicKeyId: 'PUB_KEY_ID_1', publicKey: rsa.publicKey });
  expect(status).toMatchObject({ connected: true, sandbox: false, verification: 'public-key', mchid: '1900000001' });
  expect(statusOf(connection).verification).toBe('certificate');
  expect(JSON.stringify(status)).not.toMatch(/secret|PRIVATE|0123456789abcdef0123/);
  expect(statusOf(null).connected).toBe(false);
});
