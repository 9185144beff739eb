import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draft, DraftLine } from '../../trade/pricing/index.ts';
import { weeklyText } from '../scope/index.ts';
import type {
  CampaignInput,
  CampaignKind,
  DiscountRule,
  ExtraRule,
  PiecesRule,
  ReductionRule,
} from './campaign.api.ts';
import {
  isForBuyers,
  kindOf,
  overlapText,
  type Rule,
  ruleOf,
  type Saved,
  sentencesOf,
  stateOf,
} from './campaign.rules.ts';
import { backLegs } from './campaign-rights.ts';
import { meet, sessionAt, windowTroubles } from './window.rules.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const draft = (...lines: [quantity: number, listFen: number][]): Draft => {
  const made: DraftLine[] = lines.map(([quantity, listFen], n) => ({
    skuId: `s${n}`,
    goodsId: `g${n}`,
    categoryIds: [],
    tags: [],
    quantity,
    listFen,
    fen: quantity * listFen,
    price: null,
  }));
  return { lines: made, goodsFen: made.reduce((a, l) => a + l.fen, 0), freightFen: 0, linesFor: () => made };
};
const offered = (kind: CampaignKind, rule: Rule, from: Draft, left: number | null = null) =>
  kindOf(kind).offers(from, { id: 'c', rule, excludes: [], endsAtMs: 0, covers: () => true }, left, {
    province: () => null,
  });
const off = (kind: CampaignKind, rule: Rule, from: Draft, left: number | null = null) =>
  offered(kind, rule, from, left).offers[0]?.takes.map((t) => t.fen) ?? [];
const reason = (kind: CampaignKind, rule: Rule, from: Draft, left: number | null = null) =>
  offered(kind, rule, from, left).unmet?.[0]?.reason;

const steps = (over: Partial<ReductionRule>): ReductionRule => ({
  by: 'amount',
  steps: [],
  repeats: false,
  capFen: null,
  broken: 'keep',
  ...over,
});
const minus = (from: number, offFen: number) => ({ from, offFen, payPercent: null });
const percent = (from: number, payPercent: number) => ({ from, offFen: null, payPercent });
const discountRule = (over: Partial<DiscountRule> = {}): DiscountRule => ({
  way: 'percent',
  payPercent: 85,
  offFen: null,
  prices: [],
  quota: null,
  perPerson: null,
  returns: true,
  ...over,
});
const piecesRule = (over: Partial<PiecesRule>): PiecesRule => ({
  pieces: 2,
  payPercent: null,
  priceFen: null,
  mostSets: null,
  ...over,
});

const extraRule = (over: Partial<ExtraRule> = {}): ExtraRule => ({
  by: 'amount',
  from: 10_000,
  items: [{ goodsId: 'g1', skuId: 's1', priceFen: 0 }],
  most: 1,
  broken: 'back',
  quota: null,
  perPerson: null,
  returns: true,
  ...over,
});

test('for enough goods the shopper chooses a gift or something cheaper; what is given does not help to reach it', () => {
  const gift = extraRule();
  expect(reason('extra', gift, draft([1, 9999], [1, 3000]))).toBe('再买 ¥0.01 可领赠品');
  expect(off('extra', gift, draft([1, 9999], [9, 3000]))).toEqual([]);
  expect(offered('extra', gift, draft([1, 10_000]))).toMatchObject({
    offers: [],
    unmet: [{ reason: '可领赠品，请选择' }],
  });
  expect(offered('extra', gift, draft([1, 10_000], [3, 3000])).offers[0]?.takes).toEqual([
    { skuId: 's1', fen: 3000, units: 1 },
  ]);
  const two = extraRule({
    by: 'pieces',
    from: 2,
    most: 2,
    items: [1, 2].map((n) => ({ goodsId: `g${n}`, skuId: `s${n}`, priceFen: 990 })),
  });
  expect(reason('extra', two, draft([1, 500]))).toBe('再买 1 件 可换购');
  // Those that save the most, as many as the order may have.
  expect(offered('extra', two, draft([2, 500], [2, 1000], [1, 5000])).offers[0]?.takes).toEqual([
    { skuId: 's2', fen: 4010, units: 1 },
    { skuId: 's1', fen: 10, units: 1 },
  ]);
  expect(off('extra', two, draft([2, 500], [2, 900]))).toEqual([]);
  expect(offered('extra', gift, draft([1, 10_000], [1, 3000]), 0)).toMatchObject({
    offers: [],
    unmet: [{ reason: '名额已用完' }],
  });
  expect(kindOf('extra').label(gift)).toBe('满 100 送赠品');
  expect(kindOf('extra').label(two)).toBe('满 2 件 加 9.9 元起换购');
  expect(kindOf('extra').sentences({ ...gift, quota: 50, perPerson: 1, returns: false })).toEqual([
    '满 100 送赠品',
    '赠品每单最多选 1 件，不计入门槛',
    '每人限领 1 件，超出部分按原价',
    '共 50 件，先到先得，选完为止',
    '退款后名额不退回',
  ]);
});

