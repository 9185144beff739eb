import { chinaDate } from '../../../kernel/clock.ts';
import { fen, sumFen } from '../../../kernel/money.ts';
import type { Presale } from '../../goods/catalog/index.ts';
import { type Choice, type Considered, choose, type Level } from './choice.rules.ts';
import { type PurseWithFacts, payFrom } from './paying.ts';
import type { PricePart, Quote, QuoteLine } from './pricing.api.ts';
import {
  type Basket,
  type Draft,
  type DraftLine,
  type FreightTerms,
  type Pocket,
  type PriceRule,
  STAGES,
  type Step,
} from './pricing.slots.ts';
import { draftOf, goodsFenOf, type Picked, type Standing, startOf } from './standing.rules.ts';

/** What pricing looks at: everything was read before, so that the same snapshot always gives the same quote. */
export interface Snapshot {
  lines: SnapshotLine[];
  freight: FreightTerms;
  basket: Pick<Basket, 'customerId' | 'wishes' | 'province' | 'atMs'>;
}
export interface SnapshotLine {
  skuId: string;
  quantity: number;
  /** Null when the SKU is not known any more. */
  sku: {
    goodsId: string;
    categoryIds: readonly string[];
    tags: readonly string[];
    title: string;
    specs: string[];
    picture: string;
    priceFen: number;
    presale?: Presale | null;
    onSale: boolean;
  } | null;
  available: number;
}
/** A rule with what it read for the basket. */
export interface RuleWithFacts {
  rule: PriceRule;
  facts: unknown;
}
export interface Priced {
  quote: Quote;
  /** What was taken, in order. */
  picked: readonly Picked[];
  /** What the customer's pockets hold and pay; none when they were not asked. */
  pockets: readonly Pocket[];
}

const TROUBLE_TEXT = {
  gone: '商品已不存在',
  off: '商品已下架',
  'sold-out': '已售罄',
  short: '库存不足',
  unsent: '所选地区暂不配送',
} as const;
type Trouble = keyof typeof TROUBLE_TEXT;

function troubleOf(line: SnapshotLine, unsent: string | null): Trouble | null {
  if (!line.sku) return 'gone';
  if (!line.sku.onSale) return 'off';
  if (line.available <= 0) return 'sold-out';
  if (line.available < line.quantity) return 'short';
  return unsent === null ? null : 'unsent';
}

function troubleText(trouble: Trouble, line: SnapshotLine, unsent: string | null): string {
  if (trouble === 'short') return `库存仅剩 ${line.available} 件`;
  return trouble === 'unsent' && unsent ? unsent : TROUBLE_TEXT[trouble];
}

/** A line at list price. `unsent`: why it cannot be sent to where it is to go. */
export function listLine(line: SnapshotLine, atMs: number, unsent: string | null = null): QuoteLine {
  const trouble = troubleOf(line, unsent);
  const price = line.sku?.priceFen ?? 0;
  const goodsFen = trouble ? 0 : fen(price * line.quantity);
  return {
    skuId: line.skuId,
    goodsId: line.sku?.goodsId ?? line.skuId,
    title: line.sku?.title ?? '商品已失效',
    specs: line.sku?.specs ?? [],
    picture: line.sku?.picture ?? '',
    unitPriceFen: price,
    quantity: line.quantity,
    goodsFen,
    payableFen: goodsFen,
    parts: trouble ? [] : [goodsPart(goodsFen)],
    presale: presaleAt(line.sku?.presale ?? null, atMs),
    trouble,
    troubleText: trouble && troubleText(trouble, line, unsent),
    available: Math.max(0, line.available),
  };
}

/** What is promised at a moment: a presale whose day has passed is none any more. */
const presaleAt = (presale: Presale | null, atMs: number): Presale | null =>
  presale?.shipOn && presale.shipOn < chinaDate(atMs) ? null : presale;

