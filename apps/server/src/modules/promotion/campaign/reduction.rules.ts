import { sumFen, yuan, yuanText } from '../../../kernel/money.ts';
import { type DraftLine, sharedOffer } from '../../trade/pricing/index.ts';
import { coveredOf, zheText } from '../scope/index.ts';
import type { ReductionRule } from './campaign.api.ts';
import { type FieldTrouble, type Kind, oneOfTwo } from './kind.rules.ts';

type Step = ReductionRule['steps'][number];
const countText = ({ by }: ReductionRule, n: number): string => (by === 'amount' ? yuanText(n) : `${n} 件`);
const gainText = ({ offFen, payPercent }: Step): string =>
  payPercent === null ? `减 ${yuanText(offFen ?? 0)}` : `打 ${zheText(payPercent)}`;
const stepText = (rule: ReductionRule, step: Step): string =>
  `${rule.repeats ? '每满' : '满'} ${countText(rule, step.from)} ${gainText(step)}`;
const label = (rule: ReductionRule): string => rule.steps.map((step) => stepText(rule, step)).join('，');

/** Fen that a step takes off goods of this sum, of which `count` counts. */
function offOf(
  { repeats, capFen }: ReductionRule,
  { from, offFen, payPercent }: Step,
  count: number,
  sum: number,
): number {
  const off =
    payPercent === null
      ? (offFen ?? 0) * (repeats ? Math.floor(count / from) : 1)
      : sum - Math.floor((sum * payPercent) / 100);
  return Math.min(off, sum, capFen ?? off);
}

/** What one more step brings: a sentence, and what is missing. Null where there is none. */
function nextStep(rule: ReductionRule, count: number): { reason: string; gap: number } | null {
  const [first] = rule.steps;
  const step =
    rule.repeats && first
      ? { ...first, from: (Math.floor(count / first.from) + 1) * first.from }
      : rule.steps.find((s) => s.from > count);
  if (!step) return null;
  if (rule.repeats && step.offFen !== null && first) {
    const offFen = step.offFen * (step.from / first.from);
    if (rule.capFen !== null && offFen > rule.capFen) return null;
    return said({ ...step, offFen });
  }
  return said(step);
  function said(next: Step) {
    const gap = next.from - count;
    const more = rule.by === 'amount' ? yuan(gap) : `${gap} 件`;
    const gain = next.payPercent === null ? `可减 ${yuan(next.offFen ?? 0)}` : `可打 ${zheText(next.payPercent)}`;
    return { reason: `再买 ${more} ${gain}`, gap };
  }
}

function troubles(rule: ReductionRule): FieldTrouble[] {
  const found: FieldTrouble[] = [];
  const say = (field: string, message: string) => found.push({ field: `reduction.${field}`, message });
  const isPercent = rule.steps[0]?.payPercent !== null;
  for (const [n, step] of rule.steps.entries()) {
    const at = `steps.${n}`;
    const before = rule.steps[n - 1];
    const ways = oneOfTwo(
      { field: `${at}.offFen`, value: step.offFen, missing: '请填写减多少元，或打几折' },
      { field: `${at}.payPercent`, value: step.payPercent },
    );
    for (const { field, message } of ways) say(field, message);
    if (ways.length > 0) continue;
    if ((step.payPercent !== null) !== isPercent) say(`${at}.payPercent`, '每一档的优惠方式要相同，都减钱或都打折');
    if (before && step.from <= before.from) say(`${at}.from`, '每一档的门槛要高于上一档');
    if (before && isWorse(step, before))
      say(isPercent ? `${at}.payPercent` : `${at}.offFen`, '每一档的优惠要大于上一档');
    if (rule.by === 'amount' && step.offFen !== null && step.offFen > step.from)
      say(`${at}.offFen`, '减的金额不能超过门槛');
    if (rule.by === 'pieces' && step.from > MOST_PIECES) say(`${at}.from`, `件数不能超过 ${MOST_PIECES}`);
  }
  if (rule.repeats && rule.steps.length > 1) say('repeats', '“每满”只能有一档');
  if (rule.repeats && isPercent) say('repeats', '打折不能累计，请取消“每满”');
  return found;
}
const MOST_PIECES = 9999;
const isWorse = (step: Step, before: Step): boolean =>
  step.payPercent !== null ? step.payPercent >= (before.payPercent ?? 100) : (step.offFen ?? 0) <= (before.offFen ?? 0);

/** Fen that the rule takes off goods of this sum and so many pieces; 0 where no step is reached. */
export function reducedBy(rule: ReductionRule, sum: number, pieces: number): number {
  const count = rule.by === 'amount' ? sum : pieces;
  const step = rule.steps.findLast((s) => s.from <= count);
  return step ? offOf(rule, step, count, sum) : 0;
}

/** The most that any step takes off a piece of this price, on average, in fen; more than its price where cheap goods fill up dear ones. */
function greatestOff(rule: ReductionRule, priceFen: number): number {
  const offs = rule.steps.map(({ from, offFen, payPercent }) => {
    if (payPercent !== null) return priceFen * (1 - payPercent / 100);
    return (offFen ?? 0) * (rule.by === 'amount' ? priceFen / from : 1 / from);
  });
  return Math.max(0, ...offs);
}

export const reduction: Kind<ReductionRule> = {
  source: 'reduction',
  stage: 'reduction',
  countsPieces: true,
  group: 'reduction',
  troubles,
  label,
  tag: ({ by, steps: [first] }) => (first?.payPercent === null ? '满减' : by === 'pieces' ? '满件折' : '满折'),
  sentences: (rule) => [
    ...rule.steps.map((step) => stepText(rule, step)),
    ...(rule.capFen === null ? [] : [`每单最多减 ${yuanText(rule.capFen)} 元`]),
  ],
  broken: (rule) =>
    rule.broken === 'keep'
      ? '部分退款不影响其余商品的优惠'
      : '部分退款后，其余商品按剩下能达到的档位计算，多减的金额从退款中扣除',
  offers(draft, { id, rule, excludes, endsAtMs, covers }) {
    const lines = coveredOf(draft.linesFor({ group: reduction.group, excludes }), covers);
    if (lines.length === 0) return { offers: [] };
    const sum = sumFen(lines.map((l) => l.fen));
    const count = rule.by === 'amount' ? sum : piecesOf(lines);
    const step = rule.steps.findLast((s) => s.from <= count);
    const next = nextStep(rule, count);
    const told = { source: reduction.source, ref: id };
    const offered = { ...told, group: reduction.group, excludes, untilMs: endsAtMs };
    return {
      offers: step
        ? [sharedOffer({ ...offered, label: stepText(rule, step) }, lines, offOf(rule, step, count, sum))]
        : [],
      unmet: next
        ? [
            {
              ...told,
              label: label(rule),
              reason: next.reason,
              ...(rule.by === 'amount' ? { gapFen: next.gap } : { gapUnits: next.gap }),
              percent: Math.floor((count * 100) / (count + next.gap)),
            },
          ]
        : [],
    };
  },
  mostFen(rule, skus) {
    const value = sumFen(skus.map((s) => s.priceFen * Math.max(0, s.available)));
    const off = skus.map((s) => Math.ceil(greatestOff(rule, s.priceFen) * Math.max(0, s.available)));
    return Math.min(value, sumFen(off));
  },
  lowestFen: (rule, { priceFen }) => Math.max(0, Math.floor(priceFen - greatestOff(rule, priceFen))),
};

const piecesOf = (lines: readonly DraftLine[]): number => lines.reduce((sum, l) => sum + l.quantity, 0);
