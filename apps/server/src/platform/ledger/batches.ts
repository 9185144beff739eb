import { Crowd } from '../../kernel/crowd.ts';
import type { Database } from '../db/index.ts';
import { postBatch, type Waiting } from './batch.ts';
import { ledgerRefusals } from './ledger.rules.ts';
import type { Work } from './work.ts';

export interface LedgerOptions {
  /** At most so many items in one batch. */
  maxItems?: number;
  /** Items of one tenant that may wait; more are turned away with BUSY. */
  maxQueue?: number;
}
interface Lane {
  waiting: Waiting[];
  running: boolean;
  crowd: Crowd;
}

/**
 * Collects what is to be posted, of all kinds, and posts many in one transaction a tenant: one batch at a time, the next gathers
 * meanwhile. An item that is refused fails alone; when a whole batch fails, its halves are tried, so that in the end only the
 * guilty one fails.
 */
export class Ledger {
  readonly #database: Database;
  readonly #maxItems: number;
  readonly #maxQueue: number;
  readonly #lanes = new Map<number, Lane>();
  #idle: (() => void)[] = [];
  #pending = 0;

  constructor(database: Database, { maxItems = 200, maxQueue = 10_000 }: LedgerOptions = {}) {
    this.#database = database;
    this.#maxItems = maxItems;
    this.#maxQueue = maxQueue;
  }

  /** Items that wait or are under way. */
  get size(): number {
    return this.#pending;
  }

  /** Waits for the item's batch to commit. Rejects with the item's Refusal, or with BUSY. Throws inside a transaction. */
  submit<T, P, R>(work: Work<T, P, R>, tenantId: number, item: T): Promise<R> {
    this.#database.mustBeOutside();
    return new Promise<R>((done, fail) => {
      const lane = this.#laneOf(tenantId);
      if (lane.waiting.length >= this.#maxQueue) {
        fail(ledgerRefusals.BUSY());
        return;
      }
      this.#pending++;
      lane.waiting.push({ work, item, reach: work.reach(tenantId, item), done, fail } as unknown as Waiting);
      if (lane.running) return;
      // All that arrive in this turn of the event loop go together.
      lane.running = true;
      setImmediate(() => void this.#run(tenantId, lane));
    });
  }

  /** Resolves when nothing waits or runs. */
  drain(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : new Promise((wake) => this.#idle.push(wake));
  }

  #laneOf(tenantId: number): Lane {
    const lane = this.#lanes.get(tenantId) ?? { waiting: [], running: false, crowd: new Crowd() };
    this.#lanes.set(tenantId, lane);
    return lane;
  }

  async #run(tenantId: number, lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      await lane.crowd.gathered(() => lane.waiting.length);
      const batch = takeBatch(lane, this.#maxItems);
      await postBatch(this.#database, tenantId, batch);
      this.#pending -= batch.length;
      lane.crowd.cameBack(batch.length, lane.waiting.length);
    }
    lane.running = false;
    if (this.#pending === 0) for (const wake of this.#idle.splice(0)) wake();
  }
}

/**
 * The first that wait; of several that make or end the same chain only the first: it decides on the others, and what it reserves has
 * its accounts locked by the item that ends it.
 */
function takeBatch(lane: Lane, maxItems: number): Waiting[] {
  const batch: Waiting[] = [];
  const later: Waiting[] = [];
  const taken = new Set<string>();
  for (const waiting of lane.waiting.splice(0, maxItems)) {
    const { chain, ends = [] } = waiting.reach;
    const keys = [chain, ...ends];
    (keys.some((key) => taken.has(key)) ? later : batch).push(waiting);
    for (const key of keys) taken.add(key);
  }
  lane.waiting.unshift(...later);
  return batch;
}