/** What holds for an order of these lines, which leaves as one: the latest day, and the most days; null: none is a presale. */
function presaleOf(lines: readonly { presale: Presale | null }[]): Presale | null {
  const all = lines.flatMap((l) => l.presale ?? []);
  if (all.length === 0) return null;
  const shipOn =
    all
      .flatMap((p) => p.shipOn ?? [])
      .sort()
      .at(-1) ?? null;
  const days = all.flatMap((p) => p.shipDays ?? []);
  return { shipOn, shipDays: days.length > 0 ? Math.max(...days) : null };
}

export const goodsPart = (amount: number): PricePart => ({
  source: 'goods',
  ref: null,
  label: '商品金额',
  fen: amount,
});
/** Before what is taken off it. */
export const freightPart = (amount: number): PricePart => ({
  source: 'freight',
  ref: null,
  label: amount > 0 ? '运费' : '运费（包邮）',
  fen: amount,
});

/**
 * Prices a snapshot: list price, then the stages in their order, freight before its own. Lines that cannot be bought cost nothing and
 * say why. All amounts are fen; total = goods − discounts + freight; due = total − what the purses pay. Pure.
 */
export function price(
  snapshot: Snapshot,
  rules: readonly RuleWithFacts[] = [],
  purses: readonly PurseWithFacts[] = [],
): Priced {
  const { freight } = snapshot;
  const listed = snapshot.lines.map((line) => listLine(line, snapshot.basket.atMs, freight.unsent(line.skuId)));
  const basket: Basket = {
    ...snapshot.basket,
    lines: inOrderOfSkus(snapshot.lines).map(({ skuId, quantity }) => ({ skuId, quantity })),
  };
  const start = startOf(draftLines(snapshot));
  const choice = choose(start, {
    levels: levelsOf(rules, basket),
    wishes: basket.wishes,
    freightFen: (lines) => freight.charge(lines).fen,
  });
  const quote = quoteOf(snapshot, listed, choice);
  const { totalFen } = quote;
  const pockets = payFrom(purses, basket, { goodsFen: goodsFenOf(choice.standing), totalFen });
  const dueFen = totalFen - sumFen(pockets.map((p) => p.fen));
  return {
    quote: { ...quote, groups: groupsOf(start, rules), pockets, dueFen },
    picked: choice.standing.picked,
    pockets,
  };
}

/** What counts several of the lines, as the basket stands before anything is taken off. */
const groupsOf = (start: Standing, rules: readonly RuleWithFacts[]): Quote['groups'] =>
  rules.flatMap(({ rule, facts }) =>
    facts === null
      ? []
      : (rule.groups?.(draftOf(start), facts) ?? []).map(({ skuIds, ...group }) => ({
          ...group,
          skuIds: [...skuIds],
        })),
  );

const inOrderOfSkus = <T extends { skuId: string }>(lines: readonly T[]): T[] =>
  [...lines].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));

const draftLines = ({ lines, freight }: Snapshot): DraftLine[] =>
  inOrderOfSkus(lines).flatMap((line) => {
    const { skuId, quantity, sku } = line;
    if (!sku || troubleOf(line, freight.unsent(skuId))) return [];
    const { goodsId, categoryIds, tags, priceFen } = sku;
    return [{ skuId, goodsId, categoryIds, tags, quantity, listFen: priceFen, fen: priceFen * quantity, price: null }];
  });

