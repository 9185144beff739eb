import { isDeepStrictEqual } from 'node:util';
import { chinaTime } from '../../../kernel/clock.ts';
import { flow } from '../../../kernel/flow.ts';
import { groupsText, scopeText, weeklyText } from '../scope/index.ts';
import { bundle } from './bundle.rules.ts';
import type {
  BundleRule,
  CampaignInput,
  CampaignKind,
  CampaignState,
  DiscountRule,
  ExtraRule,
  FreightRule,
  MemberRule,
  PiecesRule,
  ReductionRule,
} from './campaign.api.ts';
import { discount } from './discount.rules.ts';
import { extra } from './extra.rules.ts';
import { freight } from './freight.rules.ts';
import type { FieldTrouble, Kind, Live } from './kind.rules.ts';
import { member } from './member.rules.ts';
import { pieces } from './pieces.rules.ts';
import { reduction } from './reduction.rules.ts';
import type { Window } from './window.rules.ts';

/** Time leads from planned to running to over; staff publish, and stop for good. */
export const campaignFlow = flow<CampaignState>({
  draft: ['planned', 'running'],
  planned: ['running', 'stopped'],
  running: ['over', 'stopped'],
  over: [],
  stopped: [],
});

export interface CampaignTimes extends Window {
  published: boolean;
  stoppedAtMs: number | null;
}
/** The state that is shown: no row says it, so it can't lag behind the clock. */
export function stateOf({ published, stoppedAtMs, startsAtMs, endsAtMs }: CampaignTimes, atMs: number): CampaignState {
  if (!published) return 'draft';
  if (stoppedAtMs !== null) return 'stopped';
  if (atMs < startsAtMs) return 'planned';
  return atMs < endsAtMs ? 'running' : 'over';
}

export type Rule = DiscountRule | ReductionRule | PiecesRule | ExtraRule | BundleRule | FreightRule | MemberRule;
const KINDS: Record<CampaignKind, Kind<never>> = { discount, reduction, pieces, extra, bundle, freight, member };
export const kindOf = (kind: CampaignKind): Kind<Rule> => KINDS[kind] as Kind<Rule>;

/** The rule of the campaign's kind, or where it is missing. */
export function ruleOf(input: CampaignInput): { rule: Rule } | { troubles: FieldTrouble[] } {
  const rule = input[input.kind];
  const others = (Object.keys(KINDS) as CampaignKind[]).filter((k) => k !== input.kind && input[k] !== undefined);
  if (!rule) return { troubles: [{ field: input.kind, message: '请填写活动规则' }] };
  if (others[0]) return { troubles: [{ field: others[0], message: '只能填写所选活动类型的规则' }] };
  return { rule };
}

export const windowOf = (input: Pick<CampaignInput, 'startsAt' | 'endsAt' | 'weekly'>): Window => ({
  startsAtMs: Date.parse(input.startsAt),
  endsAtMs: Date.parse(input.endsAt),
  weekly: input.weekly,
});

/** Ledger accounts, in units `right`: one is one piece at the campaign's price. */
export const accounts = {
  quota: (id: string) => `campaign-quota/${id}`,
  /** How many pieces a person may still have: opens with the floor −perPerson. */
  limit: (id: string, customerId: string) => `campaign-limit/${id}/${customerId}`,
  used: (id: string) => `campaign-used/${id}`,
};
export const QUOTAS = 'world/campaign';

/** "11月28日 10:00"; an end at midnight is the day that is over then. */
function momentText(ms: number, isEnd: boolean): string {
  const iso = chinaTime(isEnd ? ms - 1 : ms);
  const clock =
    isEnd && ms % 60_000 === 0 && chinaTime(ms).slice(11, 16) === '00:00' ? '24:00' : chinaTime(ms).slice(11, 16);
  return `${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日 ${clock}`;
}

/** The whole rule as a shopper reads it: commerce-rules.md §1.3. */
export function sentencesOf(input: CampaignInput, rule: Rule): string[] {
  const { startsAtMs, endsAtMs, weekly } = windowOf(input);
  const hours = weeklyText(weekly);
  const others = groupsText(input.excludes);
  const alike = kindOf(input.kind).gives ? '同一件商品只按一个活动赠送或换购' : '同类活动取最优惠的一个';
  return [
    ...kindOf(input.kind).sentences(rule),
    `适用：${scopeText(input.scope)}`,
    `时间：${momentText(startsAtMs, false)} 至 ${momentText(endsAtMs, true)}${hours ? `，${hours}` : ''}`,
    others ? `不与${others}同时使用` : `可与店内其他优惠同时使用，${alike}`,
    `退款按实付金额退回；${kindOf(input.kind).broken?.(rule) ?? '部分退款不影响其余商品的优惠'}`,
  ];
}

/** What happens to goods that two campaigns cover at the same time. */
export function overlapText(
  a: Pick<CampaignInput, 'kind' | 'excludes'>,
  b: Pick<CampaignInput, 'kind' | 'excludes'>,
  goods: number,
): string {
  const [one, other] = [kindOf(a.kind).group, kindOf(b.kind).group];
  const both = `有 ${goods} 件商品同时参加`;
  if (one === other) return kindOf(a.kind).gives ? `${both}，各自的赠品都可以选` : `${both}，同类活动只取最优惠的一个`;
  const apart = a.excludes.some((g) => g === other) || b.excludes.some((g) => g === one);
  return apart ? `${both}，两者不同享，取最优惠的一个` : `${both}，优惠会叠加`;
}

export interface Saved extends CampaignInput {
  rule: Rule;
}
/** A campaign that is on or to come. */
export interface LiveCampaign extends Live<Rule> {
  kind: CampaignKind;
  window: Window;
  saved: Saved;
  /** Fen that each SKU may be compared with. */
  basis: Readonly<Record<string, number>>;
}

/** Whether a campaign that has started may be changed so: a later end or more pieces, and the name, which no shopper sees. */
export function isForBuyers(before: Saved, after: Saved): boolean {
  const fixed = ({ kind, startsAt, weekly, scope, excludes }: Saved) => ({
    kind,
    startsAt: Date.parse(startsAt),
    weekly,
    scope,
    excludes,
  });
  const quotaOf = (rule: Rule) => ('quota' in rule ? rule.quota : null);
  const [quota, more] = [quotaOf(before.rule), quotaOf(after.rule)];
  const without = (rule: Rule) => ('quota' in rule ? { ...rule, quota: null } : rule);
  return (
    isDeepStrictEqual(fixed(before), fixed(after)) &&
    isDeepStrictEqual(without(before.rule), without(after.rule)) &&
    Date.parse(after.endsAt) >= Date.parse(before.endsAt) &&
    (quota === null ? more === null : more !== null && more >= quota)
  );
}
