import { createHash } from 'node:crypto';
import type { Context } from '../context.ts';
import { ApiRefusal, OK } from '../mini-program/refusal.ts';

type Query = Record<string, string | undefined>;

const LIFE_MS = 7_200_000;

/** `GET /cgi-bin/ticket/getticket?type=jsapi`: the same ticket for two hours, by the clock. Refuses another type with 40097. */
export function jsapiTicket(context: Context, query: Query): Record<string, unknown> {
  if (query.type !== 'jsapi') throw new ApiRefusal(40097, 'invalid args');
  const { now } = context;
  const left = LIFE_MS - (now() % LIFE_MS);
  return { ...OK, ticket: ticketNow(context), expires_in: Math.floor(left / 1000) };
}

/** The ticket that signatures of pages are checked with. */
export function ticketNow({ keys, now }: Context): string {
  const { officialAppid, officialSecret } = keys.merchant;
  const period = Math.floor(now() / LIFE_MS);
  return createHash('sha512').update(`${officialAppid}/${officialSecret}/${period}`).digest('base64url');
}
