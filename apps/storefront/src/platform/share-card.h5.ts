import { getJsSdkConfig } from '@jishi/api-client/shop';
import { api } from '../api/client';
import { request } from './request';
import type { ShareCard } from './share.types';

/** WeChat's JS-SDK, as much of it as is used here. */
interface JsSdk {
  config(given: object): void;
  ready(then: () => void): void;
  error(then: (reason: { errMsg: string }) => void): void;
  updateAppMessageShareData(card: object): void;
  updateTimelineShareData(card: object): void;
}
const SCRIPT = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js';
const USED = ['updateAppMessageShareData', 'updateTimelineShareData'];
const sdk = (): JsSdk | undefined => (window as { wx?: JsSdk }).wx;

const landing = location.href;
/** On iOS WeChat knows a page by the address that was opened first, elsewhere by the present one. */
const signedUrl = (): string => (/iPhone|iPad/.test(navigator.userAgent) ? landing : location.href);
let configured: { url: string; sdk: Promise<JsSdk> } | undefined;

/** Puts a card behind WeChat's share button: to a friend and to the timeline. Rejects where WeChat does not take our signature. */
export async function offerCard({ title, url, picture }: ShareCard): Promise<void> {
  const wx = await ready();
  const link = new URL(url, location.origin).href;
  const imgUrl = picture ? new URL(picture, request.baseUrl || location.origin).href : '';
  wx.updateAppMessageShareData({ title, desc: document.title, link, imgUrl });
  wx.updateTimelineShareData({ title, link, imgUrl });
}

function ready(): Promise<JsSdk> {
  const [url = ''] = signedUrl().split('#');
  if (configured?.url !== url) configured = { url, sdk: configure(url) };
  return configured.sdk;
}

async function configure(url: string): Promise<JsSdk> {
  const wx = sdk() ?? (await loadSdk());
  const signed = await api(getJsSdkConfig, { query: { url } });
  return new Promise((done, fail) => {
    wx.error(({ errMsg }) => fail(new Error(errMsg)));
    wx.config({ ...signed, jsApiList: USED });
    wx.ready(() => done(wx));
  });
}

const loadSdk = (): Promise<JsSdk> =>
  new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.onload = () => done(sdk() as JsSdk);
    script.onerror = () => fail(new Error('the JS-SDK did not load'));
    document.head.append(script);
  });
