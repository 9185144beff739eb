import type { Db } from '../../../platform/db/index.ts';
import { saleSkus } from '../../goods/catalog/index.ts';
import type { Returning, ReturnTerm } from '../../trade/aftersales/index.ts';
import { matcherOf } from '../scope/index.ts';
import type { ExtraRule, ReductionRule } from './campaign.api.ts';
import { campaignRows } from './campaign.store.ts';
import { extra } from './extra.rules.ts';
import { reduction } from './reduction.rules.ts';
import { extraTerm, reductionTerm } from './returns.rules.ts';

/** What the campaigns of an order ask for when pieces of it go back: see `broken` of their rules. */
export async function campaignTerms(db: Db, tenantId: number, { lines, parts }: Returning): Promise<ReturnTerm[]> {
  const refs = [...new Set(parts.filter((p) => BREAKABLE.has(p.source)).map((p) => p.ref))];
  if (refs.length === 0) return [];
  const rows = (await campaignRows(db, tenantId, refs)).filter(
    ({ rule }) => 'broken' in rule && rule.broken !== 'keep',
  );
  if (rows.length === 0) return [];
  const skuIds = lines.map((line) => line.skuId);
  const skus = await saleSkus(db, tenantId, skuIds);
  return rows.flatMap(({ id, kind, rule, scope }) => {
    const matches = matcherOf(scope);
    const covers = ({ skuId, goodsId }: Returning['lines'][number]) => {
      const { categoryIds = [], tags = [] } = skus.get(skuId) ?? {};
      return matches({ goodsId, categoryIds, tags });
    };
    const order = { id, lines, parts, covers };
    const term = kind === 'extra' ? extraTerm(rule as ExtraRule, order) : reductionTerm(rule as ReductionRule, order);
    return term ?? [];
  });
}
const BREAKABLE = new Set([extra.source, reduction.source]);
