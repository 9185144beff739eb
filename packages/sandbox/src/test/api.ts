import type { Sandbox } from '../sandbox.ts';
import { post } from './start.ts';

type Json = Record<string, unknown>;
export type AppName = 'mini-program' | 'official-account' | 'mobile-app';

/** AppID and secret of one of the merchant's apps. */
export function appOf({ merchant }: Sandbox, app: AppName): { appid: string; secret: string } {
  if (app === 'mini-program') return { appid: merchant.appid, secret: merchant.appSecret };
  if (app === 'mobile-app') return { appid: merchant.mobileAppid, secret: merchant.mobileSecret };
  return { appid: merchant.officialAppid, secret: merchant.officialSecret };
}

/** A GET of api.weixin.qq.com. */
export async function get({ baseUrl }: Sandbox, path: string, query: Record<string, string>): Promise<Json> {
  return (await fetch(`${baseUrl}${path}?${new URLSearchParams(query)}`)).json() as Promise<Json>;
}

export async function tokenOf(sandbox: Sandbox, more: Json = {}, app: AppName = 'mini-program'): Promise<Json> {
  const ask = { grant_type: 'client_credential', ...appOf(sandbox, app), ...more };
  return (await post(`${sandbox.baseUrl}/cgi-bin/stable_token`, ask)).body;
}

/** Calls interfaces with a token of an app. */
export async function callerOf(sandbox: Sandbox, app: AppName = 'mini-program') {
  const { access_token } = await tokenOf(sandbox, {}, app);
  return async (path: string, body: unknown): Promise<Json> =>
    (await post(`${sandbox.baseUrl}${path}?access_token=${access_token}`, body)).body;
}
