import type { FirstScreen } from './first-screen.types';

export const firstScreen: FirstScreen = { lift: () => document.getElementById('first-screen')?.remove() };
