import { together } from '../../../platform/db/index.ts';
import { type Balance, balances, reserve, type Transfer } from '../../../platform/ledger/index.ts';
import { levelsOf } from '../../identity/customer/index.ts';
import {
  type Basket,
  type Draft,
  type DraftLine,
  type PriceRule,
  pricingRefusals,
  type Taken,
} from '../../trade/pricing/index.ts';
import { accounts, kindOf, type LiveCampaign, type Rule } from './campaign.rules.ts';
import type { LiveCampaigns } from './live.service.ts';
import { isOn } from './window.rules.ts';

/** What is on for one basket. */
type On = { campaign: LiveCampaign; left: number | null }[];

/** The campaigns of a shop as one rule of the price engine: what is on is read once for all kinds. */
export const campaignRule = (live: LiveCampaigns): PriceRule<On> => ({
  name: 'promotion/campaign',
  async facts(db, tenantId, baskets) {
    const atMs = Math.min(...baskets.map((b) => b.atMs));
    // What is left of those of last time travels with the question whether they are still the same; nearly always they are.
    const guess = rightsOf(live.guess(tenantId), baskets);
    const people = [...new Set(baskets.flatMap((b) => b.customerId ?? []))];
    const levels = (all: readonly LiveCampaign[]) =>
      all.some((c) => c.kind === 'member') ? levelsOf(db, tenantId, people) : Promise.resolve(null);
    const [campaigns, guessed, known] = await together(
      live.at(db, tenantId, atMs),
      balances(db, tenantId, [...guess]),
      levels(live.guess(tenantId)),
    );
    const level = known ?? (await levels(campaigns));
    const others = [...rightsOf(campaigns, baskets)].filter((id) => !guess.has(id));
    const left = leftOf(new Map([...guessed, ...(await balances(db, tenantId, others))]));
    return baskets.map((basket) => {
      const own = level?.get(basket.customerId ?? '') ?? 0;
      const on = campaigns.filter((c) => isOn(c.window, basket.atMs) && own >= levelFor(c));
      return on.length === 0 ? null : on.map((campaign) => ({ campaign, left: left(campaign, basket) }));
    });
  },
  steps: (['discount', 'member', 'extra', 'pieces', 'bundle', 'reduction', 'freight'] as const).map((kind) => ({
    stage: kindOf(kind).stage,
    offers(draft: Draft, facts: On, basket: Basket) {
      const offered = facts
        .filter(({ campaign }) => campaign.kind === kind)
        .map(({ campaign, left }) => {
          const { offers, unmet = [] } = kindOf(kind).offers(draft, campaign, left, basket);
          const cost = costs(campaign, basket);
          return { offers: cost ? offers.map((offer) => ({ ...offer, ...cost })) : offers, unmet };
        });
      return { offers: offered.flatMap((o) => o.offers), unmet: offered.flatMap((o) => o.unmet) };
    },
  })),
  groups: (draft, facts) =>
    facts.flatMap(({ campaign: { id, kind, rule, excludes, covers } }) => {
      const { source, group, label, countsPieces, gives, only } = kindOf(kind);
      const named = new Set((only ?? gives)?.(rule).map((item) => item.skuId));
      const counts = (line: DraftLine) => named.has(line.skuId) || (!only && covers(line));
      const lines = countsPieces ? draft.linesFor({ group, excludes }).filter(counts) : [];
      return lines.length > 0 ? [{ source, ref: id, label: label(rule), skuIds: lines.map((l) => l.skuId) }] : [];
    }),
});

/** The level of a customer that a campaign asks for. */
const levelFor = ({ rule }: LiveCampaign): number => ('level' in rule ? rule.level : 0);

const limitsOf = (rule: Rule) => ('quota' in rule ? rule : { quota: null, perPerson: null });

/** The accounts of quotas and of each shopper's share. */
function rightsOf(campaigns: readonly LiveCampaign[], baskets: readonly Basket[]): Set<string> {
  const ids = campaigns.flatMap(({ id, rule }) => {
    const { quota, perPerson } = limitsOf(rule);
    const people = perPerson === null ? [] : baskets.flatMap((b) => b.customerId ?? []);
    return [...(quota === null ? [] : [accounts.quota(id)]), ...people.map((person) => accounts.limit(id, person))];
  });
  return new Set(ids);
}

/** Pieces that a shopper can still have of a campaign; null: any number. */
const leftOf =
  (found: ReadonlyMap<string, Balance>) =>
  ({ id, rule }: LiveCampaign, { customerId }: Basket): number | null => {
    const { quota, perPerson } = limitsOf(rule);
    const own = customerId && found.get(accounts.limit(id, customerId))?.available;
    const lefts = [
      quota === null ? null : (found.get(accounts.quota(id))?.available ?? 0),
      perPerson === null ? null : own || own === 0 ? own : perPerson,
    ].filter((n) => n !== null);
    return lefts.length === 0 ? null : Math.max(0, Math.min(...lefts));
  };

/** Whoever comes too late is told the price of then, as after any other change of it. */
const LACK = { lackCode: 'PRICE_CHANGED', message: pricingRefusals.PRICE_CHANGED().message };

/** What pieces at a limited price cost in rights: of the quota, and of the shopper's own share. */
function costs({ id, rule }: LiveCampaign, { customerId }: Basket) {
  const { quota, perPerson } = limitsOf(rule);
  if (quota === null && (perPerson === null || !customerId)) return null;
  const own = perPerson === null || !customerId ? null : accounts.limit(id, customerId);
  return {
    opens: own ? [{ id: own, floor: -(perPerson ?? 0) }] : [],
    legs: ({ units }: Taken): Transfer[] => [
      ...(quota === null ? [] : [reserve('right', accounts.quota(id), accounts.used(id), units, LACK)]),
      ...(own ? [reserve('right', own, accounts.used(id), units, LACK)] : []),
    ],
  };
}
