import { expect, test } from 'vitest';
import { WechatError, WechatTimeoutError } from '../errors.ts';
import { type Answer, type Asked, startPlatform } from '../test/platform.ts';
import { authorizeUrl, jsSdkSignature, OfficialAccountClient } from './client.ts';

async function given(handler: (asked: Asked) => Answer, timeoutMs = 6000) {
  const calls: Asked[] = [];
  const { baseUrl } = await startPlatform((one) => {
    if (one.path === '/cgi-bin/stable_token') return { body: { access_token: 'T1', expires_in: 7200 }, signing: false };
    calls.push(one);
    return { signing: false, ...handler(one) };
  });
  const clock = { ms: 1_700_000_000_000 };
  const sleep = async () => {};
  const options = { baseUrl, appid: 'wx2', appSecret: 's&cret', clock: () => clock.ms, sleep, timeoutMs };
  return { client: new OfficialAccountClient(options), calls, clock };
}
const message = { touser: 'o1', template_id: 't1', data: { thing1: { value: '手冲咖啡' } } };
const sent = { body: { errcode: 0, errmsg: 'ok', msgid: 7 } };

test('WeChat’s own samples of a JS-SDK signature, with and without a query; what stands behind # does not count', () => {
  const of = {
    ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
    nonceStr: 'Wm3WZYTPz0wzccnW',
    timestamp: 1414587457,
  };
  const signatureOf = (url: string) => jsSdkSignature({ ...of, url });
  expect(signatureOf('http://mp.weixin.qq.com')).toBe('f4d90daf4b3bca3078ab155816175ba34c443a7b');
  expect(signatureOf('http://mp.weixin.qq.com?params=value')).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  expect(signatureOf('http://mp.weixin.qq.com#wechat')).toBe(signatureOf('http://mp.weixin.qq.com'));
});

test('the authorisation’s address has the parameters in WeChat’s order and ends in #wechat_redirect', () => {
  const ask = { openBaseUrl: 'https://open.weixin.qq.com', appid: 'wx2', state: 's 1', scope: 'snsapi_base' as const };
  expect(authorizeUrl({ ...ask, redirect: 'https://a.example/b?c=1&d=2#e' })).toBe(
    'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx2&redirect_uri=https%3A%2F%2Fa.example%2Fb%3Fc%3D1%26d%3D2%23e' +
      '&response_type=code&scope=snsapi_base&state=s+1#wechat_redirect',
  );
});

test('a code is exchanged with the account’s own secret, and the person asked about with the person’s own token', async () => {
  const who = { access_token: 'P1', expires_in: 7200, refresh_token: 'R', openid: 'o1', scope: 'snsapi_userinfo' };
  const { client, calls } = await given(({ path }) => ({
    body: path.startsWith('/sns/userinfo') ? { openid: 'o1', nickname: '何川', headimgurl: '' } : who,
  }));
  expect(await client.codeToAccess('c 1')).toEqual(who);
  expect((await client.userInfo(who)).nickname).toBe('何川');
  expect(calls.map(({ method, path }) => [method, path])).toEqual([
    ['GET', '/sns/oauth2/access_token?appid=wx2&secret=s%26cret&code=c+1&grant_type=authorization_code'],
    ['GET', '/sns/userinfo?access_token=P1&openid=o1&lang=zh_CN'],
  ]);
});

test('a ticket is kept until a minute before its end', async () => {
  let number = 0;
  const { client, calls, clock } = await given(() => {
    number += 1;
    return { body: { errcode: 0, ticket: `K${number}`, expires_in: 7200 } };
  });
  const signedWith = async () => {
    const url = 'https://a.example/';
    const { timestamp, nonceStr, signature } = await client.jsSdkConfig(url);
    return [1, 2].find((n) => signature === jsSdkSignature({ ticket: `K${n}`, nonceStr, timestamp, url }));
  };
  expect([await signedWith(), await signedWith()]).toEqual([1, 1]);
  clock.ms += 7_141_000;
  expect(await signedWith()).toBe(2);
  expect(calls.map(({ path }) => path)).toEqual(Array(2).fill('/cgi-bin/ticket/getticket?access_token=T1&type=jsapi'));
});

test('a message that may have gone is sent again only when WeChat can know it again', async () => {
  const hangs = { hangs: true };
  const plain = await given(() => hangs, 60);
  await expect(plain.client.sendTemplateMessage(message)).rejects.toBeInstanceOf(WechatTimeoutError);
  await expect(plain.client.sendBusinessMessage(message)).rejects.toBeInstanceOf(WechatTimeoutError);
  expect(plain.calls).toHaveLength(2);
  const marked = await given((one) => (marked.calls.indexOf(one) === 0 ? hangs : sent), 60);
  expect(await marked.client.sendTemplateMessage({ ...message, client_msg_id: 'm1' })).toBe(7);
  expect(marked.calls.map(({ body }) => JSON.parse(body).client_msg_id)).toEqual(['m1', 'm1']);
});

test('a message whose value WeChat would refuse is not sent', async () => {
  const { client, calls } = await given(() => sent);
  const wrong = { ...message, data: { phrase1: { value: 'no' } } };
  await expect(client.sendTemplateMessage(wrong)).rejects.toBeInstanceOf(WechatError);
  await expect(client.sendBusinessMessage(wrong)).rejects.toBeInstanceOf(WechatError);
  expect(calls).toHaveLength(0);
});
