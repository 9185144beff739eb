import type { BodyOf, ReplyOf } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';
import type { OfferGroup } from '../scope/offer-groups.ts';

export type AdminCampaign = ReplyOf<'getAdminCampaign'>;
export type CampaignRow = ReplyOf<'listAdminCampaigns'>['items'][number];
export type CampaignBody = BodyOf<'checkCampaign'>;
type Reduction = NonNullable<CampaignBody['reduction']>;
type Discount = NonNullable<CampaignBody['discount']>;
type Pieces = NonNullable<CampaignBody['pieces']>;
type Extra = NonNullable<CampaignBody['extra']>;
type Freight = NonNullable<CampaignBody['freight']>;
type Member = NonNullable<CampaignBody['member']>;
type Bundle = NonNullable<CampaignBody['bundle']>;

export const CAMPAIGN_STATES: Record<CampaignRow['state'], StatusLook> = {
  draft: { text: '草稿', color: 'default' },
  planned: { text: '待开始', color: 'processing' },
  running: { text: '进行中', color: 'success' },
  over: { text: '已结束', color: 'default' },
  stopped: { text: '已停止', color: 'warning' },
};
export const TEMPLATES = {
  percent: '限时折扣',
  minus: '限时立减',
  price: '限时特价',
  amountOff: '满减',
  eachOff: '每满减',
  amountPercent: '满折',
  piecesOff: '满件减',
  piecesPercent: '满件折',
  nth: '第 N 件几折',
  set: 'N 件多少元',
  gift: '满赠',
  extra: '加价购',
  bundle: '固定套装',
  choice: '任选套装',
  freight: '包邮',
  member: '会员折扣',
  memberPrice: '会员价',
} as const;
export type Template = keyof typeof TEMPLATES;
export const isMember = (template: Template): boolean => template === 'member' || template === 'memberPrice';
export const isBundle = (template: Template): boolean => template === 'bundle' || template === 'choice';
/** Campaigns of one group never go together anyway. */
export function groupOf(template: Template): OfferGroup {
  if (template === 'percent' || template === 'minus' || template === 'price') return 'unit-price';
  if (template === 'freight') return 'freight';
  if (isMember(template)) return 'unit-price';
  if (template === 'gift' || template === 'extra') return 'extra';
  return isBundle(template) || template === 'nth' || template === 'set' ? 'bundle' : 'reduction';
}

/** What the form holds: all alternatives, so that switching to and fro loses nothing typed. */
export interface CampaignDraft {
  template: Template;
  name: string;
  startsAt: string | null;
  endsAt: string | null;
  isWeekly: boolean;
  weekly: NonNullable<CampaignBody['weekly']>;
  scope: CampaignBody['scope'];
  excludes: CampaignBody['excludes'];
  discount: Discount;
  reduction: Reduction;
  pieces: Pieces;
  extra: Extra;
  bundle: Omit<Bundle, 'priceFen'> & { priceFen: number | null };
  freight: Freight & { isFree: boolean };
  member: Member;
}

const NO_LIMITS = { quota: null, perPerson: null, returns: true };
export const newCampaign = (now: Date): CampaignDraft => ({
  template: 'amountOff',
  name: '',
  startsAt: now.toISOString(),
  endsAt: new Date(now.getTime() + 7 * 86_400_000).toISOString(),
  isWeekly: false,
  weekly: { weekdays: [3], from: '10:00', until: '22:00' },
  scope: { kind: 'all', goodsIds: [], categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] },
  excludes: [],
  discount: { way: 'percent', payPercent: 85, offFen: null, prices: [], ...NO_LIMITS },
  reduction: {
    by: 'amount',
    steps: [{ from: 10_000, offFen: 1000, payPercent: null }],
    repeats: false,
    capFen: null,
    broken: 'keep',
  },
  pieces: { pieces: 2, payPercent: 50, priceFen: null, mostSets: null },
  freight: { by: 'amount', from: 9900, offFen: null, provinces: [], exceptProvinces: [], isFree: true },
  member: { level: 1, way: 'percent', payPercent: 95, prices: [] },
  bundle: { pick: 3, items: [], priceFen: null, mostSets: null },
  extra: { by: 'amount', from: 9900, items: [], most: 1, broken: 'back', ...NO_LIMITS },
});

function templateOf(
  c: Pick<CampaignBody, 'kind' | 'discount' | 'reduction' | 'pieces' | 'extra' | 'bundle' | 'member'>,
): Template {
  if (c.kind === 'member') return c.member?.way === 'price' ? 'memberPrice' : 'member';
  if (c.kind === 'freight') return 'freight';
  if (c.kind === 'bundle') return c.bundle?.pick == null ? 'bundle' : 'choice';
  if (c.kind === 'discount') return c.discount?.way ?? 'percent';
  if (c.kind === 'extra') return c.extra?.items.every((item) => item.priceFen === 0) ? 'gift' : 'extra';
  if (c.kind === 'pieces') return c.pieces?.priceFen == null ? 'nth' : 'set';
  if (c.reduction?.steps[0]?.payPercent != null) return c.reduction.by === 'amount' ? 'amountPercent' : 'piecesPercent';
  if (c.reduction?.repeats) return 'eachOff';
  return c.reduction?.by === 'pieces' ? 'piecesOff' : 'amountOff';
}

