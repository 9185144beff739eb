import { nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { move, post } from '../../../platform/ledger/index.ts';
import { pastPrices, skusOfRange } from '../../goods/catalog/index.ts';
import { availableOf } from '../../stock/inventory/index.ts';
import { checkScope } from '../scope/index.ts';
import { type CampaignInput, campaignRefusals } from './campaign.api.ts';
import {
  accounts,
  campaignFlow,
  isForBuyers,
  kindOf,
  QUOTAS,
  type Rule,
  ruleOf,
  type Saved,
  stateOf,
  windowOf,
} from './campaign.rules.ts';
import * as store from './campaign.store.ts';
import type { FieldTrouble } from './kind.rules.ts';
import { windowTroubles } from './window.rules.ts';

/** What every question of a shopper looks at. */
const MOST_LIVE = 50;

export type Covered = Awaited<ReturnType<typeof coveredSkus>>;

/** SKUs on sale that a scope covers, with what can be sold of each. */
async function coveredSkus(db: Db, tenantId: number, scope: CampaignInput['scope']) {
  const skus = await skusOfRange(db, tenantId, scope);
  const pieces = await availableOf(
    db,
    tenantId,
    skus.map((s) => s.skuId),
  );
  return skus.map((sku) => ({ ...sku, available: pieces.get(sku.skuId) ?? 0 }));
}

/** SKUs of which something is taken off: those that a campaign names, else those that it covers. */
async function gainedSkus(
  db: Db,
  tenantId: number,
  given: readonly { goodsId: string; skuId: string }[] | undefined,
  covered: Covered,
): Promise<Covered> {
  if (!given) return covered;
  const ids = new Set(given.map((item) => item.skuId));
  const skus = await coveredSkus(db, tenantId, scopeOf(given));
  return skus.filter((sku) => ids.has(sku.skuId));
}

/** With more SKUs than this, prices are compared with nothing: the basis is in memory while the campaign runs. */
const MOST_COMPARED = 500;

/** What a discount may compare its prices with, kept when it is saved: see COMPARED_PRICE_DAYS. */
export async function basisOf(db: Db, tenantId: number, { kind, startsAt }: CampaignInput, skus: Covered) {
  if (kind !== 'discount' || skus.length > MOST_COMPARED) return null;
  const ids = skus.map((s) => s.skuId);
  // Deals of a discount that runs already are none that it may be compared with.
  return pastPrices(db, tenantId, ids, Math.min(nowMs(), Date.parse(startsAt)));
}
const keptBasis = (past: Awaited<ReturnType<typeof basisOf>>): store.Basis =>
  past &&
  Object.fromEntries(
    [...past.values()].flatMap(({ skuId, comparedFen }) => (comparedFen === null ? [] : [[skuId, comparedFen]])),
  );

/** Looks at all that is asked. `skus`: those that it covers; `gained`: those of which it takes something off. Refuses with BAD_INPUT and a sentence at each field. */
export async function checked(
  db: Db,
  tenantId: number,
  asked: CampaignInput,
): Promise<{ campaign: Saved; skus: Covered; gained: Covered }> {
  const found = ruleOf(asked);
  const only = 'rule' in found ? kindOf(asked.kind).only?.(found.rule) : undefined;
  const input = only ? { ...asked, scope: scopeOf(only) } : asked;
  const troubles = 'troubles' in found ? found.troubles : [];
  troubles.push(...windowTroubles(windowOf(input), nowMs()));
  if (input.excludes.some((g) => g === kindOf(input.kind).group))
    troubles.push({ field: 'excludes', message: '同类活动本来就只取最优惠的一个，不需要选' });
  troubles.push(...(await checkScope(db, tenantId, input.scope)));
  const skus = troubles.length === 0 ? await coveredSkus(db, tenantId, input.scope) : [];
  const gained =
    'rule' in found ? await gainedSkus(db, tenantId, only ?? kindOf(input.kind).gives?.(found.rule), skus) : [];
  if ('rule' in found) troubles.push(...kindOf(input.kind).troubles(found.rule, gained));
  if ('troubles' in found || troubles.length > 0) throw refused(troubles);
  return { campaign: { ...input, rule: found.rule }, skus, gained };
}
const scopeOf = (items: readonly { goodsId: string }[]): CampaignInput['scope'] => {
  const none = { tags: [], categoryIds: [], exceptGoodsIds: [], exceptCategoryIds: [] };
  return { kind: 'chosen', goodsIds: [...new Set(items.map((item) => item.goodsId))], ...none };
};
const refused = (errors: FieldTrouble[]) => common.BAD_INPUT({ errors }, errors[0]?.message);

/** Adds a campaign. Refuses with BAD_INPUT at the fields, CAMPAIGNS_FULL. */
export async function createCampaign(
  tx: Tx,
  tenantId: number,
  input: CampaignInput,
  publish: boolean,
): Promise<store.CampaignRow> {
  const { campaign, skus } = await checked(tx, tenantId, input);
  const basis = keptBasis(await basisOf(tx, tenantId, campaign, skus));
  const row = await store.insertCampaign(tx, tenantId, newId(), campaign, publish, basis);
  if (publish) await hasRoom(tx, tenantId);
  await fund(tx, tenantId, row, null);
  return row;
}

/** Changes a campaign. Refuses with BAD_INPUT, CAMPAIGN_NOT_FOUND, CAMPAIGN_STARTED, CAMPAIGN_ENDED, CONFLICT, CAMPAIGNS_FULL. */
export async function updateCampaign(
  tx: Tx,
  tenantId: number,
  id: string,
  version: number,
  input: CampaignInput,
  publish: boolean,
): Promise<store.CampaignRow> {
  const old = await store.lockedRow(tx, tenantId, id);
  if (!old) throw campaignRefusals.CAMPAIGN_NOT_FOUND();
  if (old.version !== version) throw common.CONFLICT({ version: old.version });
  const state = stateOfRow(old);
  if (state === 'over' || state === 'stopped') throw campaignRefusals.CAMPAIGN_ENDED();
  const { campaign, skus } = await checked(tx, tenantId, input);
  if (state === 'running' && !(publish && isForBuyers(store.savedOf(old), campaign)))
    throw campaignRefusals.CAMPAIGN_STARTED();
  const basis =
    state === 'running' ? (old.basis as store.Basis) : keptBasis(await basisOf(tx, tenantId, campaign, skus));
  const row = await store.replaceCampaign(tx, tenantId, id, version, campaign, publish, basis);
  if (!row) throw common.CONFLICT();
  if (publish && !old.published) await hasRoom(tx, tenantId);
  await fund(tx, tenantId, row, old);
  return row;
}

/** Ends a campaign for good. Refuses with CAMPAIGN_NOT_FOUND, and CAMPAIGN_ENDED when it does not run and will not. */
export async function stopCampaign(tx: Tx, tenantId: number, id: string): Promise<store.CampaignRow> {
  const old = await store.lockedRow(tx, tenantId, id);
  if (!old) throw campaignRefusals.CAMPAIGN_NOT_FOUND();
  if (!campaignFlow[stateOfRow(old)].includes('stopped')) throw campaignRefusals.CAMPAIGN_ENDED();
  return store.markStopped(tx, tenantId, id);
}

/** Removes a draft. Refuses with CAMPAIGN_NOT_FOUND, CAMPAIGN_NOT_DRAFT. */
export async function deleteCampaign(tx: Tx, tenantId: number, id: string): Promise<void> {
  const old = await store.lockedRow(tx, tenantId, id);
  if (!old) throw campaignRefusals.CAMPAIGN_NOT_FOUND();
  if (old.published) throw campaignRefusals.CAMPAIGN_NOT_DRAFT();
  await store.removeCampaign(tx, tenantId, id);
}

async function hasRoom(tx: Tx, tenantId: number): Promise<void> {
  if ((await store.liveRows(tx, tenantId, nowMs())).length > MOST_LIVE) throw campaignRefusals.CAMPAIGNS_FULL();
}

const quotaOf = (row: store.CampaignRow | null): number => {
  const rule = row?.published ? (row.rule as unknown as Rule) : null;
  return rule && 'quota' in rule ? (rule.quota ?? 0) : 0;
};

/** Puts into the ledger what the quota grew by, or takes back what it shrank by before anybody could buy. */
async function fund(tx: Tx, tenantId: number, row: store.CampaignRow, old: store.CampaignRow | null): Promise<void> {
  const more = quotaOf(row) - quotaOf(old);
  if (more === 0) return;
  const account = accounts.quota(row.id);
  const leg = more > 0 ? move('right', QUOTAS, account, more) : move('right', account, QUOTAS, -more);
  await post(tx, tenantId, { id: `${account}/${row.version}`, legs: [leg], reason: 'quota' });
}

export const stateOfRow = (row: store.CampaignRow) =>
  stateOf(
    {
      published: row.published,
      stoppedAtMs: row.stopped_at?.getTime() ?? null,
      startsAtMs: row.starts_at.getTime(),
      endsAtMs: row.ends_at.getTime(),
      weekly: null,
    },
    nowMs(),
  );
