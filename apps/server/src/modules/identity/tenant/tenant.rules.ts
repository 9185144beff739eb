import { common } from '../../../kernel/refusal.ts';
import type { ShopProfile, ShopSettings, WechatConnection, WechatStatus } from './tenant.api.ts';

/** What a shop has until its merchant says otherwise. */
export const defaultSettings = (name: string): ShopSettings => ({
  name,
  slogan: '',
  logo: '',
  themeColor: '#e1251b',
  notice: '',
  servicePhone: '',
  banners: [],
  freight: { baseFen: 800, freeFromFen: 9900 },
  closeAfterMinutes: 30,
  receiveAfterDays: 10,
  lowStockAt: 20,
  licence: { company: '', number: '', picture: '', icp: '' },
  namesMaker: true,
});

/** The settings in force: what was stored over the defaults, so that a setting added later has a value in every shop. */
export function settingsInForce(name: string, stored: unknown): ShopSettings {
  const base = defaultSettings(name);
  const given: Partial<ShopSettings> = typeof stored === 'object' && stored !== null ? stored : {};
  return { ...base, ...given, freight: { ...base.freight, ...given.freight } };
}

/** The pages that a merchant may link to: the storefront's main package. A test compares them with its table of pages. */
export const STOREFRONT_PAGES = ['home', 'category', 'cart', 'me', 'search', 'product'];
const PAGE_LINK = new RegExp(`^/pages/(${STOREFRONT_PAGES.join('|')})(\\?[\\w.~%=&+-]*)?$`);

/** Refuses with BAD_INPUT a banner that leads anywhere but to a page of the shop. */
export function checkSettings({ banners }: ShopSettings): void {
  const wrong = banners.findIndex((b) => b.link !== '' && !PAGE_LINK.test(b.link));
  if (wrong >= 0)
    throw common.BAD_INPUT({ field: `banners.${wrong}.link` }, '轮播图只能链接到店内页面，例如 /pages/category');
}

export const profileOf = (s: ShopSettings): ShopProfile => ({
  name: s.name,
  slogan: s.slogan,
  logo: s.logo,
  themeColor: s.themeColor,
  notice: s.notice,
  servicePhone: s.servicePhone,
  banners: s.banners,
  freeFreightFromFen: s.freight.freeFromFen,
  closeAfterMinutes: s.closeAfterMinutes,
  licence: s.licence,
  namesMaker: s.namesMaker,
});

/** Hosts of WeChat itself; any other is a sandbox. */
const PAY_HOSTS = new Set(['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com']);
const API_HOSTS = new Set(['api.weixin.qq.com', 'api2.weixin.qq.com', 'sh.api.weixin.qq.com', 'sz.api.weixin.qq.com']);

const speaksTo = (url: string, hosts: ReadonlySet<string>): boolean => {
  const { protocol, host } = new URL(url);
  return protocol === 'https:' && hosts.has(host);
};

/** Whether an address is one of WeChat's own. */
export const isWechatsOwn = (url: string): boolean => speaksTo(url, PAY_HOSTS) || speaksTo(url, API_HOSTS);

/** Where the official account's authorisation page is: at WeChat's own host, or in the sandbox itself. */
export const openBaseOf = (apiBaseUrl: string): string =>
  speaksTo(apiBaseUrl, API_HOSTS) ? 'https://open.weixin.qq.com' : apiBaseUrl;

export const isSandbox = (c: Pick<WechatConnection, 'payBaseUrl' | 'apiBaseUrl'>): boolean =>
  !speaksTo(c.payBaseUrl, PAY_HOSTS) || !speaksTo(c.apiBaseUrl, API_HOSTS);

/** How a shop is connected, without a secret. */
export const statusOf = (
  c: WechatConnection | null,
  push: Pick<WechatStatus['messagePush'], 'address' | 'reminders'> = { address: '', reminders: [] },
): WechatStatus =>
  c
    ? {
        connected: true,
        sandbox: isSandbox(c),
        payBaseUrl: c.payBaseUrl,
        apiBaseUrl: c.apiBaseUrl,
        mchid: c.mchid,
        appid: c.appid,
        officialAppid: c.officialAppid ?? null,
        serialNo: c.serialNo,
        publicKeyId: c.publicKeyId ?? null,
        notifyBaseUrl: c.notifyBaseUrl,
        verification: c.publicKey ? 'public-key' : 'certificate',
        messagePush: { ...push, mode: c.messageToken ? (c.messageMode ?? 'safe') : 'off' },
      }
    : {
        connected: false,
        sandbox: false,
        payBaseUrl: null,
        apiBaseUrl: null,
        mchid: null,
        appid: null,
        officialAppid: null,
        serialNo: null,
        publicKeyId: null,
        notifyBaseUrl: null,
        verification: null,
        messagePush: { ...push, mode: 'off' },
      };
