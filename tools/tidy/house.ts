/** The shape of the house: what stands on what. docs/architecture.md draws it. */
export const SERVER = 'apps/server/src/';

/** Groups of modules from the lowest floor up; a group imports only groups before it. */
export const GROUPS = [
  'identity',
  'compliance',
  'goods',
  'stock',
  'membership',
  'trade',
  'promotion',
  'growth',
  'content',
  'service',
  'partner',
  'insight',
  'saas',
] as const;

/** Which module of a group may import which of the same group. */
export const EDGES: Record<string, readonly string[]> = {
  'identity/customer': ['identity/tenant', 'identity/region'],
  'identity/staff': ['identity/tenant'],
  'identity/notice': ['identity/customer', 'identity/tenant'],
  'identity/setup': ['identity/staff', 'identity/tenant'],
  'goods/catalog': ['goods/media'],
  'goods/search': ['goods/catalog'],
  'trade/freight': ['trade/pricing'],
  'trade/cart': ['trade/pricing'],
  'trade/purse': ['trade/pricing'],
  'trade/order': ['trade/pricing', 'trade/cart', 'trade/payment'],
  'trade/fulfilment': ['trade/order', 'trade/payment'],
  'trade/aftersales': ['trade/order', 'trade/payment'],
  'trade/settlement': ['trade/order', 'trade/payment'],
  'promotion/coupon': ['promotion/scope'],
  'promotion/campaign': ['promotion/scope'],
};

/** Tables of the platform, by the folder that owns them. Every other table belongs to the module that its name begins with. */
export const PLATFORM_TABLES: Record<string, readonly string[]> = {
  'platform/ledger': ['ledger_account', 'ledger_transfer'],
  'platform/outbox': ['outbox', 'outbox_listener'],
  'platform/jobs': ['job_worker', 'job_sweep'],
  'platform/http': ['idempotency', 'audit', 'audit_head'],
  'platform/memory': ['stamp'],
  'platform/backup': ['backup_run'],
};
/**
 * Tables that belong to no tenant: of the machinery, which only the worker's role may touch, the links before there is a shop, and the
 * backups, which are of all shops.
 */
export const TABLES_OF_NO_TENANT: readonly string[] = [
  'outbox_listener',
  'job_worker',
  'job_sweep',
  'setup_link',
  'backup_run',
];
/** Tables that a module reads or writes although the name is not its own. */
export const LENT_TABLES: Record<string, readonly string[]> = {
  'goods/media': ['file'],
  'identity/staff': ['audit', 'audit_head'],
};

export const MAX_FILE_LINES = 400;
export const MAX_FUNCTION_LINES = 60;
/** A component is mostly markup, one attribute a line: it is read from top to bottom like the page it draws. */
export const MAX_COMPONENT_LINES = 105;

/** Only these may read the real clock or make random numbers. */
export const OWNERS_OF_CHANCE = ['kernel/', 'platform/secrets/'];

/** What the product offers to its tests alone. */
export const FOR_TESTS: Record<string, readonly string[]> = {
  'apps/server/src/kernel/clock.ts': ['setClock'],
  'tools/small-disk.ts': ['smallDisk'],
};
