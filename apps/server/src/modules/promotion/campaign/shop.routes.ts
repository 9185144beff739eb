import { nowMs } from '../../../kernel/clock.ts';
import { type CursorPart, readCursor } from '../../../kernel/page.ts';
import { coalesce, type Db } from '../../../platform/db/index.ts';
import { JsonText } from '../../../platform/http/index.ts';
import { balances } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import {
  cardPage,
  cardsOfRange,
  cardsOfRangeByGap,
  GAP_CURSOR,
  promotions,
  promotionsOf,
  saleSkus,
} from '../../goods/catalog/index.ts';
import { availableOf } from '../../stock/inventory/index.ts';
import { setsFrom } from './bundle.rules.ts';
import { type BundleRule, campaignRefusals, type ExtraRule } from './campaign.api.ts';
import { accounts, kindOf, type LiveCampaign, sentencesOf } from './campaign.rules.ts';
import { stateOfRow } from './campaign.service.ts';
import { campaignRow, savedOf } from './campaign.store.ts';
import { askedCampaigns } from './live.service.ts';
import * as api from './shop.api.ts';
import { toldAt } from './told.rules.ts';

/** Of the usual order: looked at before the campaign, so that a wrong one is refused whatever it is for. */
const SHELF_CURSOR: readonly CursorPart[] = ['number', 'uuid'];

/** Nobody is shown a draft. */
const SHOWN = { draft: 'over', planned: 'soon', running: 'on', over: 'over', stopped: 'over' } as const;

const quotaOf = ({ rule }: LiveCampaign): number | null => ('quota' in rule ? rule.quota : null);

/** What shoppers see of campaigns: on the cards and pages of goods, and the page of each. */
export function shopperRoutes(platform: Platform): void {
  const { http, slots, database } = platform;
  const campaignsOf = askedCampaigns(platform);
  const balanceOf = coalesce(database, balances);
  slots.fill(promotions, async (tenantId) => {
    const atMs = nowMs();
    const campaigns = await campaignsOf(tenantId, atMs);
    const limited = campaigns.filter((c) => quotaOf(c) !== null && c.endsAtMs > atMs);
    const lefts = new Map(
      await Promise.all(
        limited.map(async ({ id }) => [id, (await balanceOf(tenantId, accounts.quota(id)))?.available ?? 0] as const),
      ),
    );
    return toldAt(campaigns, atMs, ({ id }) => lefts.get(id) ?? null);
  });

  const promotionsOfShop = promotionsOf(platform);
  http.read(api.getCampaign, async ({ actor: { tenantId }, params, db }) => {
    const row = await knownCampaign(db, tenantId, params.id);
    const { rule, ...input } = savedOf(row);
    const kind = kindOf(input.kind);
    return {
      id: row.id,
      tag: kind.tag(rule),
      label: kind.label(rule),
      state: SHOWN[stateOfRow(row)],
      startsAt: input.startsAt,
      endsAt: input.endsAt,
      sentences: sentencesOf(input, rule),
    };
  });
  http.read(api.listCampaignGoods, async ({ actor: { tenantId }, params, query: { gapFen, ...page }, db }) => {
    if (page.cursor) readCursor(page.cursor, gapFen ? GAP_CURSOR : SHELF_CURSOR);
    const { scope } = savedOf(await knownCampaign(db, tenantId, params.id));
    const [told, rows] = await Promise.all([
      promotionsOfShop(tenantId),
      gapFen ? cardsOfRangeByGap(db, tenantId, scope, gapFen, page) : cardsOfRange(db, tenantId, scope, page),
    ]);
    return new JsonText(cardPage(rows, page.limit).bytes(told));
  });
  http.read(api.listCampaignExtras, async ({ actor: { tenantId }, params, db }) => {
    const row = await knownCampaign(db, tenantId, params.id);
    const { extra } = savedOf(row);
    if (!extra) return { most: null, items: [] };
    return { most: extra.most, items: await extrasOf(db, tenantId, { id: row.id, rule: extra }) };
  });
  http.read(api.getCampaignBundle, async ({ actor: { tenantId }, params, db }) => {
    const row = await knownCampaign(db, tenantId, params.id);
    const { bundle } = savedOf(row);
    const isOver = SHOWN[stateOfRow(row)] === 'over';
    return { bundle: bundle && !isOver ? await bundleOf(db, tenantId, bundle) : null };
  });
}

/** A set as shoppers see it. Its stock is what the stock of its pieces allows. */
async function bundleOf(db: Db, tenantId: number, rule: BundleRule) {
  const ids = rule.items.map((item) => item.skuId);
  const [skus, pieces] = await Promise.all([saleSkus(db, tenantId, ids), availableOf(db, tenantId, ids)]);
  const available = (skuId: string) => (skus.get(skuId)?.onSale ? Math.max(0, pieces.get(skuId) ?? 0) : 0);
  const items = rule.items.flatMap(({ skuId, quantity }) => {
    const sku = skus.get(skuId);
    if (!sku) return [];
    const { goodsId, title, specs, picture, priceFen: listFen } = sku;
    return [{ skuId, goodsId, title, specs, picture, listFen, quantity, available: available(skuId) }];
  });
  return { pick: rule.pick, priceFen: rule.priceFen, sets: setsFrom(rule, available), items };
}

/** What a campaign gives for enough goods. */
async function extrasOf(db: Db, tenantId: number, { id, rule }: { id: string; rule: ExtraRule }) {
  const ids = rule.items.map((item) => item.skuId);
  const [skus, pieces, quotas] = await Promise.all([
    saleSkus(db, tenantId, ids),
    availableOf(db, tenantId, ids),
    balances(db, tenantId, [accounts.quota(id)]),
  ]);
  const isOpen = rule.quota === null || (quotas.get(accounts.quota(id))?.available ?? 0) > 0;
  return rule.items.flatMap(({ skuId, priceFen }) => {
    const sku = skus.get(skuId);
    if (!sku?.onSale) return [];
    const { goodsId, title, specs, picture, priceFen: listFen } = sku;
    const isLeft = isOpen && (pieces.get(skuId) ?? 0) > 0;
    return [{ skuId, goodsId, title, specs, picture, listFen, priceFen: Math.min(priceFen, listFen), isLeft }];
  });
}

/** A campaign that shoppers may know of: no draft. */
async function knownCampaign(db: Db, tenantId: number, id: string) {
  const row = await campaignRow(db, tenantId, id);
  if (!row?.published) throw campaignRefusals.CAMPAIGN_NOT_FOUND();
  return row;
}
