import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { redeemCode, unionidOf } from '../people.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';
import { appWithSecret } from './tokens.ts';

type Query = Record<string, string | undefined>;

/** `/sns/jscode2session`: a code of `wx.login` is good for five minutes and once; the official account's are not taken. */
export function codeToSession(context: Context, query: Query): Record<string, unknown> {
  const { appid } = appWithSecret(context, query.appid, query.secret, ['mini-program']);
  if (query.grant_type !== 'authorization_code') throw new ApiRefusal(40002, 'invalid grant_type');
  if (!query.js_code) throw new ApiRefusal(41008, 'missing code');
  const found = redeemCode(context.store, { kind: 'login', appid, code: query.js_code }, context.now());
  if (typeof found === 'string') throw new ApiRefusal(40029, 'invalid code');
  const { person, openid } = found;
  return { openid, session_key: randomBytes(16).toString('base64'), unionid: unionidOf(person.id) };
}

/** `/wxa/business/getuserphonenumber`; with an openid the code has to be that person's. */
export function phoneNumber(context: Context, body: ApiBody): Record<string, unknown> {
  const { appid } = context.keys.merchant;
  const code = body.text('code') ?? '';
  const openid = body.text('openid');
  const found = redeemCode(context.store, { kind: 'phone', appid, code, openid }, context.now());
  if (typeof found === 'string') throw new ApiRefusal(40029, found === 'used' ? 'code been used' : 'invalid code');
  const watermark = { timestamp: Math.floor(context.now() / 1000), appid };
  const number = found.person.phone;
  return { ...OK, phone_info: { phoneNumber: number, purePhoneNumber: number, countryCode: '86', watermark } };
}
