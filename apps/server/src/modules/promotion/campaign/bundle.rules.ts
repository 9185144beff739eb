import { fen, shareOut, sumFen, yuanText } from '../../../kernel/money.ts';
import type { DraftLine } from '../../trade/pricing/index.ts';
import type { BundleRule } from './campaign.api.ts';
import type { CoveredSku, FieldTrouble, Kind } from './kind.rules.ts';
import { type Run, setsOf, takesOf, together } from './pieces.rules.ts';

/** More sets of one order are not looked at: the schema says the same of what a merchant sets. */
const MOST_SETS = 100;

/** Pieces of a set. */
const sizeOf = ({ pick, items }: BundleRule): number => pick ?? items.reduce((sum, item) => sum + item.quantity, 0);
const label = (rule: BundleRule): string =>
  `${rule.pick === null ? `${sizeOf(rule)} 件套装` : `任选 ${rule.pick} 件`} ${yuanText(rule.priceFen)} 元`;

/** How many sets can be made of so many pieces of each SKU: a view, no stock of its own. */
export function setsFrom({ pick, items }: BundleRule, piecesOf: (skuId: string) => number): number {
  if (pick !== null) return Math.floor(items.reduce((sum, { skuId }) => sum + Math.max(0, piecesOf(skuId)), 0) / pick);
  return Math.min(...items.map(({ skuId, quantity }) => Math.floor(Math.max(0, piecesOf(skuId)) / quantity)));
}

/** What a set costs when its pieces are bought one by one: of a free choice the dearest, since those come first. */
function listFenOf({ pick, items }: BundleRule, priceOf: (skuId: string) => number): number {
  if (pick !== null) return fen(Math.max(0, ...items.map(({ skuId }) => priceOf(skuId))) * pick);
  return sumFen(items.map(({ skuId, quantity }) => priceOf(skuId) * quantity));
}

/** Pieces of the lines that make so many whole sets. */
function fixedRun({ items }: BundleRule, lines: readonly DraftLine[], sets: number): Run[] {
  return items.flatMap(({ skuId, quantity }) => {
    const line = lines.find((l) => l.skuId === skuId);
    return line ? [{ skuId, unitFen: Math.floor(line.fen / line.quantity), count: quantity * sets }] : [];
  });
}
function fixedTakes(rule: BundleRule, lines: readonly DraftLine[], sets: number) {
  const run = fixedRun(rule, lines, sets);
  const linesFen = run.map((r) => r.unitFen * r.count);
  const shares = shareOut(Math.max(0, sumFen(linesFen) - rule.priceFen * sets), linesFen);
  return run
    .map(({ skuId, count }, n) => ({ skuId, fen: shares[n] ?? 0, units: count }))
    .filter((take) => take.fen > 0);
}

function troubles(rule: BundleRule, skus: readonly CoveredSku[]): FieldTrouble[] {
  const found: FieldTrouble[] = [];
  const say = (field: string, message: string) => found.push({ field: `bundle.${field}`, message });
  const prices = new Map(skus.map((s) => [s.skuId, s.priceFen]));
  const seen = new Set<string>();
  for (const [n, { skuId, quantity }] of rule.items.entries()) {
    if (seen.has(skuId)) say(`items.${n}.skuId`, '同一个规格只能填写一次');
    else if (!prices.has(skuId)) say(`items.${n}.skuId`, '这个规格没有在售，请换一个');
    if (rule.pick !== null && quantity !== 1) say(`items.${n}.quantity`, '任选套装由顾客决定件数，这里只能填 1');
    seen.add(skuId);
  }
  if (rule.pick === null && sizeOf(rule) < 2) say('items', '套装至少要有 2 件商品');
  if (found.length > 0) return found;
  const listFen = listFenOf(rule, (skuId) => prices.get(skuId) ?? 0);
  if (rule.priceFen >= listFen) say('priceFen', `套装价要低于单买的 ${yuanText(listFen)} 元`);
  return found;
}

/** 套装: certain SKUs together, or so many of them as the shopper likes, for one price. */
export const bundle: Kind<BundleRule> = {
  source: 'bundle',
  stage: 'bundle',
  countsPieces: true,
  group: 'bundle',
  only: (rule) => rule.items,
  troubles,
  label,
  tag: () => '套装',
  sentences: (rule) => [
    label(rule),
    rule.pick === null
      ? '买齐套装里的全部商品，按套装价计算'
      : `从 ${rule.items.length} 款中任选 ${rule.pick} 件，可以重复，从最贵的算起`,
    ...(rule.mostSets === null ? [] : [`每单最多 ${rule.mostSets} 套`]),
  ],
  offers(draft, { id, rule, excludes, endsAtMs }) {
    const items = new Set(rule.items.map((item) => item.skuId));
    const lines = draft.linesFor({ group: bundle.group, excludes }).filter((line) => items.has(line.skuId));
    if (lines.length === 0) return { offers: [] };
    const told = { source: bundle.source, ref: id, label: label(rule) };
    const have = new Map(lines.map((l) => [l.skuId, l.quantity]));
    const sets = Math.min(
      setsFrom(rule, (skuId) => have.get(skuId) ?? 0),
      rule.mostSets ?? MOST_SETS,
    );
    if (sets > 0) {
      const chosen = { payPercent: null, priceFen: rule.priceFen };
      const takes =
        rule.pick === null
          ? fixedTakes(rule, lines, sets)
          : together(setsOf(lines, rule.pick, sets).flatMap((set) => takesOf(chosen, set)));
      return { offers: takes.length > 0 ? [{ ...told, group: bundle.group, excludes, takes, untilMs: endsAtMs }] : [] };
    }
    const count =
      rule.pick === null
        ? rule.items.reduce((sum, { skuId, quantity }) => sum + Math.min(quantity, have.get(skuId) ?? 0), 0)
        : lines.reduce((sum, l) => sum + l.quantity, 0);
    const gapUnits = sizeOf(rule) - count;
    const percent = Math.floor((count * 100) / sizeOf(rule));
    return { offers: [], unmet: [{ ...told, reason: `再买 ${gapUnits} 件享「${told.label}」`, gapUnits, percent }] };
  },
  mostFen(rule, skus) {
    const [stock, prices] = [
      new Map(skus.map((s) => [s.skuId, s.available])),
      new Map(skus.map((s) => [s.skuId, s.priceFen])),
    ];
    const sets = setsFrom(rule, (skuId) => stock.get(skuId) ?? 0);
    return fen(sets * Math.max(0, listFenOf(rule, (skuId) => prices.get(skuId) ?? 0) - rule.priceFen));
  },
  lowestFen(rule, { priceFen }, skus) {
    const prices = new Map(skus.map((s) => [s.skuId, s.priceFen]));
    if (rule.pick !== null) return Math.min(priceFen, Math.floor(rule.priceFen / rule.pick));
    const listFen = listFenOf(rule, (skuId) => prices.get(skuId) ?? 0);
    return listFen === 0 ? priceFen : Math.min(priceFen, Math.floor((priceFen * rule.priceFen) / listFen));
  },
};
