import { kitchenSheets } from './home/kitchen.ts';
import { scentSheets } from './home/scent.ts';
import { textileSheets } from './home/textile.ts';
import { tidySheets } from './home/tidy.ts';
import type { Sheet } from './types.ts';

/** 家居, category by category. */
export const homeSheets: readonly Sheet[] = [...textileSheets, ...kitchenSheets, ...tidySheets, ...scentSheets];
