import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redeemCode } from './code.api.ts';
import { normalCode, readLines, sharedTrouble } from './code.rules.ts';

test('small letters, full-width ones, blanks and dashes are the same code', () => {
  for (const typed of [
    'ABCD-EFGH-2345',
    'abcd efgh 2345',
    ' ＡＢＣＤＥＦＧＨ２３４５ ',
    'abcd–efgh—2345',
    'ABCD\u3000EFGH\t2345',
  ])
    expect(normalCode(typed), typed).toBe('ABCDEFGH2345');
  fc.assert(fc.property(fc.string(), (text) => normalCode(normalCode(text)) === normalCode(text)));
});

test('what is wrong with a list is said by the number of the line, and empty lines count', () => {
  const { codes, troubles } = readLines(['SPRING-0001', '', 'SPRING-0002', 'spring0001', '太短', 'A'.repeat(33)]);
  expect([...codes]).toEqual([
    ['SPRING0001', 0],
    ['SPRING0002', 2],
  ]);
  expect(troubles).toEqual([
    { field: 'lines.3', message: '第 4 行：与第 1 行重复' },
    { field: 'lines.4', message: '第 5 行：兑换码要由 8 到 32 位字母或数字组成' },
    { field: 'lines.5', message: '第 6 行：兑换码要由 8 到 32 位字母或数字组成' },
  ]);
  expect(readLines(['', ' ']).troubles).toEqual([{ field: 'lines', message: '请填写至少一个兑换码' }]);
});

test('a shared code is a short word', () => {
  for (const word of ['双十二快乐', 'JISHI2026']) expect(sharedTrouble(word)).toEqual([]);
  for (const word of ['', 'ABC', 'A'.repeat(21), '双十二！！']) expect(sharedTrouble(word)).toHaveLength(1);
});

test('guessing is slowed down: only refused tries count, a person at a time', () => {
  expect(redeemCode.limit).toEqual({ per: 'caller', burst: 10, perMinute: 3, refusedOnly: true });
});
