import DataLoader from 'dataloader';
import type { Database, Db } from './database.ts';

const MAX_KEYS = 200;

/**
 * Turns a read of many keys into a read of one: what concurrent requests of a tenant ask within one turn of the event loop goes
 * to the database as one query. Nothing is remembered, so every answer is as fresh as a query of its own.
 */
export function coalesce<V>(
  database: Database,
  readMany: (db: Db, tenantId: number, keys: string[]) => Promise<Map<string, V>>,
): (tenantId: number, key: string) => Promise<V | undefined> {
  const loaders = new Map<number, DataLoader<string, V | undefined>>();
  const loaderOf = (tenantId: number) => {
    let loader = loaders.get(tenantId);
    if (!loader) {
      loader = new DataLoader<string, V | undefined>(
        async (keys) => {
          const distinct = [...new Set(keys)];
          const found = await readMany(database.forTenant(tenantId), tenantId, distinct);
          return keys.map((key) => found.get(key));
        },
        { cache: false, maxBatchSize: MAX_KEYS, batchScheduleFn: (run) => setImmediate(run) },
      );
      loaders.set(tenantId, loader);
    }
    return loader;
  };
  return (tenantId, key) => loaderOf(tenantId).load(key);
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
