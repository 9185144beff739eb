import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from './settlement.rules.ts';

const own = (number: string, fen: number) => ({ number, fen, orderId: 'o' });
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
    fc.record({ number: fc.uuid(), fen: fc.integer({ min: 1, max: 1e6 }), orderId: fc.constant('o') }),
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
