import type { Db } from '../../../platform/db/index.ts';
import { isPageId, type PageAsked, type PageHead } from '../../../platform/http/index.ts';
import { pictureOfRange } from '../../goods/catalog/index.ts';
import { kindOf, sentencesOf } from './campaign.rules.ts';
import { campaignRow, savedOf } from './campaign.store.ts';

/** What a campaign's page tells of itself where its link is sent. Of a draft nothing. */
export async function headOfCampaign(db: Db, tenantId: number, asked: PageAsked): Promise<Partial<PageHead>> {
  if (asked.page !== 'trade/campaign' || !isPageId(asked.query.id)) return {};
  const row = await campaignRow(db, tenantId, asked.query.id);
  if (!row?.published) return {};
  const { rule, ...input } = savedOf(row);
  const kind = kindOf(input.kind);
  const picture = await pictureOfRange(db, tenantId, input.scope);
  return {
    title: `${kind.tag(rule)}：${kind.label(rule)}`,
    description: sentencesOf(input, rule).join('；'),
    ...(picture ? { picture } : {}),
  };
}
