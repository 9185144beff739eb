import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, daysBetween, withWaitingDays } from './settlement.rules.ts';

const own = (number: string, fen: number) => ({ number, fen, orderId: 'o', done: true });
const their = (number: string, fen: number, state = 'SUCCESS') => ({ number, fen, state });

test('each way of disagreeing is found and named', () => {
  const found = compare(
    'payment',
    [own('a', 100), own('b', 200), own('c', 300), own('e', 5)],
    [their('a', 100), their('b', 201), their('d', 400), their('e', 5, 'REFUND')],
  );
  expect(found.map((d) => [d.number, d.kind])).toEqual([
    ['b', 'amount'],
    ['c', 'missing-in-bill'],
    ['e', 'state'],
    ['d', 'missing-in-book'],
  ]);
});

test('a book compared with itself has no differences, and taking any entry away from one side gives exactly one', () => {
  const books = fc.uniqueArray(
    fc.record({
      number: fc.uuid(),
      fen: fc.integer({ min: 1, max: 1e6 }),
      orderId: fc.constant('o'),
      done: fc.constant(true),
    }),
    { selector: (b) => b.number, minLength: 1 },
  );
  fc.assert(
    fc.property(books, fc.nat(), (book, pick) => {
      const bill = book.map((b) => their(b.number, b.fen));
      expect(compare('refund', book, bill)).toEqual([]);
      const lost = pick % book.length;
      expect(
        compare(
          'refund',
          book,
          bill.filter((_b, i) => i !== lost),
        ),
      ).toHaveLength(1);
      expect(
        compare(
          'refund',
          book.filter((_b, i) => i !== lost),
          bill,
        ),
      ).toHaveLength(1);
    }),
  );
});

test('what the bill lists under another day agrees all the same; a refund that has not arrived is missed nowhere', () => {
  const late = [own('r', 5)];
  expect(compare('refund', [], [their('r', 5)], late)).toEqual([]);
  expect(compare('refund', [], [their('r', 6)], late).map((d) => d.kind)).toEqual(['amount']);
  const underWay = { ...own('p', 7), done: false };
  expect(compare('refund', [underWay], [])).toEqual([]);
  expect(compare('refund', [underWay], [their('p', 7, 'PROCESSING')])).toEqual([]);
  expect(compare('refund', [underWay], [their('p', 7)]).map((d) => d.kind)).toEqual(['state']);
});

test('days are counted over the end of a month, both ends included', () => {
  expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysBetween('2026-03-01', '2026-02-27')).toEqual([]);
});

test('days between that were not reconciled are shown as waiting, up to the last bill', () => {
  const days = (list: { day: string; row: object | null }[]) => list.map(({ day, row }) => (row ? day : `${day}?`));
  const rows = [{ day: '2026-03-02' }, { day: '2026-02-28' }];
  expect(days(withWaitingDays(rows, '2026-03-03', 90))).toEqual([
    '2026-03-03?',
    '2026-03-02',
    '2026-03-01?',
    '2026-02-28',
  ]);
  // A sandbox makes the bill of the running day, so the newest result may be later than the last bill.
  expect(days(withWaitingDays(rows, '2026-03-01', 2))).toEqual(['2026-03-02', '2026-03-01?']);
  expect(withWaitingDays([], '2026-03-03', 90)).toEqual([]);
});
