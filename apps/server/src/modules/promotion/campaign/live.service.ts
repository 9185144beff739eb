import type { Db } from '../../../platform/db/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { matcherOf } from '../scope/index.ts';
import { type LiveCampaign, windowOf } from './campaign.rules.ts';
import { type Basis, type CampaignRow, liveRows, savedOf } from './campaign.store.ts';

/** What changes whenever a campaign does. */
const CAMPAIGN = 'campaign';

interface Kept {
  campaigns: readonly LiveCampaign[];
  bytes: number;
}

function liveOf(row: CampaignRow): LiveCampaign {
  const saved = savedOf(row);
  return {
    id: row.id,
    kind: saved.kind,
    rule: saved.rule,
    excludes: saved.excludes,
    window: windowOf(saved),
    endsAtMs: row.ends_at.getTime(),
    covers: matcherOf(saved.scope),
    saved,
    basis: (row.basis as Basis) ?? {},
  };
}

const keptLive = perPlatform((platform) =>
  memoryOf(platform).answers<Kept>({ kind: CAMPAIGN, name: 'live', bytesOf: ({ bytes }) => bytes }),
);
async function readLive(db: Db, tenantId: number, atMs: number): Promise<Kept> {
  const rows = await liveRows(db, tenantId, atMs);
  // Ids stand in the row and in the sets that the matcher looks at.
  return { campaigns: rows.map(liveOf), bytes: 4 * JSON.stringify(rows).length };
}

/**
 * The campaigns of a shop that are on or still to come; they stay in memory until one changes, so that a price costs no read more than
 * the stamps. `atMs`: ms since the epoch.
 */
export interface LiveCampaigns {
  /** Those that have not ended at an instant. */
  at(db: Db, tenantId: number, atMs: number): Promise<readonly LiveCampaign[]>;
  /** Those of last time, perhaps stale: for a guess of what to ask for beside. */
  guess(tenantId: number): readonly LiveCampaign[];
}
export const liveCampaigns = perPlatform((platform): LiveCampaigns => {
  const kept = keptLive(platform);
  return {
    async at(db, tenantId, atMs) {
      const stamp = await kept.stamp(db, tenantId);
      const known = kept.under(stamp, tenantId, '');
      const found = known ?? (await readLive(db, tenantId, atMs));
      if (!known) kept.keep(stamp, tenantId, '', found);
      return found.campaigns.filter((c) => c.endsAtMs > atMs);
    },
    guess: (tenantId) => kept.guess(tenantId, '')?.campaigns ?? [],
  };
});

/** The same for a question outside a transaction: what concurrent shoppers ask is read together. Some may be over already. */
export const askedCampaigns =
  (platform: Platform) =>
  async (tenantId: number, atMs: number): Promise<readonly LiveCampaign[]> =>
    (await keptLive(platform).get(tenantId, '', () => readLive(platform.database.forTenant(tenantId), tenantId, atMs)))
      .campaigns;
