import { createPrivateKey, createPublicKey } from 'node:crypto';
import { common } from '../../../kernel/refusal.ts';
import {
  type ShopProfile,
  type ShopSettings,
  tenantRefusals,
  type WechatConnection,
  type WechatStatus,
} from './tenant.api.ts';

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
});

/** The settings in force: what was stored over the defaults, so that a setting added later has a value in every shop. */
export function settingsInForce(name: string, stored: unknown): ShopSettings {
  const base = defaultSettings(name);
  const given: Partial<ShopSettings> = typeof stored === 'object' && stored !== null ? stored : {};
  return { ...base, ...given, freight: { ...base.freight, ...given.freight } };
}

/** Refuses with BAD_INPUT a banner that leads out of the shop: `//host` is another site although it begins with a slash. */
export function checkSettings({ banners }: ShopSettings): void {
  const wrong = banners.findIndex((b) => b.link.startsWith('//') || b.link.startsWith('/\\'));
  if (wrong >= 0) throw common.BAD_INPUT({ field: `banners.${wrong}.link` }, '轮播图只能链接到店内页面');
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
});

/** Hosts of WeChat itself; any other is a sandbox. */
const PAY_HOSTS = new Set(['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com']);
const API_HOSTS = new Set(['api.weixin.qq.com', 'api2.weixin.qq.com', 'sh.api.weixin.qq.com', 'sz.api.weixin.qq.com']);

const speaksTo = (url: string, hosts: ReadonlySet<string>): boolean => {
  const { protocol, host } = new URL(url);
  return protocol === 'https:' && hosts.has(host);
};

/** Where the official account's authorisation page is: at WeChat's own host, or in the sandbox itself. */
export const openBaseOf = (apiBaseUrl: string): string =>
  speaksTo(apiBaseUrl, API_HOSTS) ? 'https://open.weixin.qq.com' : apiBaseUrl;

export const isSandbox = (c: Pick<WechatConnection, 'payBaseUrl' | 'apiBaseUrl'>): boolean =>
  !speaksTo(c.payBaseUrl, PAY_HOSTS) || !speaksTo(c.apiBaseUrl, API_HOSTS);

/** How a shop is connected, without a secret. */
export const statusOf = (c: WechatConnection | null): WechatStatus =>
  c
    ? {
        connected: true,
        sandbox: isSandbox(c),
        payBaseUrl: c.payBaseUrl,
        apiBaseUrl: c.apiBaseUrl,
        mchid: c.mchid,
        appid: c.appid,
        officialAppid: c.officialAppid ?? null,
        verification: c.publicKey ? 'public-key' : 'certificate',
      }
    : {
        connected: false,
        sandbox: false,
        payBaseUrl: null,
        apiBaseUrl: null,
        mchid: null,
        appid: null,
        officialAppid: null,
        verification: null,
      };

const BASES = ['payBaseUrl', 'apiBaseUrl', 'notifyBaseUrl'] as const;

/**
 * The connection with its addresses trimmed of a last slash. Refuses with WECHAT_CONNECTION_WRONG, naming the field: an address
 * that is not HTTP, a key that cannot be read or is not RSA, half a pair, one AppID given for both apps.
 */
export function checkedConnection(given: WechatConnection): WechatConnection {
  const wrong = (field: keyof WechatConnection, detail: string) =>
    tenantRefusals.WECHAT_CONNECTION_WRONG({ field }, detail);
  for (const field of BASES)
    if (!/^https?:\/\/[^/?#]+/.test(given[field])) throw wrong(field, '地址须以 http:// 或 https:// 开头');
  if (!isRsa(() => createPrivateKey(given.privateKey)))
    throw wrong('privateKey', '商户 API 私钥无法读取，须为 RSA 私钥（PEM）');
  if (given.publicKey && !isRsa(() => createPublicKey(given.publicKey ?? '')))
    throw wrong('publicKey', '微信支付公钥无法读取，须为 RSA 公钥（PEM）');
  if (Boolean(given.publicKey) !== Boolean(given.publicKeyId))
    throw wrong(given.publicKey ? 'publicKeyId' : 'publicKey', '微信支付公钥和公钥 ID 须同时填写');
  if (Boolean(given.officialAppid) !== Boolean(given.officialSecret))
    throw wrong(given.officialAppid ? 'officialSecret' : 'officialAppid', '公众号 AppID 和 AppSecret 须同时填写');
  if (given.officialAppid === given.appid)
    throw wrong('officialAppid', '公众号和小程序的 AppID 不同，请在公众平台分别查看');
  const trimmed = { ...given };
  for (const field of BASES) trimmed[field] = given[field].replace(/\/+$/, '');
  return trimmed;
}

function isRsa(read: () => { asymmetricKeyType?: string }): boolean {
  try {
    return read().asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
