import type { FastifyRequest } from 'fastify';
import type { Context } from './context.ts';

/** Notes that an interface of WeChat was called, whatever comes of it. */
export function countCall({ calls }: Context, { method, url, routeOptions }: FastifyRequest): void {
  const name = `${method} ${routeOptions.url ?? url}`;
  calls.set(name, (calls.get(name) ?? 0) + 1);
}