/** A campaign as the form holds it. */
export function draftOf(campaign: AdminCampaign): CampaignDraft {
  const start = newCampaign(new Date(campaign.startsAt));
  return {
    ...start,
    template: templateOf(campaign),
    name: campaign.name,
    endsAt: campaign.endsAt,
    isWeekly: campaign.weekly !== null,
    weekly: campaign.weekly ?? start.weekly,
    scope: campaign.scope,
    excludes: campaign.excludes,
    discount: campaign.discount ?? start.discount,
    reduction: campaign.reduction ?? start.reduction,
    pieces: campaign.pieces ?? start.pieces,
    extra: campaign.extra ?? start.extra,
    member: campaign.member ? { ...campaign.member, payPercent: campaign.member.payPercent ?? 95 } : start.member,
    freight: campaign.freight ? { ...campaign.freight, isFree: campaign.freight.offFen === null } : start.freight,
    bundle: campaign.bundle ? { ...campaign.bundle, pick: campaign.bundle.pick ?? start.bundle.pick } : start.bundle,
  };
}

/** What the console has no fields for: it is shown, and changed by the API alone. */
export const isForeign = ({ discount, member, reduction, scope }: AdminCampaign): boolean =>
  ((discount ?? member)?.way === 'price' && scope.goodsIds.length === 0) ||
  (reduction?.by === 'pieces' && reduction.repeats);

/** Whether the steps are numbers of pieces. */
export const countsPieces = (template: Template): boolean => template === 'piecesPercent' || template === 'piecesOff';

function kindOf(template: Template): CampaignBody['kind'] {
  const group = groupOf(template);
  if (isBundle(template)) return 'bundle';
  if (isMember(template)) return 'member';
  if (group === 'freight') return 'freight';
  if (group === 'extra') return 'extra';
  return group === 'unit-price' ? 'discount' : group === 'bundle' ? 'pieces' : 'reduction';
}

const limitsOf = ({ quota, perPerson, returns }: typeof NO_LIMITS | Discount | Extra) => ({
  quota: quota ?? null,
  perPerson: perPerson ?? null,
  returns: returns ?? true,
});

/** What is sent: of each alternative only what is chosen. */
export function bodyOf(d: CampaignDraft): CampaignBody {
  const kind = kindOf(d.template);
  const group = groupOf(d.template);
  const isPercent = d.template === 'amountPercent' || d.template === 'piecesPercent';
  const base = {
    kind,
    name: d.name,
    startsAt: d.startsAt ?? '',
    endsAt: d.endsAt ?? '',
    weekly: d.isWeekly ? d.weekly : null,
    scope: d.scope,
    excludes: d.excludes.filter((g) => g !== group),
  };
  if (kind === 'discount') {
    const { payPercent, offFen, prices } = d.discount;
    const limits = limitsOf(d.discount);
    if (d.template === 'price')
      return { ...base, discount: { way: 'price', payPercent: null, offFen: null, prices, ...limits } };
    const way = d.template === 'percent' ? ('percent' as const) : ('minus' as const);
    const off = way === 'percent' ? { payPercent, offFen: null } : { payPercent: null, offFen };
    return { ...base, discount: { way, ...off, prices: [], ...limits } };
  }
  if (kind === 'extra') {
    const { by, from, items, most, broken } = d.extra;
    const given = d.template === 'gift' ? items.map((item) => ({ ...item, priceFen: 0 })) : items;
    return { ...base, extra: { by, from, items: given, most, broken, ...limitsOf(d.extra) } };
  }
  if (kind === 'member') {
    const { level, payPercent, prices } = d.member;
    if (d.template === 'memberPrice') return { ...base, member: { level, way: 'price', payPercent: null, prices } };
    return { ...base, member: { level, way: 'percent', payPercent, prices: [] } };
  }
  if (kind === 'freight') {
    const { isFree, offFen, from, ...rest } = d.freight;
    return { ...base, freight: { ...rest, from: from ?? 0, offFen: isFree ? null : (offFen ?? 0) } };
  }
  if (kind === 'bundle') {
    const { pick, items, priceFen, mostSets } = d.bundle;
    const isFree = d.template === 'choice';
    const own = isFree ? items.map((item) => ({ ...item, quantity: 1 })) : items;
    return {
      ...base,
      bundle: { pick: isFree ? pick : null, items: own, priceFen: priceFen ?? 0, mostSets: mostSets ?? null },
    };
  }
  if (kind === 'pieces') {
    const { pieces, payPercent, priceFen, mostSets } = d.pieces;
    const price = d.template === 'nth' ? { payPercent, priceFen: null } : { payPercent: null, priceFen };
    return { ...base, pieces: { pieces, ...price, mostSets: mostSets ?? null } };
  }
  const steps = (d.template === 'eachOff' ? d.reduction.steps.slice(0, 1) : d.reduction.steps).map((step) => ({
    from: step.from,
    offFen: isPercent ? null : (step.offFen ?? null),
    payPercent: isPercent ? (step.payPercent ?? null) : null,
  }));
  const by = countsPieces(d.template) ? ('pieces' as const) : ('amount' as const);
  const { capFen, broken } = d.reduction;
  return { ...base, reduction: { by, steps, repeats: d.template === 'eachOff', capFen: capFen ?? null, broken } };
}
