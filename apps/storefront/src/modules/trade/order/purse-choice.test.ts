import { expect, test } from 'vitest';
import { onWith, purseRows } from './purse-choice';

const pocket = (source: string, holds: number, fen = 0, mostFen = fen) => ({
  source,
  label: source,
  holds,
  mostFen,
  fen,
  units: fen,
});

test('a shopper sees what they have, principal and bonus as one balance, and nothing that they have not', () => {
  const rows = purseRows([
    pocket('points', 500, 0, 300),
    pocket('gift-card', 0),
    pocket('wallet-bonus', 200, 200),
    pocket('wallet', 1000, 500),
  ]);
  expect(rows.map(({ kind, note, fen }) => [kind, note, fen])).toEqual([
    ['points', '共 500 积分，本单可抵 ¥3.00', 0],
    ['walletFen', '可用 ¥12.00', 700],
  ]);
});

test('points that cannot pay say so, and used ones say how many', () => {
  expect(purseRows([pocket('points', 50)])[0]).toMatchObject({ canPay: false, note: '共 50 积分，本单不可用' });
  expect(purseRows([pocket('points', 50, 20)])[0]?.note).toBe('共 50 积分，本单使用 20 积分');
});

test('switching one on or off leaves the others as they are', () => {
  const both = onWith(onWith({}, 'points', true), 'walletFen', true);
  expect(Object.keys(both)).toEqual(['points', 'walletFen']);
  expect(onWith(both, 'points', false)).toEqual({ walletFen: both.walletFen });
});
