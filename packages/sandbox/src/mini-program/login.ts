import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { redeemCode, unionidOf } from '../people.ts';
import type { AccessToken } from '../state.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';

type Query = Record<string, string | undefined>;

const TOKEN_LIFE_MS = 7_200_000;
/** An old and a new token are both good for so long; within it a new one is handed out. */
const OVERLAP_MS = 300_000;

/** `/sns/jscode2session`: a code is good for five minutes and once. */
export function codeToSession(context: Context, query: Query): Record<string, unknown> {
  checkApp(context, query.appid, query.secret);
  if (query.grant_type !== 'authorization_code') throw new ApiRefusal(40002, 'invalid grant_type');
  if (!query.js_code) throw new ApiRefusal(41008, 'missing code');
  const person = redeemCode(context.store, 'login', query.js_code, context.now());
  if (person === 'unknown') throw new ApiRefusal(40029, 'invalid code');
  if (person === 'used') throw new ApiRefusal(40163, 'code been used');
  return { openid: person.openid, session_key: randomBytes(16).toString('base64'), unionid: unionidOf(person.id) };
}

/** `/cgi-bin/stable_token`: the same token until five minutes before its end, unless a fresh one is forced. */
export function stableToken(context: Context, body: ApiBody): Record<string, unknown> {
  checkApp(context, body.text('appid'), body.text('secret'));
  if (body.text('grant_type') !== 'client_credential') throw new ApiRefusal(40002, 'invalid grant_type');
  const { store } = context;
  const now = context.now();
  const current = latestToken(store.tokens.all());
  const forced = body.flag('force_refresh') === true;
  if (current && !forced && current.expiresAtMs - now > OVERLAP_MS) return tokenView(current, now);
  if (current && current.expiresAtMs > now) {
    store.tokens.put(current.token, { ...current, expiresAtMs: Math.min(current.expiresAtMs, now + OVERLAP_MS) });
  }
  const token = `89_${randomBytes(100).toString('base64url')}`;
  return tokenView(store.tokens.put(token, { token, issuedAtMs: now, expiresAtMs: now + TOKEN_LIFE_MS }), now);
}

/** Refuses a missing, unknown or expired access token. */
export function checkToken({ store, now }: Context, token: string | undefined): void {
  if (!token) throw new ApiRefusal(41001, 'access_token missing');
  const issued = store.tokens.get(token);
  if (!issued) throw new ApiRefusal(40001, 'invalid credential, access_token is invalid or not latest');
  if (issued.expiresAtMs <= now()) throw new ApiRefusal(42001, 'access_token expired');
}

/** `/wxa/business/getuserphonenumber` */
export function phoneNumber(context: Context, body: ApiBody): Record<string, unknown> {
  const code = body.text('code');
  const person = code ? redeemCode(context.store, 'phone', code, context.now()) : 'unknown';
  if (typeof person === 'string') throw new ApiRefusal(40029, person === 'used' ? 'code been used' : 'invalid code');
  const watermark = { timestamp: Math.floor(context.now() / 1000), appid: context.keys.merchant.appid };
  const number = person.phone;
  return { ...OK, phone_info: { phoneNumber: number, purePhoneNumber: number, countryCode: '86', watermark } };
}

function checkApp({ keys }: Context, appid: string | undefined, secret: string | undefined): void {
  if (appid !== keys.merchant.appid) throw new ApiRefusal(40013, 'invalid appid');
  if (secret !== keys.merchant.appSecret) throw new ApiRefusal(40125, 'invalid appsecret');
}

function latestToken(tokens: AccessToken[]): AccessToken | undefined {
  return tokens.reduce<AccessToken | undefined>(
    (latest, token) => (!latest || token.issuedAtMs >= latest.issuedAtMs ? token : latest),
    undefined,
  );
}

function tokenView({ token, expiresAtMs }: AccessToken, now: number): Record<string, unknown> {
  return { access_token: token, expires_in: Math.floor((expiresAtMs - now) / 1000) };
}
