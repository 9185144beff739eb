import { Crowd } from '../../kernel/crowd.ts';
import type { Database } from './database.ts';
import type { Db } from './transaction.ts';
import { isUnavailable } from './trouble.ts';

/** Things that are asked in one round. */
const MAX_ASKED = 200;

interface Round<T, V> {
  /** What is asked, the same thing once, and its place among the answers. */
  places: Map<T, number>;
  /** Never rejects. */
  answers: Promise<Answer<V>[]>;
}
type Answer<V> = { value: V } | { failure: unknown };
/** The rounds of one tenant: one under way, one that gathers meanwhile. */
interface Lane<T, V> {
  gathering: Round<T, V> | null;
  /** Resolves when the last round that was begun is back. */
  idle: Promise<unknown>;
  crowd: Crowd;
}

/**
 * Turns a read for many things into a read for one: what concurrent requests of a tenant ask within one turn of the event loop, or
 * while such a round is under way, goes to the database as one round of look-ups. Nothing is remembered, and a round begins after it
 * was asked for, so every answer is as fresh as a query of its own. When a round fails, its halves are asked, so that in the end only
 * the one that can't be answered fails. `readAll` answers in the order of what it is given.
 */
export function gather<T, V>(
  database: Pick<Database, 'lookUps' | 'mustBeOutside'>,
  readAll: (db: Db, tenantId: number, asked: T[]) => Promise<readonly V[]>,
): (tenantId: number, asked: T) => Promise<V> {
  const lanes = new Map<number, Lane<T, V>>();
  const laneOf = (tenantId: number): Lane<T, V> => {
    const existing = lanes.get(tenantId);
    if (existing) return existing;
    const lane = { gathering: null, idle: Promise.resolve(), crowd: new Crowd() };
    lanes.set(tenantId, lane);
    return lane;
  };
  const begin = (tenantId: number, lane: Lane<T, V>): Round<T, V> => {
    const places = new Map<T, number>();
    const answers = lane.idle.then(turnOfTheLoop).then(async () => {
      await lane.crowd.gathered(() => places.size);
      if (lane.gathering?.places === places) lane.gathering = null;
      const read = await inHalves(
        (some) => database.lookUps(tenantId, (db) => readAll(db, tenantId, some)),
        [...places.keys()],
      );
      lane.crowd.cameBack(places.size, lane.gathering?.places.size ?? 0);
      return read;
    });
    lane.idle = answers;
    lane.gathering = { places, answers };
    return lane.gathering;
  };
  return async (tenantId, asked) => {
    database.mustBeOutside();
    const lane = laneOf(tenantId);
    const open = lane.gathering;
    const { places, answers } = open && open.places.size < MAX_ASKED ? open : begin(tenantId, lane);
    const place = places.get(asked) ?? places.size;
    places.set(asked, place);
    const answer = (await answers)[place] as Answer<V>;
    if ('failure' in answer) throw answer.failure;
    return answer.value;
  };
}

/** Likewise for what is found by a key; undefined: nothing is. */
export const coalesce = <V>(
  database: Pick<Database, 'lookUps' | 'mustBeOutside'>,
  readMany: (db: Db, tenantId: number, keys: string[]) => Promise<ReadonlyMap<string, V>>,
): ((tenantId: number, key: string) => Promise<V | undefined>) =>
  gather(database, async (db, tenantId, keys: string[]) => {
    const values = await readMany(db, tenantId, keys);
    return keys.map((key) => values.get(key));
  });

async function inHalves<T, V>(read: (asked: T[]) => Promise<readonly V[]>, asked: T[]): Promise<Answer<V>[]> {
  try {
    return (await read(asked)).map((value) => ({ value }));
  } catch (failure) {
    if (asked.length === 1 || isUnavailable(failure)) return asked.map(() => ({ failure }));
    const middle = asked.length >> 1;
    const left = await inHalves(read, asked.slice(0, middle));
    return [...left, ...(await inHalves(read, asked.slice(middle)))];
  }
}

const turnOfTheLoop = () => new Promise((done) => setImmediate(done));
