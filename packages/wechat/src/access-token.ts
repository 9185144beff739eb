export interface StoredToken {
  token: string;
  expiresAtMs: number;
}
/** Where processes share the access token; `withLock` lets one of them refresh while the others wait. */
export interface TokenStore {
  read(appid: string): Promise<StoredToken | null>;
  write(appid: string, token: StoredToken): Promise<void>;
  withLock<T>(appid: string, work: () => Promise<T>): Promise<T>;
}
export interface AccessTokenOptions {
  appid: string;
  store: TokenStore;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** Asks WeChat; `expires_in` in seconds. */
  fetchToken: () => Promise<{ access_token: string; expires_in: number }>;
}

/** A token that dies within this time is not handed out: the call that takes it must still arrive. */
const EARLY_MS = 60_000;

/** The access token of one app: shared, and fetched by one caller of one process at a time. */
export class AccessToken {
  readonly #o: AccessTokenOptions;
  #refreshing: Promise<string> | null = null;

  constructor(options: AccessTokenOptions) {
    this.#o = options;
  }

  async get(): Promise<string> {
    const known = await this.#o.store.read(this.#o.appid);
    return known && this.#isFresh(known) ? known.token : this.replace(known?.token ?? null);
  }

  /** A token other than `stale`, the one that WeChat no longer takes: another process may have put it into the store already. */
  replace(stale: string | null): Promise<string> {
    this.#refreshing ??= this.#refresh(stale).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  #refresh(stale: string | null): Promise<string> {
    const { appid, store, clock, fetchToken } = this.#o;
    return store.withLock(appid, async () => {
      const now = await store.read(appid);
      if (now && now.token !== stale && this.#isFresh(now)) return now.token;
      const { access_token: token, expires_in } = await fetchToken();
      await store.write(appid, { token, expiresAtMs: clock() + expires_in * 1000 });
      return token;
    });
  }

  #isFresh(token: StoredToken): boolean {
    return token.expiresAtMs - EARLY_MS > this.#o.clock();
  }
}

/** For a single process: nobody else refreshes, so the lock is open. */
export function memoryStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  return {
    read: async (appid) => tokens.get(appid) ?? null,
    write: async (appid, token) => void tokens.set(appid, token),
    withLock: (_appid, work) => work(),
  };
}
