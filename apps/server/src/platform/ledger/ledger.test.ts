import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Database } from '../db/index.ts';
import { balances, type Chain, entries, move, post, releaseAll, reserve, settleAll } from './index.ts';
import { verifyLedger } from './ledger.reads.ts';
import type { Leg } from './ledger.rules.ts';

let clone: TestDatabase;
let database: Database;
let owner: pg.Client;
/** A tenant of its own for every test: its ledger is empty. */
let tenant = 0;

beforeAll(async () => {
  clone = await createTestDatabase();
  database = new Database({ url: clone.url, size: 8 });
  owner = new pg.Client({ connectionString: clone.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await clone.drop();
});
beforeEach(() => {
  tenant++;
});

const posted = (chains: Chain | Chain[]) => database.inTx(tenant, (tx) => post(tx, tenant, chains));
const db = () => database.forTenant(tenant);
const balance = async (id: string) => (await balances(db(), tenant, [id])).get(id);
const stocked = (sku: string, pieces: number) =>
  posted({ id: `stock-in/${sku}`, legs: [move('piece', 'world/stock', `stock/${sku}`, pieces)] });
const order = (id: string, sku: string, pieces: number): Chain => ({
  id: `order/${id}`,
  legs: [reserve('piece', `stock/${sku}`, `sold/${sku}`, pieces)],
});

describe('post', () => {
  test('a sale: reserved, settled when paid; the outside world lacks what came in', async () => {
    await stocked('1', 10);
    await posted(order('a', '1', 3));
    expect(await balance('stock/1')).toEqual({ unit: 'piece', balance: 10, reserved: 3, available: 7 });
    expect(await posted({ id: 'order/a/paid', legs: [settleAll('order/a')] })).toBe('posted');
    expect(await balance('stock/1')).toEqual({ unit: 'piece', balance: 7, reserved: 0, available: 7 });
    expect(await balance('sold/1')).toEqual({ unit: 'piece', balance: 3, reserved: 0, available: 3 });
    expect(await balance('world/stock')).toEqual({ unit: 'piece', balance: -10, reserved: 0, available: -10 });
    expect(await verifyLedger(db(), tenant)).toEqual([]);
  });

  test('a repeated chain changes nothing, and the same id for something else is refused', async () => {
    await stocked('1', 10);
    expect(await posted(order('a', '1', 3))).toBe('posted');
    expect(await posted(order('a', '1', 3))).toBe('repeated');
    await expect(posted(order('a', '1', 4))).rejects.toMatchObject({ code: 'LEDGER_CHAIN_REUSED', status: 409 });
    expect(await balance('stock/1')).toMatchObject({ balance: 10, reserved: 3 });
    await posted({ id: 'order/a/closed', legs: [releaseAll('order/a')] });
    expect(await posted({ id: 'order/a/closed', legs: [releaseAll('order/a')] })).toBe('repeated');
    expect(await balance('stock/1')).toMatchObject({ balance: 10, reserved: 0 });
  });

  test('a repeat is recognised even when the cover that it once had is gone', async () => {
    await stocked('1', 3);
    await posted(order('a', '1', 3));
    expect(await posted(order('a', '1', 3))).toBe('repeated');
    await expect(posted(order('b', '1', 1))).rejects.toMatchObject({
      code: 'LEDGER_LACK',
      facts: { account: 'stock/1', available: 0, wanted: 1 },
    });
  });

  test('several chains go all or none, even when the caller swallows the refusal', async () => {
    await stocked('1', 2);
    await database.inTx(tenant, async (tx) => {
      await expect(post(tx, tenant, [order('a', '1', 2), order('b', '1', 1)])).rejects.toThrow('余量不足');
    });
    expect(await balance('stock/1')).toMatchObject({ balance: 2, reserved: 0 });
    expect(await posted([order('a', '1', 1), order('b', '1', 1)])).toBe('posted');
    expect(await balance('stock/1')).toMatchObject({ balance: 2, reserved: 2 });
    expect(await verifyLedger(db(), tenant)).toEqual([]);
  });

  test('of settling and releasing the same order at one moment, one wins and the other is told', async () => {
    await stocked('1', 1);
    await posted(order('a', '1', 1));
    const race = await Promise.allSettled([
      posted({ id: 'order/a/paid', legs: [settleAll('order/a')] }),
      posted({ id: 'order/a/closed', legs: [releaseAll('order/a')] }),
    ]);
    expect(race.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(race.find((r) => r.status === 'rejected')).toMatchObject({ reason: { code: 'LEDGER_RESERVATION_ENDED' } });
    expect(await verifyLedger(db(), tenant)).toEqual([]);
  });

  test('one id for two things at the same moment: one is posted, the other refused, though they share no account', async () => {
    const chain = (to: string): Chain => ({ id: 'gift', legs: [move('point', `world/${to}`, to, 1)] });
    const race = await Promise.allSettled(['x', 'y', 'z'].map((to) => posted(chain(to))));
    expect(race.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    for (const lost of race.filter((r) => r.status === 'rejected'))
      expect(lost.reason).toMatchObject({ code: 'LEDGER_CHAIN_REUSED' });
    expect((await balances(db(), tenant, ['x', 'y', 'z'])).size).toBe(1);
  });

  test('an account opened with a floor keeps it: opening again changes nothing', async () => {
    const take = (id: string, fen: number, floor: number | null) =>
      posted({ id, legs: [move('fen', 'credit/1', 'paid/1', fen)], opens: [{ id: 'credit/1', floor }] });
    await take('1', 500, -500);
    await expect(take('2', 1, null)).rejects.toMatchObject({ code: 'LEDGER_LACK' });
    expect(await balance('credit/1')).toEqual({ unit: 'fen', balance: -500, reserved: 0, available: 0 });
  });

  test('a refused chain opens nothing, not even for the chain behind it', async () => {
    const chain = (id: string, floor: number): Chain => ({
      id,
      legs: [move('fen', 'credit/1', 'paid/1', 5)],
      opens: [{ id: 'credit/1', floor }],
    });
    await expect(posted(chain('a', -4))).rejects.toMatchObject({ code: 'LEDGER_LACK' });
    expect(await balance('credit/1')).toBeUndefined();
    await posted(chain('b', -5));
    expect(await balance('credit/1')).toMatchObject({ balance: -5 });
  });

  test('a transaction that posts twice may not go back in the order of locking', async () => {
    await stocked('1', 5);
    const twice = (first: Leg[], second: Leg[]) =>
      database.inTx(tenant, async (tx) => {
        await post(tx, tenant, { id: 'first', legs: first });
        await post(tx, tenant, { id: 'second', legs: second });
      });
    const [pieces, money] = [[move('piece', 'stock/1', 'sold/1', 1)], [move('fen', 'world/payer', 'paid/1', 9)]];
    await twice([move('fen', 'world/payer', 'paid/0', 9)], []).catch(() => {});
    await posted({ id: 'open', legs: [...money, ...pieces] });
    await expect(twice(pieces, money)).rejects.toThrow('locks paid/1 after stock/1: post its chains at once');
    expect(await balance('stock/1')).toMatchObject({ balance: 4 });
    await twice(pieces, [move('piece', 'world/stock', 'stock/1', 1)]);
    expect(await verifyLedger(db(), tenant)).toEqual([]);
  });

  test('an account whose opening was rolled back is opened by the next who needs it', async () => {
    const gift = { id: 'gift', legs: [move('point', 'world/gifts', 'points/1', 5)] };
    const undone = database.inTx(tenant, async (tx) => {
      await post(tx, tenant, gift);
      await post(tx, tenant, { ...gift, id: 'once more' });
      throw new Error('thought better of it');
    });
    await expect(undone).rejects.toThrow('thought better of it');
    expect(await balance('points/1')).toBeUndefined();
    expect(await posted(gift)).toBe('posted');
    expect(await balance('points/1')).toMatchObject({ balance: 5 });
  });

  test('callers that name the same new accounts in opposite order do not wait in a circle', async () => {
    const pair = (n: number): Leg[] => {
      const [a, b] = [`new/${n % 7}a`, `new/${n % 7}b`];
      const both = [move('seat', 'world/seats', a, 1), move('seat', 'world/seats', b, 1)];
      return n % 2 ? both : both.reverse();
    };
    await Promise.all(Array.from({ length: 60 }, (_, n) => posted({ id: `c${n}`, legs: pair(n) })));
    expect(await balance('world/seats')).toMatchObject({ balance: -120 });
    expect(await verifyLedger(db(), tenant)).toEqual([]);
  });
});

describe('reads', () => {
  test('the history of an account pages through every transfer once, newest first, signed as seen from it', async () => {
    await stocked('1', 9);
    for (const id of ['a', 'b', 'c']) await posted(order(id, '1', 2));
    await posted({ id: 'paid', legs: [settleAll('order/a')], reason: 'order paid' });
    await posted({ id: 'closed', legs: [releaseAll('order/b')] });
    const seen: unknown[][] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await entries(db(), tenant, 'stock/1', { cursor, limit: 2 });
      seen.push(...page.items.map((e) => [e.chainId, e.kind, e.amount, e.reason]));
      if (!page.next) break;
      cursor = page.next;
    }
    expect(seen).toEqual([
      ['closed', 'release', 2, null],
      ['paid', 'settle', -2, 'order paid'],
      ['order/c', 'reserve', -2, null],
      ['order/b', 'reserve', -2, null],
      ['order/a', 'reserve', -2, null],
      ['stock-in/1', 'move', 9, null],
    ]);
    const sold = await entries(db(), tenant, 'sold/1', { limit: 10 });
    expect(sold.items.map((e) => [e.chainId, e.kind, e.amount])).toEqual([['paid', 'settle', 2]]);
    await expect(entries(db(), tenant, 'stock/1', { cursor: 'garbage', limit: 2 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  test("one tenant never sees another's accounts", async () => {
    await stocked('1', 9);
    const other = database.forTenant(tenant + 1000);
    expect((await balances(other, tenant, ['stock/1'])).size).toBe(0);
    expect((await entries(other, tenant, 'stock/1', { limit: 5 })).items).toEqual([]);
    await expect(
      database.inTx(tenant + 1000, (tx) =>
        post(tx, tenant, { id: 'x', legs: [move('piece', 'stock/1', 'sold/1', 1)] }),
      ),
    ).rejects.toThrow();
    expect(await balance('stock/1')).toMatchObject({ balance: 9 });
  });

  test.each([
    ['a balance', `update ledger_account set balance = 8 where id = 'stock/1'`, /stock\/1: balance 8, entries 5/],
    [
      'a reservation',
      `update ledger_account set reserved = 1 where id = 'stock/1'`,
      /stock\/1: reserved 1, open reser/,
    ],
    ['a lost leg', `delete from ledger_transfer where chain_id = 'both' and leg = 0`, /chain both: 1 of 2 legs/],
    ['a lost chain', `delete from ledger_transfer where chain_id = 'order/a'`, /paid leg 0: ending unlike/],
    ['a lost move', `delete from ledger_transfer where chain_id = 'stock-in/1'`, /stock\/1: balance 5, entries -4/],
    ['a changed ending', `update ledger_transfer set amount = 1 where chain_id = 'paid'`, /paid leg 0: ending unlike/],
    ['a unit', `update ledger_account set unit = 'seat' where id = 'sold/1'`, /counts another unit/],
    ['a lost account', `delete from ledger_account where id = 'sold/1'`, /sold\/1: balance 0, entries 2/],
  ])('the check names damage to %s', async (_what, damage, words) => {
    await stocked('1', 9);
    await posted(order('a', '1', 2));
    await posted({ id: 'paid', legs: [settleAll('order/a')] });
    await posted({ id: 'both', legs: [move('piece', 'stock/1', 'lent/1', 1), move('piece', 'stock/1', 'lent/2', 1)] });
    expect(await verifyLedger(db(), tenant)).toEqual([]);
    const { rowCount } = await owner.query(`${damage} and tenant_id = ${tenant}`);
    expect(rowCount).toBe(1);
    expect((await verifyLedger(db(), tenant)).join('\n')).toMatch(words);
  });
});

describe('the database itself', () => {
  const asApp = (text: string) =>
    db()
      .getExecutor()
      .executeQuery(CompiledQuery.raw(text, [tenant]));

  test('lets nobody change or remove a transfer', async () => {
    await stocked('1', 9);
    for (const text of [
      'update ledger_transfer set amount = 1 where tenant_id = $1',
      'delete from ledger_transfer where tenant_id = $1',
    ])
      await expect(asApp(text)).rejects.toMatchObject({ code: '42501' });
  });

  test('holds the floor and ends a reservation once, whatever the code does', async () => {
    await stocked('1', 9);
    await posted(order('a', '1', 2));
    await posted({ id: 'paid', legs: [settleAll('order/a')] });
    await expect(
      asApp(`update ledger_account set balance = -1 where tenant_id = $1 and id = 'stock/1'`),
    ).rejects.toMatchObject({ constraint: 'ledger_account_covered' });
    await expect(
      asApp(`insert into ledger_transfer (tenant_id, chain_id, leg, kind, unit, debit, credit, amount, pending_chain, pending_leg)
             values ($1, 'other', 0, 'release', 'piece', 'stock/1', 'sold/1', 2, 'order/a', 0)`),
    ).rejects.toMatchObject({ constraint: 'ledger_transfer_ending' });
  });
});