test('refunded pieces go back to the quota and to the person, where the campaign says so', () => {
  const who = { customerId: 'c', units: 2 };
  const rule = extraRule({ quota: 10, perPerson: 3 });
  expect(backLegs('x', rule, who)).toMatchObject({
    legs: [
      { debit: 'campaign-used/x', credit: 'campaign-quota/x', amount: 2 },
      { debit: 'campaign-used/x', credit: 'campaign-limit/x/c', amount: 2 },
    ],
    opens: [{ id: 'campaign-limit/x/c', floor: -3 }],
  });
  expect(backLegs('x', { ...rule, returns: false }, who)).toEqual({ legs: [], opens: [] });
  expect(backLegs('x', steps({}), who)).toEqual({ legs: [], opens: [] });
});

test('full reductions: the best step reached, repeated with a cap, percent by amount or by pieces', () => {
  const two = steps({ steps: [minus(10000, 2000), minus(20000, 5000)] });
  expect(off('reduction', two, draft([1, 9999]))).toEqual([]);
  expect(reason('reduction', two, draft([1, 9999]))).toBe('再买 ¥0.01 可减 ¥20.00');
  expect(off('reduction', two, draft([1, 10000]))).toEqual([2000]);
  expect(reason('reduction', two, draft([1, 10000]))).toBe('再买 ¥100.00 可减 ¥50.00');
  expect(off('reduction', two, draft([3, 10000]))).toEqual([5000]);
  const each = steps({ steps: [minus(10000, 1000)], repeats: true, capFen: 2500 });
  expect(off('reduction', each, draft([2, 10000]))).toEqual([2000]);
  expect(off('reduction', each, draft([9, 10000]))).toEqual([2500]);
  expect(reason('reduction', each, draft([1, 15000]))).toBe('再买 ¥50.00 可减 ¥20.00');
  expect(reason('reduction', each, draft([2, 10000]))).toBeUndefined();
  expect(off('reduction', steps({ by: 'pieces', steps: [percent(2, 90), percent(3, 85)] }), draft([3, 3333]))).toEqual([
    1500,
  ]);
  expect(off('reduction', steps({ steps: [percent(100, 88)], capFen: 50 }), draft([1, 9999]))).toEqual([50]);
});

test('what is taken off many lines is shared out by what they cost, to the last fen', () => {
  expect(off('reduction', steps({ steps: [minus(100, 100)] }), draft([1, 100], [1, 100], [1, 100]))).toEqual([
    34, 33, 33,
  ]);
});

test('a discount is a percentage of the line, fen off each piece, or a price of its own; what is limited goes where it saves most', () => {
  expect(off('discount', discountRule(), draft([3, 999]))).toEqual([3 * 999 - 2547]);
  expect(off('discount', discountRule({ way: 'minus', offFen: 300 }), draft([2, 1000], [1, 200]))).toEqual([600, 199]);
  const own = discountRule({ way: 'price', prices: [{ skuId: 's1', priceFen: 500 }] });
  expect(off('discount', own, draft([1, 1000], [2, 800]))).toEqual([600]);
  const few = offered('discount', discountRule({ payPercent: 50 }), draft([2, 100], [2, 1000]), 3);
  expect(few.offers[0]?.takes).toEqual([
    { skuId: 's1', fen: 1000, units: 2 },
    { skuId: 's0', fen: 50, units: 1 },
  ]);
  expect(few.unmet?.[0]?.reason).toBe('优惠还剩 3 件，其余 1 件按原价');
  expect(offered('discount', discountRule(), draft([1, 100]), 0)).toMatchObject({
    offers: [],
    unmet: [{ reason: '名额已用完，按原价购买' }],
  });
});

