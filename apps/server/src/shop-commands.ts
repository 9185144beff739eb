import { parseArgs } from 'node:util';
import { forgetFirstLogin, newPassword } from './first-login.ts';
import { Refusal } from './kernel/refusal.ts';
import { LINK_HOURS, newSetupLink } from './modules/identity/setup/index.ts';
import { addOwner, resetPassword } from './modules/identity/staff/index.ts';
import { ANY_HOST, allTenantIds, createTenant, hostsOf, newTenantId, shopOf } from './modules/identity/tenant/index.ts';
import { CannotStart } from './platform/cannot-start.ts';
import type { Platform } from './platform/platform.ts';

type Say = (line: string) => void;
const CREATE_SHOP = 'npm run shop -- create --name NAME --login LOGIN --host HOST';
const RESET_OWNER = 'npm run shop -- reset-owner --login LOGIN --shop CODE';

const OPTIONS = {
  name: { type: 'string' },
  login: { type: 'string' },
  host: { type: 'string', multiple: true },
  code: { type: 'string' },
  shop: { type: 'string' },
  data: { type: 'string' },
} as const;

/** The options of a command. Throws CannotStart, naming what is missing or wrong. */
export function readShopOptions(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true }).values;
  } catch (error) {
    throw new CannotStart((error as Error).message);
  }
}
export type ShopOptions = ReturnType<typeof readShopOptions>;

/** What `npm run shop` does, by its first word. */
export const SHOP_COMMANDS: Record<string, (platform: Platform, options: ShopOptions, say: Say) => Promise<void>> = {
  create: createShop,
  'reset-owner': resetOwner,
  list: listShops,
  link: sayLink,
};

/** Says each shop with its hosts. */
async function listShops({ database }: Platform, _options: ShopOptions, say: Say): Promise<void> {
  const ids = await allTenantIds(database);
  for (const tenantId of ids) {
    const db = database.forTenant(tenantId);
    const { code, settings } = await shopOf(db, tenantId);
    const hosts = (await hostsOf(db, tenantId)).map((host) => (host === ANY_HOST ? 'every other host' : host));
    say(`  ${code}  ${settings.name}  (number ${tenantId}; ${hosts.join(', ')})`);
  }
  if (ids.length === 0) say(`There is no shop yet: ${CREATE_SHOP}`);
}

/** A new one-time link for the first shop. Throws CannotStart when there is a shop. */
async function sayLink(platform: Platform, _options: ShopOptions, say: Say): Promise<void> {
  const link = await newSetupLink(platform, platform.config.publicUrl);
  if (!link) throw new CannotStart(`there is a shop already; a further one: ${CREATE_SHOP}`);
  say(`  First shop  ${link}`);
  say(`The link is good for ${LINK_HOURS} hours and used once.`);
}

/**
 * Opens a shop with an owner and tells the password, once. The first shop also answers under every host that no shop names; a later
 * one needs a host of its own. Throws CannotStart when an option is missing or wrong, or a host, code or login is taken.
 */
async function createShop(platform: Platform, options: ShopOptions, say: Say): Promise<void> {
  const { name, login = 'owner', host = [] } = options;
  if (!name?.trim()) throw new CannotStart(`the shop needs a name: ${CREATE_SHOP}`);
  const { database, config } = platform;
  const isFirst = (await allTenantIds(database)).length === 0;
  if (!isFirst && host.length === 0)
    throw new CannotStart(
      'there is a shop already: a further one needs --host, the name under which shoppers reach it',
    );
  const hosts = host.length > 0 ? host.map(hostOf) : [new URL(config.publicUrl).host];
  const tenantId = await newTenantId(database);
  const code = options.code ?? `shop-${tenantId}`;
  const password = newPassword();
  await database
    .inTx(tenantId, async (tx) => {
      await createTenant(tx, { tenantId, code, name: name.trim(), hosts: isFirst ? [...hosts, ANY_HOST] : hosts });
      await addOwner(tx, platform, tenantId, { login, password, name: '店主', mustChange: true });
    })
    .catch((error: unknown) => {
      throw explained(error, { code, host: hosts.join(', '), login });
    });
  say(`  Shop        ${name.trim()} (number ${tenantId}, code ${code})`);
  say(`  Hosts       ${hosts.join(', ')}${isFirst ? ', and every other until a shop names it' : ''}`);
  say(`  Login       ${login} / ${password}`);
  say('The password is told this once; the owner replaces it at the first sign-in.');
}

/** Gives a login of a shop a new password and tells it, once. Throws CannotStart when there is no such shop or login. */
async function resetOwner(platform: Platform, options: ShopOptions, say: Say): Promise<void> {
  const { database, config, principals } = platform;
  const { login = 'owner', shop } = options;
  const [only, second] = await allTenantIds(database);
  if (only === undefined) throw new CannotStart(`there is no shop yet: ${CREATE_SHOP}`);
  if (second !== undefined && !shop) throw new CannotStart(`there are several shops: ${RESET_OWNER}`);
  const tenantId = shop ? await principals.tenantByCode(shop).catch(() => null) : only;
  if (tenantId === null) throw new CannotStart(`there is no shop with the code ${shop}`);
  const password = newPassword();
  await database
    .inTx(tenantId, (tx) => resetPassword(tx, platform, tenantId, login, password))
    .catch((error: unknown) => {
      throw error instanceof Refusal ? new CannotStart(`this shop has no login ${login}`) : error;
    });
  forgetFirstLogin(config.dataDir);
  say(`  Login       ${login} / ${password}`);
  say('The password is told this once and replaced at the next sign-in.');
  say('Sessions, second factor, the list of addresses and waits after wrong passwords have ended.');
}

/** `https://shop.example.com/`, `shop.example.com` or `shop.example.com:8443` → what a browser sends as Host. */
function hostOf(text: string): string {
  const url = /^https?:\/\//.test(text) ? text : `https://${text}`;
  const { host } = URL.canParse(url) ? new URL(url) : { host: '' };
  if (!host || /[\s*]/.test(text)) throw new CannotStart(`--host ${text} is no host name`);
  return host;
}

const TAKEN: Record<string, (given: { code: string; host: string; login: string }) => string> = {
  tenant_code_key: ({ code }) => `the code ${code} belongs to another shop`,
  tenant_domain_host_key: ({ host }) => `another shop answers under ${host}`,
  tenant_code_check: ({ code }) => `the code ${code} may have small letters, digits and hyphens, 2 to 40`,
};

function explained(error: unknown, given: { code: string; host: string; login: string }): unknown {
  const sentence = TAKEN[(error as { constraint?: string }).constraint ?? '']?.(given);
  if (sentence) return new CannotStart(sentence);
  return error instanceof Refusal ? new CannotStart(error.message) : error;
}
