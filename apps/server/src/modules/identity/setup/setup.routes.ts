import type { BodyOf } from '../../../kernel/operation.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { addOwner } from '../staff/index.ts';
import { ANY_HOST, allTenantIds, createTenant, newTenantId } from '../tenant/index.ts';
import * as api from './setup.api.ts';
import { linkNow } from './setup.service.ts';
import { holdsLink, takeLink } from './setup.store.ts';

/** The first shop of a server, opened in a browser by the reader of its terminal. */
export const setup: Module = { name: 'identity/setup', register };

function register(platform: Platform): void {
  const { http, database } = platform;
  http.steps(api.getSetup, async () => ({ waiting: (await allTenantIds(database)).length === 0 }));
  http.steps(api.checkSetupLink, async ({ body: { token } }) => {
    const { hash, at } = linkNow(token);
    if (!(await holdsLink(database, hash, at))) throw api.setupRefusals.SETUP_LINK_WRONG();
    return undefined;
  });
  http.steps(api.openFirstShop, async ({ body, req }) => {
    // Before anything dear: a password is hashed only for who has the link.
    const { hash, at } = linkNow(body.token);
    if (!(await holdsLink(database, hash, at))) throw api.setupRefusals.SETUP_LINK_WRONG();
    return { code: await open(platform, body, { ip: req.ip, requestId: req.id }) };
  });
}

async function open(
  platform: Platform,
  { token, name, themeColor, ownerName, login, password }: BodyOf<typeof api.openFirstShop>,
  from: { ip: string; requestId: string },
): Promise<string> {
  const { database, config, audit } = platform;
  const tenantId = await newTenantId(database);
  const code = `shop-${tenantId}`;
  await database.inTx(tenantId, async (tx) => {
    const { hash, at } = linkNow(token);
    if (!(await takeLink(tx, hash, at))) throw api.setupRefusals.SETUP_LINK_WRONG();
    const hosts = [new URL(config.publicUrl).host, ANY_HOST];
    await createTenant(tx, { tenantId, code, name, hosts, settings: { themeColor } });
    const owner = await addOwner(tx, platform, tenantId, { login, password, name: ownerName });
    const by = { actor: `staff:${owner}`, actorName: ownerName, ...from };
    await audit.note(tx, { ...by, tenantId, operation: 'openFirstShop', target: null, result: 201, detail: { login } });
  });
  return code;
}
