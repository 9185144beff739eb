import { createHash, randomBytes } from 'node:crypto';
import { MessageCrypto } from '@jishi/wechat';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { connectionOf } from '../../../seed.ts';
import { openSecondShop, type StartedApp, startAppForFile } from '../../../test/app.ts';
import { fingerprint } from '../../../test/fingerprint.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
  await openSecondShop(app);
});
beforeEach(() => app.sandbox.control.settings({ messageUrl: `${app.address}/wechat/message/shop1` }));

const REMIND = 'trade_manage_remind_access_api';
const status = async () => (await owner.get('/admin/wechat')).body.messagePush;
const reminders = async (): Promise<string[]> => (await status()).reminders.map((one: { text: string }) => one.text);
const noted = async () => (await app.sql.query('select count(*)::int as n from tenant_message')).rows[0].n;
const accepted = (event: string) =>
  vi.waitFor(() => {
    const push = app.sandbox.control.pushes().findLast((one) => one.event === event);
    expect(push?.state).toBe('accepted');
    return push;
  }, 10_000);
/** The connection of shop 1 with another message push. */
const connect = async (change: object) => {
  const answer = await owner.send('PUT', '/admin/wechat', {
    ...connectionOf(app.sandbox.merchant, app.address),
    ...change,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

interface Parts {
  token?: string;
  key?: string;
  appid?: string;
  body?: string;
  query?: Record<string, string>;
  to?: string;
}
/** A push made with the merchant's own token and key, unless something of it is said to be otherwise. */
async function post(message: object, over: Parts = {}): Promise<{ status: number; text: string }> {
  const { messageToken, messageKey, appid } = app.sandbox.merchant;
  const { token = messageToken, key = messageKey, to = 'shop1' } = over;
  const crypto = new MessageCrypto({ token, encodingAesKey: key, appid: over.appid ?? appid });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(4).toString('hex');
  const { Encrypt, MsgSignature } = crypto.encryptReply(JSON.stringify(message), Number(timestamp), nonce);
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  const query = { signature, timestamp, nonce, encrypt_type: 'aes', msg_signature: MsgSignature, ...over.query };
  const answer = await fetch(`${app.address}/wechat/message/${to}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: over.body ?? JSON.stringify({ ToUserName: 'gh_1', Encrypt }),
  });
  return { status: answer.status, text: await answer.text() };
}
const event = (msg: string) => ({ FromUserName: 'o1', CreateTime: 1, MsgType: 'event', Event: REMIND, msg });

test('the address is shown, and answers WeChat’s check with the echostr; a wrong signature gets 401', async () => {
  expect(await status()).toMatchObject({ mode: 'safe', address: `${app.address}/wechat/message/shop1` });
  expect(await app.sandbox.control.checkMessageUrl()).toBe(true);
  const wrong = await fetch(`${app.address}/wechat/message/shop1?signature=0&timestamp=1&nonce=2&echostr=3`);
  expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([401, 'MESSAGE_FORGED']);
  expect((await fetch(`${app.address}/wechat/message/nobody?signature=0`)).status).toBe(404);
});

test.each([
  ['encrypted JSON', {}],
  ['encrypted XML', { messageXml: true }],
])('what WeChat reminds of in %s is heard and read by staff', async (way, settings) => {
  app.sandbox.control.settings(settings);
  app.sandbox.control.push(REMIND, { msg: `请接入：${way}` });
  expect((await accepted(REMIND))?.statuses).toEqual([200]);
  expect((await reminders())[0]).toBe(`请接入：${way}`);
  app.sandbox.control.settings({ messageXml: false });
});

test('a push that comes twice at once, or again later, is noted once; other events are heard and not kept', async () => {
  const before = await noted();
  app.sandbox.control.addFault({ target: 'push', action: 'duplicate' });
  app.sandbox.control.push(REMIND, { msg: '两次' });
  await accepted(REMIND);
  expect(await noted()).toBe(before + 1);
  for (const time of [1, 2])
    expect(await post(event('再来一次')), String(time)).toEqual({ status: 200, text: 'success' });
  expect(await noted()).toBe(before + 2);
  expect(await post({ MsgType: 'text', FromUserName: 'o1', CreateTime: 1, MsgId: 7, Content: '在吗' })).toEqual({
    status: 200,
    text: 'success',
  });
  expect(await noted()).toBe(before + 2);
});

test('forged pushes are refused with 401, change nothing and cause no call to WeChat', async () => {
  const message = event('伪造');
  const forged: [string, Parts][] = [
    ['with another token', { token: 'another-token' }],
    ['with another key', { key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' }],
    ['for another app', { appid: 'wx0000000000000000' }],
    ['with a wrong signature', { query: { msg_signature: '0'.repeat(40) } }],
    ['without a signature', { query: { msg_signature: '' } }],
    ['with the plain signature alone', { body: JSON.stringify(message) }],
    ['with another ciphertext', { body: JSON.stringify({ Encrypt: 'AAAA' }) }],
    ['with a body that is nothing', { body: '' }],
    ['with XML that has entities', { body: '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>' }],
    ['with a list', { body: '[1]' }],
  ];
  const [before, calls] = [await fingerprint(app), app.sandbox.control.calls()];
  for (const [what, over] of forged) {
    const { status, text } = await post(message, over);
    expect([status, JSON.parse(text).code], what).toEqual([401, 'MESSAGE_FORGED']);
  }
  expect(await fingerprint(app)).toEqual(before);
  expect(app.sandbox.control.calls()).toEqual(calls);
  app.sandbox.control.addFault({ target: 'push', action: 'tamper' });
  app.sandbox.control.push(REMIND, { msg: '先坏后好' });
  expect((await accepted(REMIND))?.statuses).toEqual([401, 200]);
});

test('plain pushes are taken only from a mini program that is set to them', async () => {
  app.sandbox.control.settings({ messagePlain: true });
  app.sandbox.control.push('wxa_trade_controlled', {});
  await vi.waitFor(
    () => expect(app.sandbox.control.pushes().at(-1)).toMatchObject({ state: 'lost', statuses: [401, 401, 401] }),
    10_000,
  );
  await connect({ messageMode: 'plain' });
  app.sandbox.control.push('wxa_trade_controlled', {});
  await accepted('wxa_trade_controlled');
  expect((await reminders())[0]).toContain('限制了小程序的交易功能');
  app.sandbox.control.settings({ messagePlain: false });
  await connect({ messageMode: 'safe' });
});

test('token and key belong together, have their form, are kept sealed; a shop without them hears nothing', async () => {
  const { messageToken, messageKey } = app.sandbox.merchant;
  const base = connectionOf(app.sandbox.merchant, app.address);
  const refused = async (change: object) =>
    (await owner.send('PUT', '/admin/wechat', { ...base, ...change })).body.facts?.field;
  expect(await refused({ messageKey: '' })).toBe('messageKey');
  expect(await refused({ messageToken: '' })).toBe('messageToken');
  expect(await refused({ messageKey: 'short' })).toBe('messageKey');
  expect(await refused({ messageToken: '有汉字' })).toBe('messageToken');
  const { rows } = await app.sql.query('select wechat from tenant where tenant_id = 1');
  expect(rows[0].wechat).not.toContain(messageToken);
  expect(JSON.stringify((await owner.get('/admin/wechat')).body)).not.toContain(messageKey);
  await connect({ messageToken: '', messageKey: '' });
  expect((await status()).mode).toBe('off');
  expect((await post(event('没有配置'))).status).toBe(401);
  await connect({});
  expect((await post(event('又有了'))).status).toBe(200);
  // Another shop's reminders are its own.
  expect((await post(event('二号店'), { to: 'shop2' })).status).toBe(200);
  expect(await reminders()).not.toContain('二号店');
});
