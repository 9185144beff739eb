import { expect, test } from 'vitest';
import { chosenOf } from './extras';

const items = [{ skuId: 'gift' }];
const line = (skuId: string, quantity: number) => ({ skuId, quantity, selected: true });

test('gifts can be chosen once the cart has enough, and those in it count', () => {
  const lines = [line('a', 2)];
  expect(chosenOf(undefined, 'c', items)).toEqual({ isReached: false, count: 0 });
  expect(chosenOf({ lines, groups: [] }, 'c', items)).toEqual({ isReached: false, count: 0 });
  const missing = [{ ref: 'c', offFen: 0, unmet: { gapFen: 100 } }];
  expect(chosenOf({ lines, groups: missing }, 'c', items)).toEqual({ isReached: false, count: 0 });
  const unselected = [{ ref: 'c', offFen: 0, unmet: null }];
  expect(chosenOf({ lines, groups: unselected }, 'c', items)).toEqual({ isReached: false, count: 0 });
  const reached = [{ ref: 'c', offFen: 0, unmet: {} }];
  expect(chosenOf({ lines, groups: reached }, 'c', items)).toEqual({ isReached: true, count: 0 });
  const with2 = [...lines, line('gift', 2)];
  expect(chosenOf({ lines: with2, groups: [{ ref: 'c', offFen: 100, unmet: null }] }, 'c', items)).toEqual({
    isReached: true,
    count: 2,
  });
});
