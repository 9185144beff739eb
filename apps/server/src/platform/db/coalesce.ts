import DataLoader from 'dataloader';
import type { Database, Db } from './database.ts';

const MAX_KEYS = 200;

/**
 * Turns a read of many keys into a read of one: what concurrent requests of a tenant ask within one turn of the event loop, or
 * while such a read is under way, goes to the database as one query. Nothing is remembered, and a read begins after it was asked
 * for, so every answer is as fresh as a query of its own.
 */
export function coalesce<V>(
  database: Database,
  readMany: (db: Db, tenantId: number, keys: string[]) => Promise<Map<string, V>>,
): (tenantId: number, key: string) => Promise<V | undefined> {
  const loaders = new Map<number, DataLoader<string, V | undefined>>();
  const loaderOf = (tenantId: number) => {
    let loader = loaders.get(tenantId);
    if (!loader) {
      const gate = createGate();
      loader = new DataLoader<string, V | undefined>(
        async (keys) => {
          const distinct = [...new Set(keys)];
          const found = await gate.through(readMany(database.forTenant(tenantId), tenantId, distinct));
          return keys.map((key) => found.get(key));
        },
        { cache: false, maxBatchSize: MAX_KEYS, batchScheduleFn: gate.schedule },
      );
      loaders.set(tenantId, loader);
    }
    return loader;
  };
  return (tenantId, key) => loaderOf(tenantId).load(key);
}

/** Lets one batch through at a time; those that come meanwhile go together as soon as it is back. */
function createGate() {
  let under = 0;
  const waiting: (() => void)[] = [];
  return {
    schedule(run: () => void): void {
      if (under > 0) waiting.push(run);
      else setImmediate(run);
    },
    async through<T>(read: Promise<T>): Promise<T> {
      under++;
      try {
        return await read;
      } finally {
        if (--under === 0) for (const run of waiting.splice(0)) run();
      }
    },
  };
}

/** Runs a read once for all who ask for the same thing while it is under way. */
export function singleFlight<V>(): (key: string, read: () => Promise<V>) => Promise<V> {
  const flying = new Map<string, Promise<V>>();
  return (key, read) => {
    const known = flying.get(key);
    if (known) return known;
    const started = read().finally(() => flying.delete(key));
    flying.set(key, started);
    return started;
  };
}
