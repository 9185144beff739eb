import { expect, test } from 'vitest';
import { itemsOf, LIST_MARKS } from './lists.ts';

test('a list is read however it is typed', () => {
  expect(itemsOf('红，蓝、绿,白；黑;灰\n紫\t红')).toEqual(['红', '蓝', '绿', '白', '黑', '灰', '紫']);
  expect(itemsOf(' ，、 ')).toEqual([]);
  expect(itemsOf('深 蓝')).toEqual(['深 蓝']);
});

test('no mark is there twice, as one whose width was lost would be', () => {
  expect(new Set(LIST_MARKS).size).toBe(LIST_MARKS.length);
  expect(LIST_MARKS).toHaveLength(7);
});