test('the nth piece is the cheapest of its set, and N pieces for a price begin with the dearest', () => {
  const half = piecesRule({ payPercent: 50 });
  expect(off('pieces', half, draft([1, 1000]))).toEqual([]);
  expect(reason('pieces', half, draft([1, 1000]))).toBe('再买 1 件可享「第 2 件半价」');
  expect(off('pieces', half, draft([2, 999]))).toEqual([500]);
  expect(offered('pieces', half, draft([1, 3000], [1, 1000], [1, 2000])).offers[0]?.takes).toEqual([
    { skuId: 's2', fen: 1000, units: 1 },
  ]);
  expect(off('pieces', { ...half, mostSets: 1 }, draft([6, 1000]))).toEqual([500]);
  const three = piecesRule({ pieces: 3, priceFen: 9900 });
  expect(off('pieces', three, draft([3, 5000]))).toEqual([5100]);
  expect(off('pieces', three, draft([3, 3000]))).toEqual([]);
  expect(off('pieces', three, draft([2, 5000], [4, 3000])).reduce((a, b) => a + b)).toBe(13000 - 9900);
});

test('whatever the rule and the basket, nothing goes below 0 and no offer takes more than its lines cost', () => {
  const baskets = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 200_000 })), {
    minLength: 1,
    maxLength: 8,
  });
  const fens = fc.integer({ min: 1, max: 300_000 });
  const percents = fc.integer({ min: 1, max: 99 });
  const rules = fc.oneof(
    fc
      .record({
        from: fens,
        offFen: fens,
        repeats: fc.boolean(),
        by: fc.constantFrom('amount' as const, 'pieces' as const),
      })
      .map(
        ({ from, offFen, repeats, by }) =>
          [
            'reduction',
            steps({ by, repeats, steps: [minus(by === 'pieces' ? (from % 20) + 1 : from, offFen)] }),
          ] as const,
      ),
    percents.map((p) => ['reduction', steps({ steps: [percent(100, p)] })] as const),
    percents.map((payPercent) => ['discount', discountRule({ payPercent })] as const),
    fens.map((offFen) => ['discount', discountRule({ way: 'minus', offFen })] as const),
    fc
      .tuple(fc.integer({ min: 2, max: 20 }), percents)
      .map(([n, payPercent]) => ['pieces', piecesRule({ pieces: n, payPercent })] as const),
    fc
      .tuple(fc.integer({ min: 2, max: 20 }), fens)
      .map(([n, priceFen]) => ['pieces', piecesRule({ pieces: n, priceFen })] as const),
    fc
      .record({ from: fens, priceFen: fc.nat(100_000), most: fc.integer({ min: 1, max: 20 }) })
      .map(({ priceFen, ...rest }) => {
        const items = ['s0', 's1'].map((skuId) => ({ goodsId: skuId, skuId, priceFen }));
        return ['extra', extraRule({ ...rest, items })] as const;
      }),
  );
  fc.assert(
    fc.property(baskets, rules, fc.option(fc.nat(30)), (lines, [kind, rule], left) => {
      const from = draft(...lines);
      const skus = from.lines.map((l) => ({ skuId: l.skuId, priceFen: l.listFen, available: l.quantity }));
      let total = 0;
      for (const take of offered(kind, rule, from, left).offers[0]?.takes ?? []) {
        const line = from.lines.find((l) => l.skuId === take.skuId);
        expect(Number.isSafeInteger(take.fen) && take.fen >= 0 && take.fen <= (line?.fen ?? 0)).toBe(true);
        total += take.fen;
      }
      // What staff are told before they save is never less than what a basket of all that lies in stock takes.
      expect(total).toBeLessThanOrEqual(kindOf(kind).mostFen(rule, skus) ?? 0);
    }),
    { numRuns: 1000 },
  );
});

