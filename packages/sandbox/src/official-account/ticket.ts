import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { ApiRefusal, OK } from '../mini-program/refusal.ts';

type Query = Record<string, string | undefined>;

const LIFE_MS = 7_200_000;

/** `GET /cgi-bin/ticket/getticket?type=jsapi`: the same ticket for two hours, by the clock. Refuses another type with 40097. */
export function jsapiTicket({ keys, now }: Context, query: Query): Record<string, unknown> {
  if (query.type !== 'jsapi') throw new ApiRefusal(40097, 'invalid args');
  const period = Math.floor(now() / LIFE_MS);
  const { officialAppid, officialSecret } = keys.merchant;
  const ticket = createHash('sha512').update(`${officialAppid}/${officialSecret}/${period}`).digest('base64url');
  return { ...OK, ticket, expires_in: Math.floor(((period + 1) * LIFE_MS - now()) / 1000) };
}
