import { beautySheets } from './beauty.ts';
import { foodSheets } from './food.ts';
import { homeSheets } from './home.ts';
import { productOf } from './product.ts';
import type { DemoGoods, Sheet } from './types.ts';

const departments: readonly (readonly Sheet[])[] = [homeSheets, foodSheets, beautySheets];
export const sheets: readonly Sheet[] = departments.flat();

/** Departments take turns, and neighbours come from different categories: a step that shares no factor with the lengths. */
const placeOf = (department: number, row: number, length: number): number =>
  ((row * 7) % length) * departments.length + department;

/** The goods of the demo shop, in the order of their sheets. */
export const demoGoods: readonly DemoGoods[] = departments.flatMap((rows, department) => {
  const before = departments.slice(0, department).reduce((sum, d) => sum + d.length, 0);
  return rows.map((sheet, row) => productOf(sheet, before + row, 1000 - placeOf(department, row, rows.length)));
});
