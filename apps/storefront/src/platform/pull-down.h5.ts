import type { UsePullDown } from './pull-down.types';

/** A browser has its own way to load a page anew. */
export const usePullDown: UsePullDown = () => {};
