import { nowMs } from '../../../kernel/clock.ts';
import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import { pageHead } from '../../../platform/http/index.ts';
import { balances } from '../../../platform/ledger/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings, setLevel } from '../../identity/customer/index.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import { returnTerms } from '../../trade/aftersales/index.ts';
import { figuresOfPromotion, orderReturned } from '../../trade/order/index.ts';
import { priceRules } from '../../trade/pricing/index.ts';
import * as api from './campaign.api.ts';
import { accounts } from './campaign.rules.ts';
import * as service from './campaign.service.ts';
import * as store from './campaign.store.ts';
import { campaignView, checkView, rowView } from './campaign.views.ts';
import { campaignTerms } from './campaign-returns.ts';
import { limitsToMove, quotaBack } from './campaign-rights.ts';
import { liveCampaigns } from './live.service.ts';
import { campaignNames } from './names.store.ts';
import { headOfCampaign } from './page-head.ts';
import { campaignRule } from './price-rule.ts';
import { shopperRoutes } from './shop.routes.ts';

export const campaign: Module = { name: 'promotion/campaign', register };

function register(platform: Platform): void {
  const { http, slots } = platform;
  slots.fill(auditTargets, campaignNames);
  slots.fill(pageHead, headOfCampaign);
  slots.fill(priceRules, campaignRule(liveCampaigns(platform)));
  slots.fill(orderReturned, quotaBack);
  slots.fill(returnTerms, campaignTerms);
  slots.fill(belongings, { tables: [], move: async () => {}, chains: limitsToMove });
  shopperRoutes(platform);
  http.read(api.listAdminCampaigns, async ({ actor: { tenantId }, query, db }) => {
    const rows = await store.deskRows(db, tenantId, query);
    const quotas = await balances(
      db,
      tenantId,
      rows.map((r) => accounts.quota(r.id)),
    );
    return pageOf(rows, query.limit, (row) => rowView(row, quotas.get(accounts.quota(row.id))));
  });
  http.read(api.getAdminCampaign, async ({ actor: { tenantId }, params, db }) => {
    const row = await store.campaignRow(db, tenantId, params.id);
    if (!row) throw api.campaignRefusals.CAMPAIGN_NOT_FOUND();
    return campaignView(row);
  });
  http.read(api.getCampaignFigures, async ({ actor: { tenantId }, params, db }) => {
    if (!(await store.campaignRow(db, tenantId, params.id))) throw api.campaignRefusals.CAMPAIGN_NOT_FOUND();
    return figuresOfPromotion(db, tenantId, params.id);
  });
  http.read(api.checkCampaign, async ({ actor: { tenantId }, body: { id, ...input }, db }) => {
    const { campaign: saved, skus, gained } = await service.checked(db, tenantId, input);
    const others = await store.liveRows(db, tenantId, nowMs());
    return checkView(
      saved,
      { skus, gained },
      await service.basisOf(db, tenantId, saved, skus),
      others.filter((row) => row.id !== id),
    );
  });
  http.change(api.createCampaign, async ({ actor: { tenantId }, body: { publish, ...input }, tx }) =>
    campaignView(await service.createCampaign(tx, tenantId, input, publish)),
  );
  http.change(api.updateCampaign, async ({ actor: { tenantId }, params, body: { publish, version, ...input }, tx }) =>
    campaignView(await service.updateCampaign(tx, tenantId, params.id, version, input, publish)),
  );
  http.change(api.stopCampaign, async ({ actor: { tenantId }, params, tx }) =>
    campaignView(await service.stopCampaign(tx, tenantId, params.id)),
  );
  http.change(api.setCustomerLevel, async ({ actor: { tenantId }, params, body: { level }, tx }) => {
    if (!(await setLevel(tx, tenantId, params.id, level))) throw common.NOT_FOUND();
    return { level };
  });
  http.change(api.deleteCampaign, async ({ actor: { tenantId }, params, tx }) => {
    await service.deleteCampaign(tx, tenantId, params.id);
    return undefined;
  });
}
