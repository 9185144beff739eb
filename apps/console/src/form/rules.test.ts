import { createGoods, createStaff } from '@jishi/api-client/limits';
import { expect, test } from 'vitest';
import { limitTrouble } from './rules.ts';

test('a text is counted as the server counts it, and told by how much it is too long', () => {
  expect(limitTrouble('咖'.repeat(60), createGoods.title)).toBeNull();
  expect(limitTrouble('😀'.repeat(60), createGoods.title)).toBeNull();
  expect(limitTrouble('咖'.repeat(61), createGoods.title)).toBe('最多 60 个字，现在有 61 个');
  expect(limitTrouble(`  ${'咖'.repeat(60)} `, createGoods.title)).toBeNull();
  expect(limitTrouble('短密码1', createStaff.password)).toBe('至少 10 个字');
  expect(limitTrouble('', createGoods.title)).toBeNull();
});

test('a pattern is the server’s, with its words or better ones', () => {
  expect(limitTrouble('wang.li', createStaff.login)).toBeNull();
  expect(limitTrouble('王丽', createStaff.login)).toBe('格式不正确');
  expect(limitTrouble('王丽', createStaff.login, { pattern: '3 到 40 位字母' })).toBe('3 到 40 位字母');
});

test('numbers keep to whole ones in their range', () => {
  expect(limitTrouble(0, createGoods.sort)).toBeNull();
  expect(limitTrouble(1_000_000, createGoods.sort)).toBe('应在 0 到 999999 之间');
  expect(limitTrouble(1.5, createGoods.sort)).toBe('请填写整数');
  expect(limitTrouble(-1, { minimum: 0 })).toBe('不能小于 0');
});

test('a list has its number of entries, and each of them its own limit', () => {
  expect(limitTrouble(['顺丰发货'], createGoods.services)).toBeNull();
  expect(limitTrouble(Array(9).fill('好'), createGoods.services)).toBe('最多 8 个');
  expect(limitTrouble(['长'.repeat(21)], createGoods.services)).toContain('最多 20 个字');
});
