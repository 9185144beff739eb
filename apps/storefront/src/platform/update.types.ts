/** Takes a newer version of the program as soon as it has come; `ask` says whether the shopper wants it now. */
export type WatchUpdates = (ask: () => Promise<boolean>) => void;
