import type { WatchUpdates } from './update.types';

/** A browser has the newest version with every page that it loads; a script that is gone loads the page anew (scripts.h5). */
export const watchUpdates: WatchUpdates = () => {};
