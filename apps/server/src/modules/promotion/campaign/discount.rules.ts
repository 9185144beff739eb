import { fen, sumFen, yuanText } from '../../../kernel/money.ts';
import type { DraftLine } from '../../trade/pricing/index.ts';
import { zheText } from '../scope/index.ts';
import type { DiscountRule } from './campaign.api.ts';
import { type CoveredSku, type FieldTrouble, type Kind, limitsText } from './kind.rules.ts';

/**
 * What `units` pieces of a SKU cost at the discount, in fen; null when it has none. A percentage is of the whole line and rounds
 * down, so that the buyer gains; a piece is never free: commerce-rules.md §2.2.
 */
function discountedFen(rule: DiscountRule, skuId: string, listFen: number, units: number): number | null {
  const most = listFen * units;
  if (rule.way === 'percent') return Math.max(units, Math.floor((most * (rule.payPercent ?? 100)) / 100));
  if (rule.way === 'minus') return fen(Math.max(1, listFen - (rule.offFen ?? 0)) * units);
  const own = rule.prices.find((p) => p.skuId === skuId);
  return own ? Math.min(most, fen(own.priceFen * units)) : null;
}

const offFor = (rule: DiscountRule, { skuId, listFen }: Pick<DraftLine, 'skuId' | 'listFen'>, units: number): number =>
  listFen * units - (discountedFen(rule, skuId, listFen, units) ?? listFen * units);

function label(rule: DiscountRule): string {
  if (rule.way === 'percent') return `限时 ${zheText(rule.payPercent ?? 100)}`;
  return rule.way === 'minus' ? `限时立减 ${yuanText(rule.offFen ?? 0)} 元` : '限时特价';
}

function troubles(rule: DiscountRule, skus: readonly CoveredSku[]): FieldTrouble[] {
  const found: FieldTrouble[] = [];
  const say = (field: string, message: string) => found.push({ field: `discount.${field}`, message });
  const fits = (way: DiscountRule['way'], field: 'payPercent' | 'offFen', missing: string, name: string) => {
    if (rule.way === way && rule[field] === null) say(field, missing);
    if (rule.way !== way && rule[field] !== null) say(field, `选了其他方式，不需要填写${name}`);
  };
  fits('percent', 'payPercent', '请填写打几折', '折扣');
  fits('minus', 'offFen', '请填写每件减多少元', '减价');
  if (rule.way !== 'price' && rule.prices.length > 0) say('prices', '选了其他方式，不需要填写每个规格的活动价');
  if (rule.way === 'price' && rule.prices.length === 0) say('prices', '请至少为一个规格填写活动价');
  const known = new Map(skus.map((s) => [s.skuId, s.priceFen]));
  const seen = new Set<string>();
  for (const [n, { skuId, priceFen }] of rule.prices.entries()) {
    const list = known.get(skuId);
    if (seen.has(skuId)) say(`prices.${n}.skuId`, '同一个规格只能填写一次');
    else if (list === undefined) say(`prices.${n}.skuId`, '这个规格不在所选商品里，或已被删除');
    else if (priceFen >= list) say(`prices.${n}.priceFen`, `活动价要低于现价 ${yuanText(list)} 元`);
    seen.add(skuId);
  }
  const cheapest = Math.min(...skus.map((s) => s.priceFen));
  if (rule.way === 'minus' && rule.offFen !== null && rule.offFen >= cheapest)
    say('offFen', `有商品只卖 ${yuanText(cheapest)} 元，减的金额要小于它`);
  if (rule.quota !== null && rule.perPerson !== null && rule.perPerson > rule.quota)
    say('perPerson', '每人限购不能多于活动名额');
  return found;
}

export const discount: Kind<DiscountRule> = {
  source: 'limited-time',
  stage: 'unit-price',
  countsPieces: false,
  group: 'unit-price',
  troubles,
  label,
  tag: () => '限时',
  sentences: (rule) => [label(rule), ...limitsText(rule, { share: '超出部分按原价', quota: '售完恢复原价' })],
  offers(draft, { id, rule, excludes, endsAtMs, covers }, left) {
    const lines = draft.lines.filter(covers).filter((line) => offFor(rule, line, 1) > 0);
    if (lines.length === 0) return { offers: [] };
    const told = { source: discount.source, ref: id, label: label(rule) };
    let rest = left ?? Number.MAX_SAFE_INTEGER;
    const takes: { skuId: string; fen: number; units: number }[] = [];
    // Where pieces are limited, those that save the most come first.
    for (const line of lines.toSorted((a, b) => offFor(rule, b, 1) - offFor(rule, a, 1))) {
      const units = Math.min(rest, line.quantity);
      if (units > 0) takes.push({ skuId: line.skuId, fen: offFor(rule, line, units), units });
      rest -= units;
    }
    const wanted = lines.reduce((sum, l) => sum + l.quantity, 0);
    const reason = left === 0 ? '名额已用完，按原价购买' : `优惠还剩 ${left} 件，其余 ${wanted - (left ?? 0)} 件按原价`;
    return {
      offers: takes.length > 0 ? [{ ...told, group: discount.group, excludes, takes, untilMs: endsAtMs }] : [],
      unmet: left !== null && wanted > left ? [{ ...told, reason }] : [],
    };
  },
  mostFen(rule, skus) {
    const offs = skus.map((sku) => offFor(rule, { skuId: sku.skuId, listFen: sku.priceFen }, 1));
    if (rule.quota !== null) return fen(rule.quota * Math.max(0, ...offs));
    return sumFen(skus.map((sku, n) => (offs[n] ?? 0) * Math.max(0, sku.available)));
  },
  lowestFen: (rule, { skuId, priceFen }) => discountedFen(rule, skuId, priceFen, 1) ?? priceFen,
};
