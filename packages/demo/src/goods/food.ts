import { drinkSheets } from './food/drink.ts';
import { fruitSheets } from './food/fruit.ts';
import { pantrySheets } from './food/pantry.ts';
import { snackSheets } from './food/snack.ts';
import type { Sheet } from './types.ts';

/** 食品, category by category. */
export const foodSheets: readonly Sheet[] = [...drinkSheets, ...snackSheets, ...fruitSheets, ...pantrySheets];
