import type { Static } from 'typebox';
import { COMPARED_PRICE_DAYS } from '../../../kernel/legal.ts';
import type { Balance } from '../../../platform/ledger/index.ts';
import type { PastPrices } from '../../goods/catalog/index.ts';
import { matcherOf, scopeText } from '../scope/index.ts';
import { setsFrom } from './bundle.rules.ts';
import type { Campaign, CampaignCheck, CampaignRow } from './campaign.api.ts';
import { kindOf, overlapText, type Saved, sentencesOf, windowOf } from './campaign.rules.ts';
import { type Covered, stateOfRow } from './campaign.service.ts';
import { type CampaignRow as Row, savedOf } from './campaign.store.ts';
import { meet } from './window.rules.ts';

const told = (row: Row, { kind, rule, scope }: Saved) => ({
  id: row.id,
  state: stateOfRow(row),
  label: kindOf(kind).label(rule),
  scopeText: scopeText(scope),
  stoppedAt: row.stopped_at?.toISOString() ?? null,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
});

export function campaignView(row: Row): Static<typeof Campaign> {
  const { rule, ...input } = savedOf(row);
  return { ...input, ...told(row, { ...input, rule }), sentences: sentencesOf(input, rule) };
}

export function rowView(row: Row, quota: Balance | undefined): Static<typeof CampaignRow> {
  const saved = savedOf(row);
  const { kind, name, startsAt, endsAt, weekly, rule } = saved;
  const most = 'quota' in rule ? rule.quota : null;
  const quotaLeft = most === null || !row.published ? null : (quota?.available ?? 0);
  return { ...told(row, saved), kind, name, startsAt, endsAt, weekly, quota: most, quotaLeft };
}

const SHOWN = 20;

/** What staff are told before they save. `others`: campaigns that are on or to come. */
export function checkView(
  campaign: Saved,
  { skus, gained }: { skus: Covered; gained: Covered },
  past: ReadonlyMap<string, PastPrices> | null,
  others: readonly Row[],
): Static<typeof CampaignCheck> {
  const { rule, ...input } = campaign;
  const kind = kindOf(input.kind);
  const most = kind.mostFen(rule, gained);
  const limited = 'quota' in rule && rule.quota !== null;
  const below = gained
    .map((sku) => ({ ...sku, lowestFen: kind.lowestFen(rule, sku, gained) }))
    .filter((sku) => sku.costFen !== null && sku.lowestFen < sku.costFen);
  return {
    goods: new Set(skus.map((s) => s.goodsId)).size,
    mostFen: most,
    mostText: limited
      ? '名额全部用完时'
      : most === null
        ? '取决于订单数与运费设置'
        : '按现有库存全部卖完、每单都优惠最多计算',
    belowCost: below.slice(0, SHOWN).map(({ skuId, title, specs, priceFen, lowestFen, costFen }) => ({
      skuId,
      title,
      specs,
      priceFen,
      lowestFen,
      costFen: costFen ?? 0,
    })),
    belowCostCount: below.length,
    sets: input.bundle ? setsFrom(input.bundle, (id) => gained.find((sku) => sku.skuId === id)?.available ?? 0) : null,
    struck: input.kind === 'discount' ? struckView(skus, past) : null,
    overlaps: others.flatMap((row) => overlapOf(campaign, skus, row)),
    sentences: sentencesOf(input, rule),
  };
}

/** `past`: null when there are too many SKUs to look at. */
function struckView(skus: Covered, past: ReadonlyMap<string, PastPrices> | null) {
  if (!past) return { none: skus.length, lower: 0, raised: 0, text: '规格太多，活动期间不展示划线价' };
  const count = (is: (sku: Covered[number], p: PastPrices) => boolean) =>
    skus.filter((sku) => {
      const found = past.get(sku.skuId);
      return found && is(sku, found);
    }).length;
  const none = count((_, p) => p.comparedFen === null);
  const lower = count((sku, p) => p.comparedFen !== null && p.comparedFen < sku.priceFen);
  const raised = count((sku, p) => p.listed7Fen !== null && p.listed7Fen < sku.priceFen);
  const said = [
    none > 0 && `${none} 个规格没有成交过，不展示划线价`,
    lower > 0 && `${lower} 个规格近 ${COMPARED_PRICE_DAYS} 天成交价低于现价，划线价按最低成交价展示`,
    raised > 0 && `${raised} 个规格近 ${COMPARED_PRICE_DAYS} 天涨过价，先涨后降可能构成价格欺诈，请核对`,
  ].filter((text) => text !== false);
  return { none, lower, raised, text: said.join('；') || '划线价为活动前的实际成交价，依据充分' };
}

function overlapOf(campaign: Saved, skus: Covered, row: Row) {
  const other = savedOf(row);
  if (!meet(windowOf(campaign), windowOf(other))) return [];
  const covers = matcherOf(other.scope);
  const goods = new Set(skus.filter(covers).map((s) => s.goodsId)).size;
  if (goods === 0) return [];
  const label = kindOf(other.kind).label(other.rule);
  return [{ id: row.id, name: other.name, label, text: overlapText(campaign, other, goods) }];
}
