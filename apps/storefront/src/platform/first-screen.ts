import type { FirstScreen } from './first-screen.types';

/** A mini program's first screen is its own. */
export const firstScreen: FirstScreen = { lift() {} };