test('a campaign is on from its start until the instant of its end, or at its hours of its weekdays in China', () => {
  const always = { startsAtMs: at('2026-11-28T00:00:00'), endsAtMs: at('2026-12-10T00:00:00'), weekly: null };
  const times = { ...always, published: true, stoppedAtMs: null };
  expect(stateOf(times, always.startsAtMs - 1)).toBe('planned');
  expect(stateOf(times, always.startsAtMs)).toBe('running');
  expect(stateOf(times, always.endsAtMs)).toBe('over');
  expect(stateOf({ ...times, stoppedAtMs: 0 }, always.startsAtMs)).toBe('stopped');
  expect(stateOf({ ...times, published: false }, always.startsAtMs)).toBe('draft');
  // 2 December 2026 is a Wednesday.
  const wednesdays = { ...always, weekly: { weekdays: [3], from: '10:00', until: '22:00' } };
  const session = (day: string) => ({ fromMs: at(`${day}T10:00:00`), untilMs: at(`${day}T22:00:00`) });
  expect(sessionAt(wednesdays, at('2026-11-28T12:00:00'))).toEqual(session('2026-12-02'));
  expect(sessionAt(wednesdays, at('2026-12-02T21:59:59'))).toEqual(session('2026-12-02'));
  expect(sessionAt(wednesdays, at('2026-12-02T22:00:00'))).toEqual(session('2026-12-09'));
  expect(sessionAt(wednesdays, at('2026-12-09T22:00:00'))).toBeNull();
  expect(weeklyText(wednesdays.weekly)).toBe('每周三 10:00–22:00');
  expect(meet(wednesdays, always)).toBe(true);
  expect(meet(wednesdays, { ...always, weekly: { weekdays: [3], from: '22:00', until: '24:00' } })).toBe(false);
  expect(meet(always, { ...always, startsAtMs: always.endsAtMs, endsAtMs: always.endsAtMs + 1 })).toBe(false);
});

const input = (over: Partial<CampaignInput> = {}): CampaignInput => ({
  kind: 'reduction',
  name: '年货节',
  startsAt: '2026-11-28T02:00:00.000Z',
  endsAt: '2026-12-01T16:00:00.000Z',
  weekly: null,
  scope: { kind: 'all', goodsIds: [], categoryIds: [], tags: [], exceptGoodsIds: [], exceptCategoryIds: [] },
  excludes: [],
  reduction: steps({ steps: [minus(10000, 2000)] }),
  ...over,
});

test('a shopper reads the whole rule', () => {
  const found = ruleOf(input());
  expect('rule' in found && sentencesOf(input(), found.rule)).toEqual([
    '满 100 减 20',
    '适用：全店商品',
    '时间：11月28日 10:00 至 12月1日 24:00',
    '可与店内其他优惠同时使用，同类活动取最优惠的一个',
    '退款按实付金额退回；部分退款不影响其余商品的优惠',
  ]);
  expect(overlapText({ kind: 'discount', excludes: ['reduction'] }, { kind: 'reduction', excludes: [] }, 2)).toContain(
    '不同享',
  );
  expect(overlapText({ kind: 'discount', excludes: [] }, { kind: 'reduction', excludes: [] }, 2)).toContain('叠加');
  expect(overlapText({ kind: 'reduction', excludes: [] }, { kind: 'reduction', excludes: [] }, 2)).toContain(
    '只取最优惠',
  );
  expect(overlapText({ kind: 'extra', excludes: [] }, { kind: 'extra', excludes: [] }, 2)).toContain('都可以选');
});

