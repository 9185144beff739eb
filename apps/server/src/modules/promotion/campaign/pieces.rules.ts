import { shareOut, sumFen, yuanText } from '../../../kernel/money.ts';
import type { DraftLine } from '../../trade/pricing/index.ts';
import { coveredOf, zheText } from '../scope/index.ts';
import type { PiecesRule } from './campaign.api.ts';
import { type CoveredSku, type FieldTrouble, type Kind, oneOfTwo } from './kind.rules.ts';

/** More sets of one order are not looked at: the schema says the same of what a merchant sets. */
const MOST_SETS = 100;

function label({ pieces, payPercent, priceFen }: PiecesRule): string {
  if (priceFen !== null) return `${pieces} 件 ${yuanText(priceFen)} 元`;
  if (payPercent === 0) return `第 ${pieces} 件免费`;
  return `第 ${pieces} 件${payPercent === 50 ? '半价' : ` ${zheText(payPercent ?? 100)}`}`;
}

/** Pieces of one line that go into a set. */
export interface Run {
  skuId: string;
  unitFen: number;
  count: number;
}

/** The dearest pieces first, set by set. */
export function setsOf(lines: readonly DraftLine[], size: number, mostSets: number): Run[][] {
  const runs = lines
    .map((l) => ({ skuId: l.skuId, unitFen: Math.floor(l.fen / l.quantity), count: l.quantity }))
    .toSorted((a, b) => b.unitFen - a.unitFen || (a.skuId < b.skuId ? -1 : 1));
  const sets: Run[][] = [];
  let at = 0;
  while (sets.length < mostSets) {
    const set: Run[] = [];
    for (let missing = size; missing > 0; ) {
      const run = runs[at];
      if (!run) return sets;
      const count = Math.min(missing, run.count);
      if (count > 0) set.push({ ...run, count });
      run.count -= count;
      missing -= count;
      if (run.count === 0) at++;
    }
    sets.push(set);
  }
  return sets;
}

/** What a set takes off each of its lines. */
export function takesOf(
  { payPercent, priceFen }: Pick<PiecesRule, 'payPercent' | 'priceFen'>,
  set: readonly Run[],
): { skuId: string; fen: number; units: number }[] {
  if (priceFen === null) {
    const cheapest = set.at(-1);
    return cheapest
      ? [
          {
            skuId: cheapest.skuId,
            fen: cheapest.unitFen - Math.floor((cheapest.unitFen * (payPercent ?? 100)) / 100),
            units: 1,
          },
        ]
      : [];
  }
  const linesFen = set.map((run) => run.unitFen * run.count);
  const shares = shareOut(Math.max(0, sumFen(linesFen) - priceFen), linesFen);
  return set.map((run, n) => ({ skuId: run.skuId, fen: shares[n] ?? 0, units: run.count }));
}

/** Takes of many sets, one a line. */
export function together(takes: readonly { skuId: string; fen: number; units: number }[]) {
  const byLine = new Map<string, { skuId: string; fen: number; units: number }>();
  for (const { skuId, fen, units } of takes) {
    const line = byLine.get(skuId) ?? { skuId, fen: 0, units: 0 };
    byLine.set(skuId, { skuId, fen: line.fen + fen, units: line.units + units });
  }
  return [...byLine.values()].filter((t) => t.fen > 0);
}

function troubles(rule: PiecesRule, skus: readonly CoveredSku[]): FieldTrouble[] {
  const found = oneOfTwo(
    { field: 'pieces.payPercent', value: rule.payPercent, missing: '请填写打几折，或一共多少元' },
    { field: 'pieces.priceFen', value: rule.priceFen },
  );
  const dearest = Math.max(0, ...skus.map((s) => s.priceFen));
  if (found.length === 0 && rule.priceFen !== null && skus.length > 0 && rule.priceFen >= dearest * rule.pieces)
    found.push({ field: 'pieces.priceFen', message: '没有商品能便宜：一组的价格不低于单买' });
  return found;
}

export const pieces: Kind<PiecesRule> = {
  source: 'pieces',
  stage: 'bundle',
  countsPieces: true,
  group: 'bundle',
  troubles,
  label,
  tag: () => '多件优惠',
  sentences: (rule) => [
    label(rule),
    rule.priceFen === null
      ? `每 ${rule.pieces} 件一组，组内最便宜的一件优惠`
      : `任选 ${rule.pieces} 件一组，从最贵的算起`,
    ...(rule.mostSets === null ? [] : [`每单最多 ${rule.mostSets} 组`]),
  ],
  offers(draft, { id, rule, excludes, endsAtMs, covers }) {
    const lines = coveredOf(draft.linesFor({ group: pieces.group, excludes }), covers);
    if (lines.length === 0) return { offers: [] };
    const told = { source: pieces.source, ref: id, label: label(rule) };
    const sets = setsOf(lines, rule.pieces, rule.mostSets ?? MOST_SETS);
    const takes = together(sets.flatMap((set) => takesOf(rule, set)));
    const count = lines.reduce((sum, l) => sum + l.quantity, 0);
    const gap = rule.pieces - count;
    return {
      offers: takes.length > 0 ? [{ ...told, group: pieces.group, excludes, takes, untilMs: endsAtMs }] : [],
      unmet:
        gap > 0
          ? [
              {
                ...told,
                reason: `再买 ${gap} 件可享「${told.label}」`,
                gapUnits: gap,
                percent: Math.floor((count * 100) / rule.pieces),
              },
            ]
          : [],
    };
  },
  mostFen(rule, skus) {
    return sumFen(
      skus.map(({ priceFen, available }) => {
        const off =
          rule.priceFen === null
            ? priceFen - Math.floor((priceFen * (rule.payPercent ?? 100)) / 100)
            : Math.max(0, priceFen * rule.pieces - rule.priceFen);
        // Sets may mix goods: a part of a set counts like the same part of one of these pieces alone.
        return Math.ceil((off * Math.max(0, available)) / rule.pieces);
      }),
    );
  },
  lowestFen: (rule, { priceFen }) =>
    rule.priceFen === null
      ? Math.floor((priceFen * (rule.payPercent ?? 100)) / 100)
      : Math.min(priceFen, Math.floor(rule.priceFen / rule.pieces)),
};
