import { randomBytes } from 'node:crypto';
import { type App, appOf } from '../apps.ts';
import type { Context } from '../context.ts';
import type { AccessToken } from '../state.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal } from './refusal.ts';

type Query = Record<string, string | undefined>;

const TOKEN_LIFE_MS = 7_200_000;
/** An old and a new token are both good for so long; within it a new one is handed out. */
const OVERLAP_MS = 300_000;
const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;
/** Of fresh tokens by force. Source: 获取稳定版接口调用凭据. */
const FORCED_A_DAY = 20;
const FORCED_APART_MS = 30_000;

/** `/cgi-bin/stable_token`: the same token until five minutes before its end; a forced fresh one kills it at once. */
export function stableToken(context: Context, body: ApiBody): Record<string, unknown> {
  const app = serverApp(context, body.text('appid'), body.text('secret'));
  if (body.text('grant_type') !== 'client_credential') throw new ApiRefusal(40002, 'invalid grant_type');
  const now = context.now();
  const forced = body.flag('force_refresh') === true;
  if (forced) countForced(context, app, now);
  const current = latestOf(context, app, 'stable_token');
  if (current && !forced && current.expiresAtMs - now > OVERLAP_MS) return tokenView(current, now);
  if (current) endAt(context, current, forced ? now : now + OVERLAP_MS);
  return tokenView(newToken(context, app, 'stable_token'), now);
}

/** `GET /cgi-bin/token`: a new one each time; the one before is good for five minutes more. */
export function token(context: Context, query: Query): Record<string, unknown> {
  const app = serverApp(context, query.appid, query.secret);
  if (query.grant_type !== 'client_credential') throw new ApiRefusal(40002, 'invalid grant_type');
  const current = latestOf(context, app, 'token');
  if (current) endAt(context, current, context.now() + OVERLAP_MS);
  return tokenView(newToken(context, app, 'token'), context.now());
}

/** Refuses a missing, unknown or expired access token with 41001, 40001, 42001, one of another kind of app with 48001. */
export function checkToken({ store, now }: Context, given: string | undefined, appid: string): void {
  if (!given) throw new ApiRefusal(41001, 'access_token missing');
  const issued = store.tokens.get(given);
  // Whether a token was superseded or never given makes no difference; only one that ran out says so.
  if (!issued?.appid || (issued.expiresAtMs <= now() && issued.expiresAtMs < issued.issuedAtMs + TOKEN_LIFE_MS))
    throw new ApiRefusal(40001, 'invalid credential, access_token is invalid or not latest');
  if (issued.expiresAtMs <= now()) throw new ApiRefusal(42001, 'access_token expired');
  if (issued.appid !== appid) throw new ApiRefusal(48001, 'api unauthorized');
}

/** The app of this id and secret, of the kind wanted. Refuses with 41002, 40013, 41004, 40125. */
export function appWithSecret(
  { keys }: Context,
  appid: string | undefined,
  secret: string | undefined,
  kinds: readonly App['kind'][],
): App {
  if (!appid) throw new ApiRefusal(41002, 'appid missing');
  const app = appOf(keys.merchant, appid);
  if (!app || !kinds.includes(app.kind)) throw new ApiRefusal(40013, 'invalid appid');
  if (!secret) throw new ApiRefusal(41004, 'appsecret missing');
  if (secret !== app.secret) throw new ApiRefusal(40125, 'invalid appsecret');
  return app;
}

/** Mobile apps have no server interfaces. */
const serverApp = (context: Context, appid: string | undefined, secret: string | undefined): App =>
  appWithSecret(context, appid, secret, ['mini-program', 'official-account']);

/** Refuses with 45009 after twenty in a day of China, with 45011 within thirty seconds. */
function countForced({ store }: Context, { appid }: App, now: number): void {
  const dayOf = (ms: number) => Math.floor((ms + CHINA_MS) / DAY_MS);
  const today = (store.forcedTokens.get(appid) ?? []).filter((ms) => dayOf(ms) === dayOf(now));
  if (today.length >= FORCED_A_DAY) throw new ApiRefusal(45009, 'reach max api daily quota limit');
  if (now - (today.at(-1) ?? 0) < FORCED_APART_MS)
    throw new ApiRefusal(45011, 'api minute-quota reach limit, must slower, retry next minute');
  store.forcedTokens.put(appid, [...today, now]);
}

function latestOf({ store }: Context, { appid }: App, from: AccessToken['from']): AccessToken | undefined {
  return store.tokens
    .filter((one) => one.appid === appid && one.from === from)
    .reduce<AccessToken | undefined>(
      (last, one) => (!last || one.issuedAtMs >= last.issuedAtMs ? one : last),
      undefined,
    );
}

function newToken({ store, now }: Context, { appid }: App, from: AccessToken['from']): AccessToken {
  const text = `89_${randomBytes(100).toString('base64url')}`;
  const issuedAtMs = now();
  return store.tokens.put(text, { token: text, appid, from, issuedAtMs, expiresAtMs: issuedAtMs + TOKEN_LIFE_MS });
}

function endAt({ store }: Context, token: AccessToken, ms: number): void {
  if (token.expiresAtMs > ms) store.tokens.put(token.token, { ...token, expiresAtMs: ms });
}

const tokenView = ({ token: text, expiresAtMs }: AccessToken, now: number) => ({
  access_token: text,
  expires_in: Math.floor((expiresAtMs - now) / 1000),
});
