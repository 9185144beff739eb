import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../kernel/refusal.ts';
import { Book } from './book.rules.ts';
import {
  type Account,
  accountsOf,
  available,
  type Chain,
  isSame,
  type Leg,
  move,
  type Posting,
  releaseAll,
  reserve,
  settleAll,
} from './ledger.rules.ts';

const account = (id: string, balance: number, floor: number | null = 0): Account => ({
  id,
  unit: 'piece',
  balance,
  reserved: 0,
  floor,
});
const stateOf = (book: Book) => new Map(book.changed().map((a) => [a.id, a]));

/** Runs chains in order and reports what each came to. */
function run(book: Book, chains: Chain[]): { postings: Posting[]; outcomes: string[] } {
  const postings: Posting[] = [];
  const outcomes = chains.map((chain) => {
    try {
      postings.push(...book.apply(chain));
      return 'posted';
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      if (error instanceof RangeError) return 'RangeError';
      throw error;
    }
  });
  return { postings, outcomes };
}

const names = ['a', 'b', 'c', 'world/w'];
const name = fc.constantFrom(...names);
const amount = fc.integer({ min: 1, max: 20 });
const legs = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), debit: name, credit: name, amount }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reserve' as const), debit: name, credit: name, amount }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('settle' as const, 'release' as const),
      chain: fc.nat(12),
      leg: fc.oneof(fc.nat(2), fc.constant('all' as const)),
    }),
  },
);
/** Chains named c0, c1, …; endings point at any of them, so also at what never was, or has ended. */
const chains = fc.array(fc.array(legs, { minLength: 1, maxLength: 3 }), { maxLength: 14 }).map((all) =>
  all.map(
    (some, n): Chain => ({
      id: `c${n}`,
      legs: some.map((l) =>
        'chain' in l ? { kind: l.kind, of: { chain: `c${l.chain}`, leg: l.leg } } : { unit: 'piece' as const, ...l },
      ),
    }),
  ),
);
const opening = () => [account('a', 15), account('b', 3), account('c', 0), account('world/w', -18, null)];

