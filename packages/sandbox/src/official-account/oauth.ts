import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { ApiRefusal } from '../mini-program/refusal.ts';
import { appWithSecret } from '../mini-program/tokens.ts';
import { personOfOpenid, redeemCode, unionidOf } from '../people.ts';

type Query = Record<string, string | undefined>;

const TOKEN_LIFE_MS = 7_200_000;

/** `GET /sns/oauth2/access_token`: exchanges a code of the authorisation page, once; codes of `wx.login` are not taken. */
export function oauthToken(context: Context, query: Query): Record<string, unknown> {
  const { appid } = appWithSecret(context, query.appid, query.secret, ['official-account', 'mobile-app']);
  if (query.grant_type !== 'authorization_code') throw new ApiRefusal(40002, 'invalid grant_type');
  if (!query.code) throw new ApiRefusal(41008, 'missing code');
  const found = redeemCode(context.store, { kind: 'oauth', appid, code: query.code }, context.now());
  if (found === 'unknown') throw new ApiRefusal(40029, 'invalid code');
  if (found === 'used') throw new ApiRefusal(40163, 'code been used');
  const { person, scope } = found;
  const isSnapshot = context.settings.snapshotUsers;
  const openid = isSnapshot ? `o${randomBytes(20).toString('base64url')}` : found.openid;
  const token = `90_${randomBytes(60).toString('base64url')}`;
  context.store.oauthTokens.put(token, { token, openid, scope, expiresAtMs: context.now() + TOKEN_LIFE_MS });
  return {
    access_token: token,
    expires_in: TOKEN_LIFE_MS / 1000,
    refresh_token: `90_${randomBytes(60).toString('base64url')}`,
    openid,
    scope,
    ...(isSnapshot ? { is_snapshotuser: 1 } : {}),
    ...(scope === 'snsapi_userinfo' && !isSnapshot ? { unionid: unionidOf(person.id) } : {}),
  };
}

/** `GET /sns/userinfo`: name and picture of who agreed to be asked. Refuses with 41001, 40001, 42001, 40003, 48001. */
export function userInfo({ store, now }: Context, query: Query): Record<string, unknown> {
  if (!query.access_token) throw new ApiRefusal(41001, 'access_token missing');
  const issued = store.oauthTokens.get(query.access_token);
  if (!issued) throw new ApiRefusal(40001, 'invalid credential, access_token is invalid or not latest');
  if (issued.expiresAtMs <= now()) throw new ApiRefusal(42001, 'access_token expired');
  const person = personOfOpenid(store, issued.openid);
  if (!person || query.openid !== issued.openid) throw new ApiRefusal(40003, 'invalid openid');
  if (issued.scope !== 'snsapi_userinfo') throw new ApiRefusal(48001, 'api unauthorized');
  // Since 2021 WeChat tells neither sex nor place.
  const blank = { sex: 0, language: '', city: '', province: '', country: '', privilege: [] };
  return { openid: issued.openid, nickname: person.name, ...blank, headimgurl: '', unionid: unionidOf(person.id) };
}
