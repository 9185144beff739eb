import { expect, test } from 'vitest';
import { amountText, changeTrouble, signedAmount } from './purse-words.ts';

test('an amount is said in its own unit', () => {
  expect(amountText({ unit: 'point' }, 1200)).toBe('1,200 积分');
  expect(amountText({ unit: 'fen' }, 1234)).toBe('¥12.34');
});

test('no more is taken back than there is, and nothing is no change', () => {
  const pocket = { holds: 500, unit: 'fen' as const };
  expect(changeTrouble(signedAmount({ direction: 'less', amount: 600 }), pocket)).toBe('最多可扣减 ¥5.00');
  expect(changeTrouble(signedAmount({ direction: 'less', amount: 500 }), pocket)).toBeNull();
  expect(changeTrouble(signedAmount({ direction: 'more', amount: null }), pocket)).toBe('请填写数量');
});