test('what cannot be meant is said at its field', () => {
  const reductionFields = (over: Partial<ReductionRule>) =>
    kindOf('reduction')
      .troubles(steps(over), [])
      .map((t) => t.field);
  expect(reductionFields({ steps: [minus(10000, 2000), minus(10000, 3000)] })).toEqual(['reduction.steps.1.from']);
  expect(reductionFields({ steps: [minus(10000, 2000), minus(20000, 2000)] })).toEqual(['reduction.steps.1.offFen']);
  expect(reductionFields({ steps: [minus(10000, 10001)] })).toEqual(['reduction.steps.0.offFen']);
  expect(reductionFields({ steps: [percent(1, 90), minus(2, 10)], by: 'pieces' })).toEqual([
    'reduction.steps.1.payPercent',
  ]);
  expect(reductionFields({ steps: [{ from: 1, offFen: null, payPercent: null }] })).toEqual([
    'reduction.steps.0.offFen',
  ]);
  expect(reductionFields({ steps: [percent(100, 90)], repeats: true })).toEqual(['reduction.repeats']);
  const skus = [{ skuId: 'a', priceFen: 1000, available: 1 }];
  const discountFields = (over: Partial<DiscountRule>) =>
    kindOf('discount')
      .troubles(discountRule(over), skus)
      .map((t) => t.field);
  expect(discountFields({})).toEqual([]);
  expect(discountFields({ payPercent: null })).toEqual(['discount.payPercent']);
  expect(discountFields({ way: 'minus', payPercent: null, offFen: 1000 })).toEqual(['discount.offFen']);
  const price = (skuId: string, priceFen: number) => ({
    way: 'price' as const,
    payPercent: null,
    prices: [{ skuId, priceFen }],
  });
  expect(discountFields(price('a', 1000))).toEqual(['discount.prices.0.priceFen']);
  expect(discountFields(price('b', 900))).toEqual(['discount.prices.0.skuId']);
  expect(discountFields({ quota: 1, perPerson: 2 })).toEqual(['discount.perPerson']);
  expect(kindOf('pieces').troubles(piecesRule({ payPercent: 50, priceFen: 1 }), skus)[0]?.field).toBe(
    'pieces.priceFen',
  );
  expect(kindOf('pieces').troubles(piecesRule({ priceFen: 2000 }), skus)[0]?.field).toBe('pieces.priceFen');
  const window = { startsAtMs: 10, endsAtMs: 20, weekly: null };
  expect(windowTroubles({ ...window, endsAtMs: 10 }, 0)[0]?.field).toBe('endsAt');
  expect(windowTroubles(window, 20)[0]?.field).toBe('endsAt');
  expect(windowTroubles({ ...window, weekly: { weekdays: [1], from: '10:00', until: '10:00' } }, 0)[0]?.field).toBe(
    'weekly.until',
  );
  const monday = { weekdays: [1], from: '00:00', until: '24:00' };
  const saturday = { startsAtMs: at('2026-11-28T00:00:00'), endsAtMs: at('2026-11-29T00:00:00'), weekly: monday };
  expect(windowTroubles(saturday, 0)[0]?.field).toBe('weekly.weekdays');
  expect(ruleOf(input({ kind: 'pieces' }))).toMatchObject({ troubles: [{ field: 'pieces' }] });
  expect(ruleOf(input({ discount: discountRule() }))).toMatchObject({ troubles: [{ field: 'discount' }] });
});

test('what has started changes only to the buyer’s advantage', () => {
  const rule = discountRule({ quota: 100 });
  const saved = (over: Partial<Saved> = {}): Saved => ({ ...input({ kind: 'discount' }), rule, ...over });
  expect(isForBuyers(saved(), saved({ name: '新名' }))).toBe(true);
  expect(isForBuyers(saved(), saved({ endsAt: '2026-12-02T16:00:00.000Z' }))).toBe(true);
  expect(isForBuyers(saved(), saved({ endsAt: '2026-11-30T16:00:00.000Z' }))).toBe(false);
  expect(isForBuyers(saved(), saved({ rule: { ...rule, quota: 200 } }))).toBe(true);
  expect(isForBuyers(saved(), saved({ rule: { ...rule, quota: 99 } }))).toBe(false);
  expect(isForBuyers(saved(), saved({ rule: { ...rule, payPercent: 90 } }))).toBe(false);
  expect(isForBuyers(saved(), saved({ excludes: ['reduction'] }))).toBe(false);
});
