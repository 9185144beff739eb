import { sql } from 'kysely';
import { verifyAudit } from './modules/identity/staff/index.ts';
import { allTenantIds } from './modules/identity/tenant/index.ts';
import { CannotStart } from './platform/cannot-start.ts';
import { BucketStore } from './platform/files/bucket.ts';
import { verifyLedger } from './platform/ledger/index.ts';
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

/**
 * `verify-audit`: whether every shop's audit log is whole. Returns false when a row was changed, added between or taken away. Keep what
 * it says somewhere else: a log that was cut off at its end is found by comparing.
 */
export async function verifyAudits(platform: Platform, say: Say): Promise<boolean> {
  let whole = true;
  for (const tenantId of await allTenantIds(platform.database)) {
    const { proven, lastProof, brokenAt } = await verifyAudit(platform, tenantId);
    say(
      brokenAt === null
        ? `shop ${tenantId}: ${proven} entries, unbroken; the last proof is ${lastProof}`
        : `shop ${tenantId}: BROKEN at entry ${brokenAt}; the ${proven} entries before it are as they were written`,
    );
    whole &&= brokenAt === null;
  }
  return whole;
}

const SHOWN = 20;

/**
 * `verify-ledger`: whether every shop's ledger keeps its promises: balances are the sums of their entries, reservations are open or
 * ended, nothing is below its floor. For after a restore. Returns false when something is wrong, after saying what.
 */
export async function verifyLedgers({ database }: Platform, say: Say): Promise<boolean> {
  let right = true;
  for (const tenantId of await allTenantIds(database)) {
    const troubles = await database.inTx(tenantId, async (tx) => {
      // It reads the whole journal, which takes longer than a page may.
      await sql`set local statement_timeout = 0`.execute(tx);
      return verifyLedger(tx, tenantId);
    });
    say(`shop ${tenantId}: ${troubles.length === 0 ? 'the ledger is right' : `${troubles.length} TROUBLES`}`);
    for (const trouble of troubles.slice(0, SHOWN)) say(`  ${trouble}`);
    right &&= troubles.length === 0;
  }
  return right;
}

/** `send-files`: the pictures of the data folder go into the bucket that FILES_BUCKET names; those that are there stay. */
export async function sendFiles({ files }: Platform, say: Say): Promise<void> {
  if (!(files instanceof BucketStore)) throw new CannotStart('set FILES_BUCKET, FILES_KEY and FILES_SECRET first');
  say(`${await files.sendFolder()} files sent to the bucket`);
}
