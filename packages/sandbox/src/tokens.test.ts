import { expect, test } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { appOf, callerOf, get, tokenOf } from './test/api.ts';
import { post, startSandbox } from './test/start.ts';

const MINUTE_MS = 60_000;

/** A sandbox whose clock stands still until it is moved. */
async function withClock() {
  const clock = { ms: Date.parse('2026-03-01T09:00:00+08:00') };
  return { sandbox: await startSandbox({ clock: () => clock.ms }), clock };
}
/** What an interface of the mini program says to a token. */
const errcodeFor = async ({ baseUrl }: Sandbox, token: unknown) =>
  (await post(`${baseUrl}/wxa/sec/order/get_order?access_token=${token}`, { transaction_id: 'none' })).body.errcode;
const TAKEN = 10060001;

test('a stable token stays the same until five minutes before its end; then old and new are both good', async () => {
  const { sandbox, clock } = await withClock();
  const first = await tokenOf(sandbox);
  expect(first.expires_in).toBe(7_200);
  clock.ms += MINUTE_MS;
  expect(await tokenOf(sandbox)).toEqual({ access_token: first.access_token, expires_in: 7_140 });
  clock.ms += 115 * MINUTE_MS;
  const second = await tokenOf(sandbox);
  expect(second.access_token).not.toBe(first.access_token);
  expect([await errcodeFor(sandbox, first.access_token), await errcodeFor(sandbox, second.access_token)]).toEqual([
    TAKEN,
    TAKEN,
  ]);
  clock.ms += 4 * MINUTE_MS + 1;
  expect([await errcodeFor(sandbox, first.access_token), await errcodeFor(sandbox, second.access_token)]).toEqual([
    42001,
    TAKEN,
  ]);
});

test('a forced token kills the one before at once', async () => {
  const { sandbox } = await withClock();
  const first = await tokenOf(sandbox);
  const forced = await tokenOf(sandbox, { force_refresh: true });
  expect(forced.access_token).not.toBe(first.access_token);
  expect([await errcodeFor(sandbox, first.access_token), await errcodeFor(sandbox, forced.access_token)]).toEqual([
    40001,
    TAKEN,
  ]);
});

test('tokens are forced at most once in thirty seconds and twenty times in a day of China', async () => {
  const { sandbox, clock } = await withClock();
  const force = async () => (await tokenOf(sandbox, { force_refresh: true })).errcode ?? 0;
  expect([await force(), await force()]).toEqual([0, 45011]);
  for (let i = 0; i < 19; i++) {
    clock.ms += 30_000;
    expect(await force()).toBe(0);
  }
  clock.ms += 30_000;
  expect(await force()).toBe(45009);
  const answer = await tokenOf(sandbox);
  expect(answer.expires_in).toBe(7_170);
  clock.ms = Date.parse('2026-03-02T00:00:00+08:00');
  expect(await force()).toBe(0);
});

test('/cgi-bin/token gives a new token each time and leaves stable ones alone', async () => {
  const { sandbox, clock } = await withClock();
  const { access_token: stable } = await tokenOf(sandbox);
  const ask = { grant_type: 'client_credential', ...appOf(sandbox, 'mini-program') };
  const first = await get(sandbox, '/cgi-bin/token', ask);
  const second = await get(sandbox, '/cgi-bin/token', ask);
  expect(first).toMatchObject({ expires_in: 7_200 });
  expect(second.access_token).not.toBe(first.access_token);
  clock.ms += 5 * MINUTE_MS;
  const codes = [stable, first.access_token, second.access_token].map((token) => errcodeFor(sandbox, token));
  expect(await Promise.all(codes)).toEqual([TAKEN, 40001, TAKEN]);
  expect((await get(sandbox, '/cgi-bin/token', { ...ask, grant_type: 'x' })).errcode).toBe(40002);
});

test.each([
  ['unknown appid', { appid: 'wx0' }, 40013],
  ['missing appid', { appid: '' }, 41002],
  ['wrong secret', { secret: 'x' }, 40125],
  ['missing secret', { secret: '' }, 41004],
  ['grant_type', { grant_type: 'x' }, 40002],
])('a token is refused for %s', async (_name, change, errcode) => {
  const sandbox = await startSandbox();
  expect((await tokenOf(sandbox, change)).errcode).toBe(errcode);
});

test('every app has its own secret; a mobile app gets no token', async () => {
  const sandbox = await startSandbox();
  const { secret } = appOf(sandbox, 'official-account');
  expect((await tokenOf(sandbox, { secret })).errcode).toBe(40125);
  expect((await tokenOf(sandbox, {}, 'mobile-app')).errcode).toBe(40013);
});

test('a token of the official account opens nothing of the mini program, and the other way round', async () => {
  const sandbox = await startSandbox();
  const official = await callerOf(sandbox, 'official-account');
  const { openid } = sandbox.control.login();
  const check = { version: 2, scene: 2, openid, content: '好' };
  expect((await official('/wxa/msg_sec_check', check)).errcode).toBe(48001);
  const { access_token } = await tokenOf(sandbox);
  const ask = { access_token: String(access_token), type: 'jsapi' };
  expect((await get(sandbox, '/cgi-bin/ticket/getticket', ask)).errcode).toBe(48001);
});

test('no token, an invented one and one of before a reset are told apart from a good one', async () => {
  const sandbox = await startSandbox();
  const { access_token } = await tokenOf(sandbox);
  expect([await errcodeFor(sandbox, ''), await errcodeFor(sandbox, 'nonsense')]).toEqual([41001, 40001]);
  sandbox.control.reset();
  expect(await errcodeFor(sandbox, access_token)).toBe(40001);
});
