import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FreightCharge, FreightTerms } from './freight.api.ts';
import { chargeAt, freightOf, type Load, termsTrouble, unitsOf, unsentAt } from './freight.rules.ts';

const charge = (over: Partial<FreightCharge> = {}): FreightCharge => ({
  isFree: false,
  firstUnits: 1,
  firstFen: 1000,
  moreUnits: 1,
  moreFen: 200,
  freeFromFen: null,
  freeFromPieces: null,
  freeNeedsBoth: false,
  ...over,
});
const terms = (over: Partial<FreightTerms> = {}): FreightTerms => ({
  by: 'piece',
  rest: charge(),
  zones: [],
  surcharges: [],
  unsent: null,
  ...over,
});
const load = (id: string, units: number, of: FreightTerms = terms(), goodsFen = 10_000): Load => ({
  template: { id, name: id, terms: of },
  pieces: units,
  units,
  goodsFen,
});
const HANGZHOU = '330106';
const LHASA = '540102';

/** Of any template: what is charged is at least a fen, as the form demands. */
const charges = fc.record({
  isFree: fc.constant(false),
  firstUnits: fc.integer({ min: 1, max: 5000 }),
  firstFen: fc.integer({ min: 1, max: 3000 }),
  moreUnits: fc.integer({ min: 1, max: 5000 }),
  moreFen: fc.integer({ min: 0, max: 900 }),
  freeFromFen: fc.constant(null),
  freeFromPieces: fc.constant(null),
  freeNeedsBoth: fc.boolean(),
});
const someTerms = fc.record({
  by: fc.constantFrom('piece' as const, 'weight' as const),
  rest: charges,
  zones: fc.array(
    charges.map((c) => ({ ...c, regions: ['330000'] })),
    { maxLength: 1 },
  ),
  surcharges: fc.array(
    fc.record({ regions: fc.constant<string[]>(['540000']), fen: fc.integer({ min: 1, max: 2000 }) }),
    {
      maxLength: 1,
    },
  ),
  unsent: fc.constant(null),
});
const place = fc.constantFrom(null, HANGZHOU, LHASA, '999999');
const loads = fc
  .array(fc.record({ of: someTerms, units: fc.integer({ min: 1, max: 20_000 }), goodsFen: fc.nat(90_000) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) => all.map(({ of, units, goodsFen }, n): Load => load(`t${n}`, units, of, goodsFen)));

test('freight is never free by accident: with no condition, every order costs at least its highest first fee', () => {
  fc.assert(
    fc.property(loads, place, (all, code) => {
      const highest = Math.max(...all.map((l) => chargeAt(l.template.terms, code).firstFen));
      expect(freightOf(all, code).fen).toBeGreaterThanOrEqual(highest);
    }),
    { numRuns: 500 },
  );
});

test('more of anything, and anything more, never costs less to send', () => {
  fc.assert(
    fc.property(loads, place, fc.nat(), fc.integer({ min: 1, max: 5000 }), (all, code, which, more) => {
      const before = freightOf(all, code).fen;
      const grown = all.map((l, n) => (n === which % all.length ? { ...l, units: l.units + more } : l));
      expect(freightOf(grown, code).fen).toBeGreaterThanOrEqual(before);
      expect(freightOf(all.slice(1), code).fen).toBeLessThanOrEqual(before);
    }),
    { numRuns: 500 },
  );
});

test('the order of goods changes nothing, and all together never cost more than each alone', () => {
  fc.assert(
    fc.property(loads, place, (all, code) => {
      const together = freightOf(all, code);
      expect(freightOf([...all].reverse(), code)).toEqual(together);
      const apart = all.reduce((sum, l) => sum + freightOf([l], code).fen, 0);
      expect(together.fen).toBeLessThanOrEqual(apart);
    }),
    { numRuns: 500 },
  );
});

test('first and further units: each step that is begun counts', () => {
  const kilo = terms({ by: 'weight', rest: charge({ firstUnits: 1000, moreUnits: 500, moreFen: 300 }) });
  expect([1, 1000, 1001, 1500, 1501].map((grams) => freightOf([load('a', grams, kilo)], null).fen)).toEqual([
    1000, 1000, 1300, 1300, 1600,
  ]);
});

test('of several templates the highest first fee is charged once, the others by their further units', () => {
  const dear = terms({ rest: charge({ firstFen: 1500, moreFen: 500 }) });
  const cheap = terms({ rest: charge({ firstFen: 800, moreFen: 100 }) });
  expect(freightOf([load('cheap', 3, cheap), load('dear', 2, dear)], null)).toEqual({
    fen: 1500 + 500 + 3 * 100,
    gapFen: 0,
    words: ['dear：共 2 件，首 1 件 ¥15.00，续费 ¥5.00', 'cheap：共 3 件，按续费 ¥3.00'],
  });
  // Never more than by itself: ten pieces are one first fee of the other.
  const ten = terms({ rest: charge({ firstFen: 800, firstUnits: 10, moreFen: 300 }) });
  expect(freightOf([load('ten', 10, ten), load('dear', 1, dear)], null).fen).toBe(1500 + 800);
});

test('the smallest region that is named decides; what is named nowhere falls to the rest, never to nothing', () => {
  const of = terms({
    zones: [
      { ...charge({ firstFen: 500 }), regions: ['330000'] },
      { ...charge({ firstFen: 300 }), regions: ['330100'] },
    ],
  });
  expect(['330106', '330200', '110101', '999999', null].map((code) => freightOf([load('a', 1, of)], code).fen)).toEqual(
    [300, 500, 1000, 1000, 1000],
  );
});

test('conditions free what they name and nothing else; a remote surcharge stays', () => {
  const of = terms({
    rest: charge({ freeFromFen: 9900, freeFromPieces: 3 }),
    surcharges: [{ regions: ['540000'], fen: 1000 }],
  });
  const fen = (units: number, goodsFen: number, code: string | null = null) =>
    freightOf([load('a', units, of, goodsFen)], code).fen;
  expect([fen(1, 9899), fen(1, 9900), fen(3, 100), fen(1, 9900, LHASA)]).toEqual([1000, 0, 0, 1000]);
  expect(freightOf([load('a', 1, of, 9000)], null).gapFen).toBe(900);
  const both = terms({ rest: charge({ freeFromFen: 9900, freeFromPieces: 3, freeNeedsBoth: true }) });
  expect([freightOf([load('a', 1, both, 9900)], null).fen, freightOf([load('a', 3, both, 9900)], null).fen]).toEqual([
    1000, 0,
  ]);
  // Free by one template takes nothing off the other.
  expect(freightOf([load('a', 1, of, 9900), load('b', 1)], null).fen).toBe(1000);
});

test('a piece whose weight nobody filled in counts as a whole first fee', () => {
  const kilo = terms({ by: 'weight', rest: charge({ firstUnits: 1000, moreUnits: 1000, moreFen: 300 }) });
  const units = (weightGrams: number) =>
    unitsOf({ terms: kilo, code: null }, { quantity: 2, weightGrams, volumeCm3: 0 });
  expect([units(0), units(300)]).toEqual([2000, 600]);
});

test('where it is not sent, the reason is the merchant’s; elsewhere and before a place is known there is none', () => {
  const of = terms({ unsent: { regions: ['650000', '540100'], reason: '新疆、拉萨暂不发货' } });
  expect(['650104', '540102', '540202', '330106', null].map((code) => unsentAt(of, code))).toEqual([
    '新疆、拉萨暂不发货',
    '新疆、拉萨暂不发货',
    null,
    null,
    null,
  ]);
});

test('a template that would be free unsaid, or says two things of one region, is refused', () => {
  expect(termsTrouble(terms({ rest: charge({ firstFen: 0 }) }))).toContain('包邮');
  expect(termsTrouble(terms({ rest: charge({ firstFen: 0, isFree: true }) }))).toBeNull();
  const zone = { ...charge(), regions: ['330000'] };
  expect(termsTrouble(terms({ zones: [zone, zone] }))).toContain('同一个地区');
  expect(termsTrouble(terms({ zones: [zone], unsent: { regions: ['330000'], reason: '' } }))).toContain('不配送');
});
