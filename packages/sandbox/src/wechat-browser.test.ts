import { runInNewContext } from 'node:vm';
import { jsSdkSignature } from '@jishi/wechat';
import { expect, test } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { get, tokenOf } from './test/api.ts';
import { callSigned, prepayBody } from './test/merchant.ts';
import { startSandbox } from './test/start.ts';

interface Page {
  wx: {
    config(given: object): Promise<void>;
    ready(then: () => void): void;
    error(then: (reason: { errMsg: string }) => void): void;
    updateAppMessageShareData(card: object): void;
    updateTimelineShareData(card: object): void;
  };
  sandboxWechat: { shares: Record<string, object>; refused: string[] };
  WeixinJSBridge?: { invoke(name: string, given: object, done: (answer: { err_msg: string }) => void): void };
}

/** A page as WeChat's browser shows it, without a browser: its script runs in a context of its own. */
async function pageAt(sandbox: Sandbox, href: string): Promise<Page> {
  const script = await (await fetch(`${sandbox.baseUrl}/sandbox/wechat.js`)).text();
  const window = {};
  const document = { dispatchEvent() {} };
  // The bridge comes a moment after the page; here it comes at once.
  const now = (work: () => void) => work();
  const navigator = { userAgent: 'MicroMessenger/8.0' };
  const globals = { crypto, TextEncoder, Uint8Array, URL, Event, document, navigator, setTimeout: now };
  runInNewContext(script, { window, location: new URL(href), ...globals });
  return window as Page;
}
const HREF = 'https://shop.example/pages/product?id=1#top';
const URL_OF_PAGE = 'https://shop.example/pages/product?id=1';
const JS_APIS = ['updateAppMessageShareData', 'updateTimelineShareData'];

async function signed(sandbox: Sandbox, url = URL_OF_PAGE) {
  const { officialAppid: appId } = sandbox.merchant;
  const { access_token } = await tokenOf(sandbox, {}, 'official-account');
  const asked = { type: 'jsapi', access_token: String(access_token) };
  const ticket = String((await get(sandbox, '/cgi-bin/ticket/getticket', asked)).ticket);
  const [nonceStr, timestamp] = ['abc', 1_700_000_000];
  return { appId, nonceStr, timestamp, signature: jsSdkSignature({ ticket, nonceStr, timestamp, url }) };
}
async function configured(page: Page, given: object): Promise<string> {
  const answer = new Promise<string>((done) => {
    page.wx.ready(() => done('ready'));
    page.wx.error(({ errMsg }) => done(errMsg));
  });
  await page.wx.config(given);
  return answer;
}

test('a page that is signed for its own address puts its card behind the share button', async () => {
  const sandbox = await startSandbox();
  const page = await pageAt(sandbox, HREF);
  const card = { title: '高山云雾茶', desc: '', link: URL_OF_PAGE, imgUrl: 'https://shop.example/files/a.webp' };
  page.wx.updateAppMessageShareData(card);
  expect(page.sandboxWechat).toMatchObject({ shares: {}, refused: ['updateAppMessageShareData:permission denied'] });
  expect(await configured(page, { ...(await signed(sandbox)), jsApiList: JS_APIS })).toBe('ready');
  page.wx.updateAppMessageShareData(card);
  page.wx.updateTimelineShareData({ ...card, link: 'https://evil.example/' });
  expect(page.sandboxWechat.shares).toEqual({ friend: card });
  expect(page.sandboxWechat.refused.at(-1)).toBe('updateTimelineShareData:fail invalid link');
});

test('a signature over another address, another app and a domain that is not named are refused in WeChat’s words', async () => {
  const sandbox = await startSandbox();
  const refused = async (change: object, url?: string) =>
    configured(await pageAt(sandbox, HREF), { ...(await signed(sandbox, url)), jsApiList: JS_APIS, ...change });
  expect(await refused({}, 'https://shop.example/pages/home')).toBe('config:invalid signature');
  expect(await refused({ nonceStr: 'abd' })).toBe('config:invalid signature');
  expect(await refused({ appId: sandbox.merchant.appid })).toBe('config:invalid appid');
  sandbox.control.settings({ jsDomains: ['other.example'] });
  expect(await refused({})).toBe('config:invalid url domain');
  sandbox.control.settings({ jsDomains: ['shop.example'] });
  expect(await refused({})).toBe('ready');
});

test('the bridge shows no payment sheet for the mini program’s AppID, nor for a time that is no text', async () => {
  const sandbox = await startSandbox();
  const { WeixinJSBridge: bridge } = await pageAt(sandbox, HREF);
  const { appid, officialAppid } = sandbox.merchant;
  const invoke = (given: object) =>
    new Promise<string>((done) => bridge?.invoke('getBrandWCPayRequest', given, ({ err_msg }) => done(err_msg)));
  expect(await invoke({ appId: appid, timeStamp: '1' })).toBe('get_brand_wcpay_request:fail');
  expect(await invoke({ appId: officialAppid, timeStamp: 1 })).toBe('get_brand_wcpay_request:fail');
});

test('an H5 payment opens outside WeChat and from the shop’s own domain alone', async () => {
  const sandbox = await startSandbox({ settings: { h5Domains: ['shop.example'] } });
  const scene_info = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } };
  const { payer: _, ...body } = prepayBody(sandbox, { scene_info });
  const placed = await callSigned(sandbox, { path: '/v3/pay/transactions/h5', body });
  const open = async (headers: Record<string, string>) => {
    const answer = await fetch(placed.body.h5_url, { headers });
    return [answer.status, (await answer.text()).match(/请在微信外打开订单|商家存在未配置的参数/)?.[0] ?? ''];
  };
  const inside = { 'user-agent': 'MicroMessenger/8.0.47', referer: 'https://shop.example/' };
  expect(await open(inside)).toEqual([403, '请在微信外打开订单']);
  expect(await open({ referer: 'https://evil.example/' })).toEqual([403, '商家存在未配置的参数']);
  expect(await open({})).toEqual([403, '商家存在未配置的参数']);
  expect(await open({ referer: 'https://shop.example/' })).toEqual([200, '']);
});
