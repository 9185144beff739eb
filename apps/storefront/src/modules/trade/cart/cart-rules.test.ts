import { expect, test } from 'vitest';
import {
  allSelected,
  type Cart,
  type CartLine,
  cartOfGuest,
  isOpen,
  tooMany,
  withLine,
  withoutLines,
  withSelection,
} from './cart-rules.ts';

const line = (skuId: string, more: Partial<CartLine> = {}): CartLine =>
  ({
    skuId,
    goodsId: `g-${skuId}`,
    title: skuId,
    specs: [],
    picture: '',
    unitPriceFen: 1000,
    goodsFen: 1000,
    payableFen: 1000,
    parts: [],
    presale: null,
    quantity: 1,
    available: 9,
    selected: true,
    trouble: null,
    troubleText: null,
    ...(more as object),
  }) as CartLine;
const cart = (...lines: CartLine[]): Cart => withSelectionOf(lines);
const withSelectionOf = (lines: CartLine[]): Cart =>
  withoutLines({ lines, count: 0, selectedCount: 0, selectedFen: 0, discountFen: 0, unmet: [], groups: [] }, []);

test('a changed number changes the sums as the server will', () => {
  const next = withLine(cart(line('a'), line('b', { selected: false })), 'a', 3, true);
  expect([next.count, next.selectedCount, next.selectedFen]).toEqual([4, 3, 3000]);
});

test('a line with fewer pieces than wanted is neither counted nor ordered, as on the server, and hinders 全选 from nothing', () => {
  const short = cart(
    line('a'),
    line('b', { quantity: 50, available: 3, trouble: 'short', troubleText: '只剩 3 件', selected: false }),
  );
  expect([short.count, short.selectedCount, short.selectedFen, allSelected(short)]).toEqual([1, 1, 1000, true]);
  expect(tooMany(short).map((l) => l.skuId)).toEqual(['b']);
  expect(short.lines.every(isOpen)).toBe(true);
});

test('brought down to what there is, the line is in order again', () => {
  const short = cart(
    line('b', { quantity: 50, available: 3, trouble: 'short', troubleText: '只剩 3 件', selected: false }),
  );
  const mended = withLine(short, 'b', 3, true);
  expect(mended.lines[0]).toMatchObject({ trouble: null, troubleText: null, quantity: 3 });
  expect([mended.count, mended.selectedFen, tooMany(mended)]).toEqual([3, 3000, []]);
  expect(withLine(short, 'b', 4, true).lines[0]?.trouble).toBe('short');
});

test('what is gone or sold out is never bought, and is not asked for again', () => {
  const sold = cart(
    line('a', { trouble: 'short', available: 0, selected: false }),
    line('b', { trouble: 'gone', selected: false }),
  );
  expect([sold.count, allSelected(sold), tooMany(sold)]).toEqual([0, false, []]);
  expect(sold.lines.map(isOpen)).toEqual([true, false]);
});

test('all lines are ticked and unticked together; removed ones are gone from the sums', () => {
  const both = cart(line('a'), line('b'));
  expect(withSelection(both, false).selectedFen).toBe(0);
  expect(allSelected(withSelection(both, true))).toBe(true);
  expect(withoutLines(both, ['a']).lines.map((l) => l.skuId)).toEqual(['b']);
});

test('a guest’s cart shows what was priced, sums what is chosen, and leaves out what the shop no longer knows', () => {
  const quote = (lines: CartLine[], goodsFen = 0, discountFen = 0) =>
    ({ lines, goodsFen, discountFen, unmet: [], groups: [], parts: [] }) as unknown as Parameters<
      typeof cartOfGuest
    >[1];
  const all = quote([line('a', { quantity: 2 }), line('b', { trouble: 'off' })]);
  const guest = (skuId: string, quantity: number) => ({ skuId, quantity, selected: true });
  const chosen = quote([line('a', { quantity: 2 })], 2000, 300);
  const shown = cartOfGuest([guest('a', 2), guest('b', 1), guest('c', 1)], all, chosen);
  expect(shown).toMatchObject({ count: 2, selectedCount: 2, selectedFen: 1700, discountFen: 300 });
  expect(shown.lines.map((l) => [l.skuId, l.selected])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  // A sum that was asked for before the last tap is not shown.
  expect(cartOfGuest([guest('a', 3)], all, chosen)).toMatchObject({
    selectedCount: 3,
    selectedFen: 3000,
    discountFen: 0,
  });
});
