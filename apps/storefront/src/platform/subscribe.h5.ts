import type { Subscribe } from './subscribe.types';

export const subscribe: Subscribe = { possible: false, ask: async () => ({ accepted: [], refused: [] }) };
