import { DAY } from '../../../kernel/clock.ts';
import type { PromotedGoods, Promotions } from '../../goods/catalog/index.ts';
import { kindOf, type LiveCampaign, sentencesOf } from './campaign.rules.ts';
import { levelText } from './member.rules.ts';
import { type Session, sessionAt } from './window.rules.ts';

/** How long before a session it is announced, ms. */
const WARM_UP = DAY;
/** A card has room for so many. */
const BADGES = 2;

interface Told {
  campaign: LiveCampaign;
  session: Session;
  isOn: boolean;
  /** Pieces left of its quota; null: no limit. */
  left: number | null;
}
type Deal = Told & { prices: Map<string, number> };

/**
 * What campaigns say of goods at an instant: those that are on and not sold out, and discounts that come within a day. `leftOf`: pieces
 * that are left of a quota, null without one.
 */
export function toldAt(
  campaigns: readonly LiveCampaign[],
  atMs: number,
  leftOf: (campaign: LiveCampaign) => number | null,
): Promotions {
  const told = campaigns.flatMap((campaign): Told[] => {
    const session = sessionAt(campaign.window, atMs);
    if (!session || session.fromMs > atMs + WARM_UP) return [];
    const isOn = session.fromMs <= atMs;
    const left = leftOf(campaign);
    return isOn && left === 0 ? [] : [{ campaign, session, isOn, left }];
  });
  const on = told.filter((t) => t.isOn);
  return {
    version: on.map(({ campaign: { id, saved } }) => `${id}/${saved.endsAt}`).join(),
    card(goods) {
      const deal = bestDeal(on, goods);
      const badges = countingOf(on, goods).map(({ campaign: { kind, rule } }) => kindOf(kind).label(rule));
      return {
        ...(deal && { deal: cardDeal(deal, goods) }),
        ...(badges.length > 0 && { badges: badges.slice(0, BADGES) }),
      };
    },
    page(goods) {
      const deal = bestDeal(on, goods) ?? bestDeal(told, goods);
      return {
        deal: deal ? pageDeal(deal, goods) : null,
        promotions: countingOf(on, goods).map(pagePromotion),
        member: memberOf(on, goods),
      };
    },
  };
}

/** The discount that leaves the lowest price, with what each SKU costs in it. Those that come sooner go before. */
function bestDeal(told: readonly Told[], goods: PromotedGoods): Deal | null {
  let best: Deal | null = null;
  for (const one of told) {
    const { kind, rule, covers } = one.campaign;
    if (kind !== 'discount' || !covers(goods)) continue;
    const prices = new Map(
      goods.skus.flatMap(({ skuId, priceFen }) => {
        const fen = kindOf(kind).lowestFen(rule, { skuId, priceFen, available: 0 }, []);
        return fen < priceFen ? [[skuId, fen] as const] : [];
      }),
    );
    if (prices.size === 0) continue;
    if (!best || isBetter({ ...one, prices }, best)) best = { ...one, prices };
  }
  return best;
}
const lowest = ({ prices }: Deal): number => Math.min(...prices.values());
const isBetter = (a: Deal, b: Deal): boolean =>
  a.isOn || b.isOn || a.session.fromMs === b.session.fromMs
    ? lowest(a) < lowest(b)
    : a.session.fromMs < b.session.fromMs;

const countingOf = (told: readonly Told[], goods: PromotedGoods): Told[] =>
  told.filter(({ campaign: { kind, covers } }) => kindOf(kind).countsPieces && covers(goods));

/** The member's price that is lowest, for everybody to see: with what it takes. */
function memberOf(told: readonly Told[], goods: PromotedGoods) {
  const found = told.flatMap(({ campaign }) => {
    const { kind, rule, covers } = campaign;
    if (kind !== 'member' || !('level' in rule) || !covers(goods)) return [];
    const skus = goods.skus.flatMap(({ skuId, priceFen: listFen }) => {
      const priceFen = kindOf(kind).lowestFen(rule, { skuId, priceFen: listFen, available: 0 }, []);
      return priceFen < listFen ? [{ skuId, priceFen }] : [];
    });
    if (skus.length === 0) return [];
    const priceFen = Math.min(...skus.map((sku) => sku.priceFen));
    return [{ id: campaign.id, priceFen, text: `${levelText(rule.level)} 及以上会员可享`, skus }];
  });
  return found.toSorted((a, b) => a.priceFen - b.priceFen)[0] ?? null;
}

/** What a price is compared with: what was really paid, but never more than the list price; null when that says nothing. */
function struckOf(
  basis: LiveCampaign['basis'],
  { skuId, priceFen }: PromotedGoods['skus'][number],
  nowFen: number,
): number | null {
  const fen = Math.min(priceFen, basis[skuId] ?? 0);
  return fen > nowFen ? fen : null;
}

function cardDeal({ campaign: { kind, rule, basis }, prices }: Deal, { skus }: PromotedGoods) {
  const all = skus.map(({ skuId, priceFen }) => ({ skuId, priceFen, fen: prices.get(skuId) ?? priceFen }));
  const fens = all.map((sku) => sku.fen);
  const priceFen = Math.min(...fens);
  const cheapest = all.find((sku) => sku.fen === priceFen);
  return {
    label: kindOf(kind).label(rule),
    priceFen,
    maxPriceFen: Math.max(...fens),
    struckFen: cheapest ? struckOf(basis, cheapest, priceFen) : null,
  };
}

const sentences = ({ campaign: { saved } }: Told): string[] => sentencesOf(saved, saved.rule);
const iso = (ms: number): string => new Date(ms).toISOString();

function pageDeal({ prices, ...told }: Deal, { skus }: PromotedGoods) {
  const { campaign, session, isOn, left } = told;
  return {
    id: campaign.id,
    label: kindOf(campaign.kind).label(campaign.rule),
    state: isOn ? ('on' as const) : ('soon' as const),
    startsAt: iso(session.fromMs),
    endsAt: iso(session.untilMs),
    left,
    sentences: sentences(told),
    skus: skus.flatMap((sku) => {
      const fen = prices.get(sku.skuId);
      return fen === undefined
        ? []
        : [{ skuId: sku.skuId, priceFen: fen, struckFen: struckOf(campaign.basis, sku, fen) }];
    }),
  };
}

function pagePromotion(told: Told) {
  const { campaign, session } = told;
  const kind = kindOf(campaign.kind);
  return {
    id: campaign.id,
    tag: kind.tag(campaign.rule),
    label: kind.label(campaign.rule),
    endsAt: iso(session.untilMs),
    sentences: sentences(told),
  };
}