/** The steps of all rules that have something to do, by stage and lane. */
function levelsOf(rules: readonly RuleWithFacts[], basket: Basket): Level[] {
  const steps = rules.flatMap(({ rule, facts }) => (facts === null ? [] : rule.steps.map((step) => ({ step, facts }))));
  const places = new Map<number, { step: Step<unknown>; facts: unknown }[]>();
  for (const one of steps) {
    const place = placeOf(one.step);
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  return [...places.keys()]
    .sort((a, b) => a - b)
    .map((place) => {
      const here = places.get(place) ?? [];
      return {
        stage: here[0]?.step.stage ?? 'unit-price',
        asks: here.map(
          ({ step, facts }) =>
            (draft: Draft) =>
              step.offers(draft, facts, basket),
        ),
      };
    });
}
/** Lanes of one stage stand between it and the next. A line has one unit price, so that stage is one place. */
const LANES = 1000;
const placeOf = ({ stage, lane = 0 }: Step<unknown>): number =>
  stage === 'unit-price' ? 0 : STAGES.indexOf(stage) * LANES + lane;

function quoteOf(
  { freight, basket }: Snapshot,
  listed: readonly QuoteLine[],
  choice: Choice,
): Omit<Quote, 'groups' | 'pockets' | 'dueFen'> {
  const { standing } = choice;
  const { picked } = standing;
  const freightFen = standing.freightFen ?? 0;
  const lines = listed.map((line) => {
    const parts = picked.flatMap((p) => p.lines.filter((l) => l.skuId === line.skuId).map((l) => partOf(p, -l.fen)));
    return {
      ...line,
      payableFen: sumFen([line.goodsFen, ...parts.map((p) => p.fen)]),
      parts: [...line.parts, ...parts],
    };
  });
  const goodsFen = sumFen(lines.map((l) => l.goodsFen));
  const payableFen = goodsFenOf(standing);
  const offFreight = picked.filter((p) => p.freightFen > 0).map((p) => partOf(p, -p.freightFen));
  const listFreightFen = sumFen([freightFen, ...offFreight.map((p) => -p.fen)]);
  const charged = freight.charge(standing.lines);
  return {
    lines,
    goodsFen,
    freightFen,
    freeFreightGapFen: freightFen > 0 ? charged.gapFen : 0,
    freightWords: [...charged.words],
    discountFen: goodsFen - payableFen,
    totalFen: payableFen + freightFen,
    parts: [
      goodsPart(goodsFen),
      ...picked.filter((p) => p.fen > 0).map((p) => partOf(p, -p.fen)),
      freightPart(listFreightFen),
      ...offFreight,
    ],
    unmet: unmetOf(choice),
    coupons: couponsOf(choice, basket),
    presale: presaleOf(lines),
    canOrder: lines.length > 0 && lines.every((l) => l.trouble === null),
  };
}

const partOf = ({ offer: { source, ref, label } }: Picked, amount: number): PricePart => ({
  source,
  ref,
  label,
  fen: amount,
});

const nameOf = ({ source, ref, label }: { source: string; ref: string; label: string }) => ({ source, ref, label });

const whyNot = ({ offer, because }: Considered): string | null => {
  if (!because) return null;
  return because.group === offer.group ? `已使用「${because.label}」` : `不能与「${because.label}」同享`;
};

/** It would cost free freight, or the step of something larger. */
const CHEAPER_WITHOUT = '不使用时合计更低';

/** What the rules say of themselves, and promotions that were left out for something else. */
function unmetOf({ considered, unmet }: Choice): Quote['unmet'] {
  const left = considered.flatMap((c) => {
    const reason = c.offer.coupon || c.picked || c.fen === 0 ? null : (whyNot(c) ?? CHEAPER_WITHOUT);
    return reason ? [{ ...nameOf(c.offer), reason }] : [];
  });
  const said = unmet
    .filter((u) => !u.coupon)
    .map(({ gapFen, gapUnits, percent, reason, ...u }) => ({ ...nameOf(u), reason, gapFen, gapUnits, percent }));
  return [...said, ...left];
}

function couponsOf({ considered, unmet }: Choice, { wishes }: Snapshot['basket']): Quote['coupons'] {
  const usable = considered
    .filter((c) => c.offer.coupon && c.fen > 0)
    .map((c) => ({
      ...nameOf(c.offer),
      group: c.offer.group,
      fen: c.fen,
      chosen: c.picked,
      note: c.picked ? null : whyNot(c),
    }));
  return {
    usable,
    unusable: unmet.filter((u) => u.coupon).map((u) => ({ ...nameOf(u), reason: u.reason })),
    best: wishes.coupons === 'best' && usable.some((c) => c.chosen),
  };
}
