import type { Merchant } from './keys.ts';

/** What an AppID stands for; each has its own secret, openids and tokens. */
export type AppKind = 'mini-program' | 'official-account' | 'mobile-app';
export interface App {
  kind: AppKind;
  appid: string;
  secret: string;
}

/** Every app that is bound to the merchant. */
export const appsOf = (merchant: Merchant): App[] => [
  { kind: 'mini-program', appid: merchant.appid, secret: merchant.appSecret },
  { kind: 'official-account', appid: merchant.officialAppid, secret: merchant.officialSecret },
  { kind: 'mobile-app', appid: merchant.mobileAppid, secret: merchant.mobileSecret },
];

export const appOf = (merchant: Merchant, appid: string | undefined): App | undefined =>
  appsOf(merchant).find((app) => app.appid === appid);
