import { fen, sumFen, yuan, yuanText } from '../../../kernel/money.ts';
import type { DraftLine } from '../../trade/pricing/index.ts';
import type { ExtraRule } from './campaign.api.ts';
import { type FieldTrouble, type Kind, limitsText } from './kind.rules.ts';

const isGift = ({ items }: ExtraRule): boolean => items.every((item) => item.priceFen === 0);

function label(rule: ExtraRule): string {
  const enough = rule.by === 'amount' ? `满 ${yuanText(rule.from)}` : `满 ${rule.from} 件`;
  if (isGift(rule)) return `${enough} 送赠品`;
  const least = Math.min(...rule.items.map((item) => item.priceFen));
  return least === 0 ? `${enough} 送赠品或低价换购` : `${enough} 加 ${yuanText(least)} 元起换购`;
}

/** Fen that a piece of a line costs less when it is one of those that are given; 0 for others, and where it is cheaper anyway. */
function offOf({ items }: ExtraRule, { skuId, fen: lineFen, quantity }: DraftLine): number {
  const item = items.find((one) => one.skuId === skuId);
  return item ? Math.max(0, Math.floor(lineFen / quantity) - item.priceFen) : 0;
}

/** Pieces that the shopper has chosen; those that save the most come first. */
function takesOf(rule: ExtraRule, lines: readonly DraftLine[], most: number) {
  const takes: { skuId: string; fen: number; units: number }[] = [];
  let rest = most;
  for (const line of lines.toSorted((a, b) => offOf(rule, b) - offOf(rule, a) || (a.skuId < b.skuId ? -1 : 1))) {
    const units = Math.min(rest, line.quantity);
    if (units > 0 && offOf(rule, line) > 0) takes.push({ skuId: line.skuId, fen: offOf(rule, line) * units, units });
    rest -= units;
  }
  return takes;
}

function troubles(rule: ExtraRule, skus: readonly { skuId: string; priceFen: number }[]): FieldTrouble[] {
  const found: FieldTrouble[] = [];
  const say = (field: string, message: string) => found.push({ field: `extra.${field}`, message });
  if (rule.by === 'pieces' && rule.from > MOST_PIECES) say('from', `件数不能超过 ${MOST_PIECES}`);
  const known = new Map(skus.map((s) => [s.skuId, s.priceFen]));
  const seen = new Set<string>();
  for (const [n, { skuId, priceFen }] of rule.items.entries()) {
    const list = known.get(skuId);
    if (seen.has(skuId)) say(`items.${n}.skuId`, '同一个规格只能填写一次');
    else if (list === undefined) say(`items.${n}.skuId`, '这个规格没有在售，请换一个');
    else if (priceFen >= list) say(`items.${n}.priceFen`, `换购价要低于现价 ${yuanText(list)} 元`);
    seen.add(skuId);
  }
  if (rule.quota !== null && rule.perPerson !== null && rule.perPerson > rule.quota)
    say('perPerson', '每人限购不能多于活动名额');
  return found;
}
const MOST_PIECES = 9999;

export const extra: Kind<ExtraRule> = {
  source: 'extra',
  stage: 'bundle',
  countsPieces: true,
  group: 'extra',
  gives: (rule) => rule.items,
  troubles,
  label,
  tag: (rule) => (isGift(rule) ? '满赠' : '加价购'),
  sentences: (rule) => [
    label(rule),
    `${isGift(rule) ? '赠品' : '换购商品'}${rule.items.length > 1 ? `有 ${rule.items.length} 款，` : ''}每单最多选 ${rule.most} 件，不计入门槛`,
    ...limitsText(rule, {
      verb: isGift(rule) ? '限领' : '限购',
      share: '超出部分按原价',
      quota: '先到先得，选完为止',
    }),
  ],
  broken: (rule) => {
    const what = isGift(rule) ? '赠品' : '换购商品';
    if (rule.broken === 'keep') return `部分退款不影响已领的${what}`;
    return rule.broken === 'back'
      ? `退款后不再满足门槛的，${what}一并退回`
      : `退款后不再满足门槛的，从退款中扣除${what}少付的金额`;
  },
  offers(draft, { id, rule, excludes, endsAtMs, covers }, left) {
    const given = new Set(rule.items.map((item) => item.skuId));
    const lines = draft.linesFor({ group: extra.group, excludes });
    const chosen = lines.filter((l) => given.has(l.skuId));
    // What is given does not help to reach it.
    const counted = lines.filter((l) => !given.has(l.skuId) && covers(l));
    if (counted.length + chosen.length === 0) return { offers: [] };
    const told = { source: extra.source, ref: id, label: label(rule) };
    const gain = isGift(rule) ? '领赠品' : '换购';
    const count = rule.by === 'amount' ? sumFen(counted.map((l) => l.fen)) : piecesOf(counted);
    const gap = rule.from - count;
    if (gap > 0) {
      const more = rule.by === 'amount' ? yuan(gap) : `${gap} 件`;
      const missing = rule.by === 'amount' ? { gapFen: gap } : { gapUnits: gap };
      const percent = Math.floor((count * 100) / rule.from);
      return { offers: [], unmet: [{ ...told, reason: `再买 ${more} 可${gain}`, ...missing, percent }] };
    }
    const takes = takesOf(rule, chosen, Math.min(rule.most, left ?? rule.most));
    const reason = left === 0 ? '名额已用完' : `可${gain}，请选择`;
    return {
      offers: takes.length > 0 ? [{ ...told, group: extra.group, excludes, takes, untilMs: endsAtMs }] : [],
      unmet: takes.length > 0 ? [] : [{ ...told, reason, ...(left === 0 ? {} : { percent: 99 }) }],
    };
  },
  mostFen(rule, skus) {
    const offs = skus.map((sku) => sku.priceFen - extra.lowestFen(rule, sku, skus));
    if (rule.quota !== null) return fen(rule.quota * Math.max(0, ...offs));
    return sumFen(skus.map((sku, n) => (offs[n] ?? 0) * Math.max(0, sku.available)));
  },
  lowestFen: ({ items }, { skuId, priceFen }) =>
    Math.min(priceFen, items.find((item) => item.skuId === skuId)?.priceFen ?? priceFen),
};

const piecesOf = (lines: readonly DraftLine[]): number => lines.reduce((sum, l) => sum + l.quantity, 0);
