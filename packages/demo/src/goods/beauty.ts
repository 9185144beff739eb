import { bodySheets } from './beauty/body.ts';
import { faceSheets } from './beauty/face.ts';
import { makeupSheets } from './beauty/makeup.ts';
import { toolsSheets } from './beauty/tools.ts';
import type { Sheet } from './types.ts';

/** 美妆, category by category. */
export const beautySheets: readonly Sheet[] = [...faceSheets, ...makeupSheets, ...bodySheets, ...toolsSheets];
