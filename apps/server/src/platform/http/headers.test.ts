import { expect, test } from 'vitest';
import { OWNER, startApp } from '../../test/app.ts';
import { safeHeaders } from './headers.ts';

test('no answer may stand in a frame, be guessed at or load from elsewhere; behind TLS browsers are told to stay there', async () => {
  const { platform } = await startApp({ PUBLIC_URL: 'https://shop.example' });
  for (const url of [
    '/shop/profile',
    '/admin/me',
    '/openapi.json',
    '/docs',
    '/docs/swagger-ui.css',
    '/files/none.webp',
    '/healthz',
  ]) {
    const { headers } = await platform.http.server.inject({ url });
    expect(headers, url).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy, url).toContain("frame-ancestors 'none'");
    expect(policy, url).toMatch(/^default-src '(none|self)'/);
    // WeChat's JS-SDK is the one script from elsewhere.
    const others = policy.replace("script-src 'self' https://res.wx.qq.com; ", '');
    expect(others, url).not.toMatch(/script-src|unsafe-eval|https?:/);
  }
  expect(safeHeaders('http://127.0.0.1:8787').page).not.toHaveProperty('strict-transport-security');
});

test('the shop’s own console alone may show a page of the shop in a frame, and nothing may show the console', async () => {
  const { platform } = await startApp();
  const asked = async (url: string) => {
    const { headers } = await platform.http.server.inject({ url });
    return [
      headers['x-frame-options'],
      /frame-ancestors '(\w+)'/.exec(String(headers['content-security-policy']))?.[1],
    ];
  };
  const shown = ['SAMEORIGIN', 'self'];
  expect(await asked('/pages/product?id=a&preview=1')).toEqual(shown);
  expect(await asked('/trade/coupon?preview=1')).toEqual(shown);
  for (const url of ['/pages/product?id=a', '/console/?preview=1', '/admin/me?preview=1', '/pages/product?x=preview=1'])
    expect(await asked(url), url).toEqual(['DENY', 'none']);
});

test('a page of another site can neither change anything with the console’s cookie nor sign in', async () => {
  const app = await startApp({ PUBLIC_URL: 'https://shop.example' });
  const { token } = await app.given.owner();
  const send = async (headers: Record<string, string>, url = '/admin/session', payload = {}) =>
    (
      await app.platform.http.server.inject({
        method: url === '/admin/session' ? 'POST' : 'PATCH',
        url,
        cookies: { jishi_staff: token },
        headers: { host: 'localhost:80', ...headers },
        payload,
      })
    ).json();
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9999' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:9999' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ];
  const staffId = (await app.as(token).get('/admin/me')).body.staff.id;
  const login = { login: OWNER.login, password: OWNER.password };
  for (const headers of foreign) {
    expect((await send(headers, `/admin/staff/${staffId}`, { name: '改名' })).code).toBe('CROSS_SITE');
    expect((await send(headers, '/admin/session', login)).code).toBe('CROSS_SITE');
  }
  expect((await app.as(token).get('/admin/me')).body.staff.name).toBe(OWNER.name);
  const own: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin', origin: 'https://shop.example' },
    { origin: 'http://localhost:80' },
    { origin: 'https://shop.example' },
    {},
  ];
  for (const headers of own)
    expect((await send(headers, `/admin/staff/${staffId}`, { name: '改名' })).name, JSON.stringify(headers)).toBe(
      '改名',
    );
});
