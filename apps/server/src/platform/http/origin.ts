import type { FastifyRequest } from 'fastify';
import { common } from '../../kernel/refusal.ts';

/**
 * Refuses with CROSS_SITE a change that a page of another site had a browser send. SameSite cookies do not keep out pages of the same
 * site: another port of this machine, another sub-domain. Browsers say where a request comes from in Sec-Fetch-Site, older ones in
 * Origin, and no page can write either. A request without both comes from a program, which has no cookie of somebody else's.
 */
export function refuseForeignPage(req: FastifyRequest, publicUrl: string): void {
  const { 'sec-fetch-site': site, origin } = req.headers;
  if (site !== undefined ? site === 'same-origin' : origin === undefined || isOwn(origin, req.host, publicUrl)) return;
  throw common.CROSS_SITE();
}

/** A proxy may have changed the Host header, so the address under which the shop is known counts too. */
function isOwn(origin: string, host: string, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  const here = `${from.protocol}//${host}`;
  return from.origin === new URL(publicUrl).origin || (URL.canParse(here) && from.origin === new URL(here).origin);
}
