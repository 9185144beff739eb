import { zheText } from '../scope/index.ts';
import type { MemberRule } from './campaign.api.ts';
import { discount } from './discount.rules.ts';
import type { FieldTrouble, Kind } from './kind.rules.ts';

/** Levels have numbers until the member centre names them. */
export const levelText = (level: number): string => `VIP${level}`;

/** A member's price is a discount for some people: the same arithmetic, and no quota. */
const asDiscount = ({ way, payPercent, prices }: MemberRule) => ({
  ...{ way, payPercent, prices },
  ...{ offFen: null, quota: null, perPerson: null, returns: true },
});
const label = ({ way, payPercent }: MemberRule): string =>
  way === 'percent' ? `会员 ${zheText(payPercent ?? 100)}` : '会员价';

/** 会员价: another price of each piece for customers of a level. Who has it is looked at where campaigns are read for a basket. */
export const member: Kind<MemberRule> = {
  source: 'member',
  stage: 'unit-price',
  countsPieces: false,
  group: 'unit-price',
  troubles: (rule, skus): FieldTrouble[] =>
    discount
      .troubles(asDiscount(rule), skus)
      .map(({ field, message }) => ({ field: field.replace(/^discount/, 'member'), message })),
  label,
  tag: () => '会员价',
  sentences: (rule) => [label(rule), `${levelText(rule.level)} 及以上会员可享`],
  offers(draft, live, _left, going) {
    const { offers } = discount.offers(draft, { ...live, rule: asDiscount(live.rule) }, null, going);
    return { offers: offers.map((offer) => ({ ...offer, source: member.source, label: label(live.rule) })) };
  },
  mostFen: (rule, skus) => discount.mostFen(asDiscount(rule), skus),
  lowestFen: (rule, sku, skus) => discount.lowestFen(asDiscount(rule), sku, skus),
};
