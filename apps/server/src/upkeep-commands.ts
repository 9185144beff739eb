import { allTenantIds } from './modules/identity/tenant/index.ts';
import type { Platform } from './platform/platform.ts';
import { resealTenant } from './platform/secrets/reseal.ts';

type Say = (line: string) => void;

/**
 * `reseal`: after the master secret was replaced (the former one in JISHI_SECRET_OLD), seals everything with the current one. Run it
 * again until it finds nothing; then the former secret is needed no more but to check older lines of the audit log.
 */
export async function reseal(platform: Platform, say: Say): Promise<void> {
  for (const tenantId of await allTenantIds(platform.database))
    say(`shop ${tenantId}: ${await resealTenant(platform, tenantId)} texts sealed again`);
}