describe('a book', () => {
  test('never lets an account fall below its floor, and its postings explain every balance and reservation', () => {
    fc.assert(
      fc.property(chains, (wanted) => {
        const book = new Book(opening());
        const { postings } = run(book, wanted);
        const expected = new Map(opening().map((a) => [a.id, { balance: a.balance, reserved: 0 }]));
        const at = (id: string) => expected.get(id)!;
        for (const p of postings) {
          if (p.kind === 'move' || p.kind === 'settle') {
            at(p.debit).balance -= p.amount;
            at(p.credit).balance += p.amount;
          }
          if (p.kind !== 'move') at(p.debit).reserved += p.kind === 'reserve' ? p.amount : -p.amount;
        }
        for (const { id, balance, reserved } of book.changed()) expect({ balance, reserved }).toEqual(at(id));
        for (const a of book.changed()) if (a.floor !== null) expect(available(a)).toBeGreaterThanOrEqual(0);
        expect([...expected.values()].reduce((sum, a) => sum + a.balance, 0)).toBe(0);
        const endings = postings.flatMap((p) => (p.pendingChain ? [`${p.pendingChain}#${p.pendingLeg}`] : []));
        expect(new Set(endings).size).toBe(endings.length);
        const keys = postings.map((p) => `${p.chain}#${p.leg}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('is as if a refused chain had never been asked', () => {
    fc.assert(
      fc.property(chains, (wanted) => {
        const first = new Book(opening());
        const { outcomes } = run(first, wanted);
        const second = new Book(opening());
        const again = run(
          second,
          wanted.filter((_c, n) => outcomes[n] === 'posted'),
        );
        expect(again.outcomes.every((o) => o === 'posted')).toBe(true);
        for (const [id, a] of stateOf(second)) expect(stateOf(first).get(id)).toEqual(a);
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses with the code, sentence and facts of the leg that lacked, and with the account, what it had and what was wanted', () => {
    const book = new Book([account('stock/1', 5), account('stock/2', 1), account('nothing', 0), account('sold/1', 0)]);
    const chain: Chain = {
      id: 'order/1',
      legs: [
        reserve('piece', 'stock/1', 'sold/1', 2),
        reserve('piece', 'stock/2', 'sold/2', 3, { lackCode: 'OUT_OF_STOCK', message: '库存不足', facts: { line: 2 } }),
      ],
    };
    expect(() => book.apply(chain)).toThrow(
      expect.objectContaining({
        code: 'OUT_OF_STOCK',
        status: 409,
        message: '库存不足',
        facts: { account: 'stock/2', available: 1, wanted: 3, line: 2 },
      }),
    );
    expect(book.changed().find((a) => a.id === 'stock/1')).toMatchObject({ balance: 5, reserved: 0 });
    expect(() => book.apply({ id: 'x', legs: [move('piece', 'nothing', 'sold/1', 1)] })).toThrow(
      expect.objectContaining({ code: 'LEDGER_LACK', facts: { account: 'nothing', available: 0, wanted: 1 } }),
    );
  });

  test('a negative floor is credit: the account may fall to it and no further', () => {
    const book = new Book([account('supplier', 0, -10), account('x', 0)]);
    const take = (id: string, n: number) => book.apply({ id, legs: [move('piece', 'supplier', 'x', n)] });
    take('1', 10);
    expect(() => take('2', 1)).toThrow(expect.objectContaining({ facts: expect.objectContaining({ available: 0 }) }));
    expect(stateOf(book).get('supplier')?.balance).toBe(-10);
  });

  test('settles or releases all that a chain reserved, once, without renumbering the legs beside it', () => {
    const book = new Book([account('a', 10), account('b', 10), account('s', 0)]);
    book.apply({ id: 'o', legs: [reserve('piece', 'a', 's', 4), reserve('piece', 'b', 's', 1)] });
    const done = book.apply({ id: 'o/paid', legs: [settleAll('o'), reserve('piece', 'a', 's', 2)] });
    expect(done.map((p) => [p.leg, p.kind, p.pendingLeg])).toEqual([
      [0, 'settle', 0],
      [2, 'settle', 1],
      [1, 'reserve', null],
    ]);
    expect(stateOf(book).get('a')).toMatchObject({ balance: 6, reserved: 2 });
    expect(stateOf(book).get('s')).toMatchObject({ balance: 5, reserved: 0 });
    for (const again of [settleAll('o'), releaseAll('o')])
      expect(() => book.apply({ id: 'twice', legs: [again] })).toThrow(
        expect.objectContaining({ code: 'LEDGER_RESERVATION_ENDED' }),
      );
    book.apply({ id: 'back', legs: [{ kind: 'release', of: { chain: 'o/paid', leg: 1 } }] });
    expect(stateOf(book).get('a')).toMatchObject({ balance: 6, reserved: 0 });
  });

  test.each<[string, Chain]>([
    ['no legs', { id: 'x', legs: [] }],
    ['half a piece', { id: 'x', legs: [move('piece', 'a', 'b', 0.5)] }],
    ['nothing', { id: 'x', legs: [move('piece', 'a', 'b', 0)] }],
    ['a negative amount', { id: 'x', legs: [move('piece', 'a', 'b', -1)] }],
    ['more than a number holds', { id: 'x', legs: [move('piece', 'world/w', 'b', 2 ** 53)] }],
    ['a sum beyond 2^53', { id: 'x', legs: [move('piece', 'world/w', 'a', Number.MAX_SAFE_INTEGER)] }],
    ['an account to itself', { id: 'x', legs: [move('piece', 'a', 'a', 1)] }],
    ['fen from pieces', { id: 'x', legs: [move('fen', 'a', 'b', 1)] }],
    ['a reservation that never was', { id: 'x', legs: [settleAll('never')] }],
    ['the ending of a move', { id: 'x', legs: [{ kind: 'settle', of: { chain: 'moved', leg: 0 } }] }],
  ])('throws a RangeError for %s and changes nothing', (_what, chain) => {
    const book = new Book([account('a', 15), account('b', 0), account('world/w', 0, null)]);
    book.apply({ id: 'moved', legs: [move('piece', 'a', 'b', 1)] });
    const before = book.changed().map((a) => ({ ...a }));
    expect(() => book.apply(chain)).toThrow(RangeError);
    expect(book.changed().filter((a) => a.balance !== 0)).toEqual(before);
  });
});

describe('an account that is not there', () => {
  const chain: Chain = { id: 'x', legs: [move('piece', 'a', 'b', 1)] };

  test('stops the chain when nobody looked for it', () => {
    const book = new Book([account('a', 5)]);
    expect(() => book.apply(chain)).toThrow('account b was not locked');
    expect(book.changed()).toEqual([account('a', 5)]);
  });

  test('is opened when it was looked for, with the floor that the chain says or the usual one', () => {
    const book = new Book([account('a', 5)], [], new Set(['a', 'b', 'credit', 'world/w']));
    book.apply(chain);
    book.apply({ id: 'y', legs: [move('piece', 'credit', 'world/w', 3)], opens: [{ id: 'credit', floor: -3 }] });
    expect(book.changed()).toEqual([account('a', 4)]);
    expect(book.opened()).toEqual([account('b', 1), account('credit', -3, -3), account('world/w', 3, null)]);
    expect(() =>
      book.apply({ id: 'z', legs: [move('piece', 'credit', 'a', 1)], opens: [{ id: 'credit', floor: -9 }] }),
    ).toThrow(expect.objectContaining({ code: 'LEDGER_LACK' }));
  });

  test('stays closed when its chain is refused', () => {
    const book = new Book([account('a', 5)], [], new Set(['a', 'b', 'c']));
    expect(() => book.apply({ id: 'x', legs: [move('piece', 'a', 'b', 1), move('piece', 'c', 'a', 1)] })).toThrow();
    expect(book.opened()).toEqual([]);
    expect(book.available('c')).toBe(0);
    book.apply({ id: 'y', legs: [move('piece', 'c', 'a', 1)], opens: [{ id: 'c', floor: -1 }] });
    expect(book.opened()).toEqual([account('c', -1, -1)]);
  });
});

test('what can be taken: nothing of an account that is not there, without end of the outside world', () => {
  const book = new Book([{ ...account('a', 9, 2), reserved: 3 }, account('world/w', -4, null)]);
  expect(['a', 'b', 'world/w'].map((id) => book.available(id))).toEqual([4, 0, Number.POSITIVE_INFINITY]);
});

describe('a chain is the same as what was posted', () => {
  const chain: Chain = { id: 'a', legs: [move('piece', 'a', 's', 1), settleAll('o')], reason: 'first' };
  const postings = () => {
    const book = new Book([account('a', 10), account('b', 10), account('s', 0), account('fen', 9)]);
    book.apply({ id: 'o', legs: [reserve('piece', 'a', 's', 2), reserve('piece', 'b', 's', 1)] });
    return book.apply(chain);
  };

  test('whatever its reason, codes and facts, and when it names the reservations one by one', () => {
    const one = (leg: number) => ({ kind: 'settle' as const, of: { chain: 'o', leg } });
    for (const legs of [chain.legs, [move('piece', 'a', 's', 1, { lackCode: 'NO' }), settleAll('o')]])
      expect(isSame({ id: 'a', legs, reason: 'again' }, postings())).toBe(true);
    expect(isSame({ id: 'a', legs: [chain.legs[0] as Leg, one(0), one(1)] }, postings())).toBe(true);
  });

  test.each<[string, Leg[]]>([
    ['another amount', [move('piece', 'a', 's', 2), settleAll('o')]],
    ['the other direction', [move('piece', 's', 'a', 1), settleAll('o')]],
    ['another unit', [move('point', 'a', 's', 1), settleAll('o')]],
    ['held instead of moved', [reserve('piece', 'a', 's', 1), settleAll('o')]],
    ['released instead of settled', [move('piece', 'a', 's', 1), releaseAll('o')]],
    ['endings of another chain', [move('piece', 'a', 's', 1), settleAll('p')]],
    ['a leg less', [move('piece', 'a', 's', 1)]],
    ['a leg more', [move('piece', 'a', 's', 1), settleAll('o'), move('piece', 'a', 's', 1)]],
    ['one ending of two', [move('piece', 'a', 's', 1), { kind: 'settle', of: { chain: 'o', leg: 0 } }]],
  ])('but not with %s', (_what, legs) => {
    expect(isSame({ id: 'a', legs }, postings())).toBe(false);
  });
});

test('a chain locks what it changes: a reservation only its debit, unless it ends among the same chains', () => {
  const placed: Chain = { id: 'o', legs: [reserve('piece', 'stock', 'sold', 1), move('fen', 'wallet', 'paid', 3)] };
  expect([...accountsOf([placed])]).toEqual(['stock', 'wallet', 'paid']);
  expect(accountsOf([placed, { id: 'p', legs: [settleAll('o')] }]).has('sold')).toBe(true);
});
