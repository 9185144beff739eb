import type { Database } from './database.ts';
import type { Db } from './transaction.ts';
import { isUnavailable } from './trouble.ts';

const MAX_KEYS = 200;

interface Batch<V> {
  keys: Set<string>;
  /** Never rejects. */
  found: Promise<Answers<V>>;
}
interface Answers<V> {
  values: Map<string, V>;
  failures: Map<string, unknown>;
}
/** The reads of one tenant: one under way, one that gathers keys meanwhile. */
interface Lane<V> {
  gathering: Batch<V> | null;
  /** Resolves when the last read that was begun is back. */
  idle: Promise<unknown>;
}

/**
 * Turns a read of many keys into a read of one: what concurrent requests of a tenant ask within one turn of the event loop, or
 * while such a read is under way, goes to the database as one query. Nothing is remembered, and a read begins after it was asked
 * for, so every answer is as fresh as a query of its own. When such a query fails, its halves are asked, so that in the end only
 * the key that can't be answered fails.
 */
export function coalesce<V>(
  database: Pick<Database, 'forTenant' | 'mustBeOutside'>,
  readMany: (db: Db, tenantId: number, keys: string[]) => Promise<Map<string, V>>,
): (tenantId: number, key: string) => Promise<V | undefined> {
  const lanes = new Map<number, Lane<V>>();
  const laneOf = (tenantId: number): Lane<V> => {
    const existing = lanes.get(tenantId);
    if (existing) return existing;
    const lane = { gathering: null, idle: Promise.resolve() };
    lanes.set(tenantId, lane);
    return lane;
  };
  const gather = (tenantId: number, lane: Lane<V>): Batch<V> => {
    const keys = new Set<string>();
    const found = lane.idle.then(turnOfTheLoop).then(() => {
      if (lane.gathering?.keys === keys) lane.gathering = null;
      return readHalves((some) => readMany(database.forTenant(tenantId), tenantId, some), [...keys]);
    });
    lane.idle = found;
    lane.gathering = { keys, found };
    return lane.gathering;
  };
  return async (tenantId, key) => {
    database.mustBeOutside();
    const lane = laneOf(tenantId);
    const open = lane.gathering;
    const batch = open && open.keys.size < MAX_KEYS ? open : gather(tenantId, lane);
    batch.keys.add(key);
    const { values, failures } = await batch.found;
    if (failures.has(key)) throw failures.get(key);
    return values.get(key);
  };
}

async function readHalves<V>(read: (keys: string[]) => Promise<Map<string, V>>, keys: string[]): Promise<Answers<V>> {
  try {
    return { values: await read(keys), failures: new Map() };
  } catch (error) {
    if (keys.length === 1 || isUnavailable(error))
      return { values: new Map(), failures: new Map(keys.map((key) => [key, error])) };
    const middle = keys.length >> 1;
    const [left, right] = [await readHalves(read, keys.slice(0, middle)), await readHalves(read, keys.slice(middle))];
    return {
      values: new Map([...left.values, ...right.values]),
      failures: new Map([...left.failures, ...right.failures]),
    };
  }
}

const turnOfTheLoop = () => new Promise((done) => setImmediate(done));
