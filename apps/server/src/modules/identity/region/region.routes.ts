import { JsonText } from '../../../platform/http/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { recognise } from './recognise.rules.ts';
import { listRegions, recogniseAddress } from './region.api.ts';
import { REGIONS } from './region.rules.ts';

export const region: Module = { name: 'identity/region', register };

const DAY_S = 24 * 3600;

function register({ http }: Platform): void {
  let table: JsonText | null = null;
  http.read(listRegions, async ({ reply }) => {
    table ??= new JsonText(Buffer.from(JSON.stringify({ items: REGIONS })));
    reply.header('cache-control', `public, max-age=${DAY_S}`);
    return table;
  });
  http.read(recogniseAddress, async ({ body }) => recognise(body.text));
}
