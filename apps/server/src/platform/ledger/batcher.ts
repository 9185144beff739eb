import type { Refusal } from '../../kernel/refusal.ts';
import { type Database, isUnavailable, last, type Tx } from '../db/index.ts';
import { type Chain, ledgerRefusals } from './ledger.rules.ts';
import { write } from './ledger.store.ts';
import { decide, type Verdict } from './ledger.ts';

export interface BatcherOptions<T> {
  /** Writes the callers' own rows of the chains that were posted, in the batch's transaction. */
  write(tx: Tx, tenantId: number, accepted: T[]): Promise<void>;
  /** May turn payloads down while their accounts are locked, before cover is looked at; never sees a repeated chain. */
  beforeDecide?(tx: Tx, tenantId: number, waiting: T[]): Promise<ReadonlyMap<T, Refusal> | undefined>;
  /** Chains a batch at most. */
  maxChains?: number;
  /** Batches of one tenant under way at once: one decides while another waits for its commit. */
  concurrency?: number;
  /** Chains of one tenant that may wait; more are turned away with BUSY. */
  maxQueue?: number;
}

export interface Batcher<T> {
  /** Waits for the chain's batch to commit. Rejects with the Refusal of the leg that lacked, or BUSY. */
  submit(tenantId: number, chain: Chain, payload: T): Promise<'posted' | 'repeated'>;
  /** Resolves when nothing waits or runs. */
  drain(): Promise<void>;
  /** Chains that wait or are under way. */
  size(): number;
}

interface Waiting<T> {
  chain: Chain;
  payload: T;
  done(outcome: 'posted' | 'repeated'): void;
  fail(error: unknown): void;
}
interface Lane<T> {
  waiting: Waiting<T>[];
  running: number;
  scheduled: boolean;
}

/**
 * Collects the chains that wait, per tenant, and posts many in one transaction (the micro-batch of docs). A chain without cover
 * fails alone; when a whole batch fails, its halves are tried, so that in the end only the guilty one fails.
 */
export function createBatcher<T>(database: Database, options: BatcherOptions<T>): Batcher<T> {
  const { maxChains = 200, concurrency = 1, maxQueue = 10_000 } = options;
  const lanes = new Map<number, Lane<T>>();
  const idle: (() => void)[] = [];
  let pending = 0;

  const pump = (tenantId: number, lane: Lane<T>): void => {
    lane.scheduled = false;
    while (lane.running < concurrency && lane.waiting.length > 0) {
      const batch = lane.waiting.splice(0, maxChains);
      lane.running++;
      void settle(database, options, tenantId, batch).finally(() => {
        lane.running--;
        pending -= batch.length;
        pump(tenantId, lane);
        if (lane.running === 0 && lane.waiting.length === 0) lanes.delete(tenantId);
        if (pending === 0) for (const wake of idle.splice(0)) wake();
      });
    }
  };

  const laneOf = (tenantId: number): Lane<T> => {
    const lane = lanes.get(tenantId) ?? { waiting: [], running: 0, scheduled: false };
    lanes.set(tenantId, lane);
    return lane;
  };

  return {
    submit: (tenantId, chain, payload) => {
      database.mustBeOutside();
      return new Promise((done, fail) => {
        const lane = laneOf(tenantId);
        if (lane.waiting.length >= maxQueue) {
          fail(ledgerRefusals.BUSY());
          return;
        }
        lane.waiting.push({ chain, payload, done, fail });
        pending++;
        if (lane.scheduled || lane.running >= concurrency) return;
        // All that arrive in this turn of the event loop go together.
        lane.scheduled = true;
        setImmediate(pump, tenantId, lane);
      });
    },
    drain: () => (pending === 0 ? Promise.resolve() : new Promise((wake) => idle.push(wake))),
    size: () => pending,
  };
}

/** Posts a batch and tells each chain its outcome; never rejects. */
async function settle<T>(
  database: Database,
  options: BatcherOptions<T>,
  tenantId: number,
  batch: Waiting<T>[],
): Promise<void> {
  try {
    const verdicts = await postBatch(database, options, tenantId, batch);
    for (const [place, { done, fail }] of batch.entries()) {
      const verdict = verdicts[place];
      if (!verdict || verdict.outcome === 'refused') fail(verdict?.error);
      else done(verdict.outcome);
    }
  } catch (error) {
    // While the database is away, smaller batches are of no use.
    if (batch.length === 1 || isUnavailable(error)) {
      for (const { fail } of batch) fail(error);
      return;
    }
    const middle = batch.length >> 1;
    await settle(database, options, tenantId, batch.slice(0, middle));
    await settle(database, options, tenantId, batch.slice(middle));
  }
}

function postBatch<T>(
  database: Database,
  options: BatcherOptions<T>,
  tenantId: number,
  batch: Waiting<T>[],
): Promise<Verdict[]> {
  const chains = batch.map((w) => w.chain);
  return database.inTx(tenantId, async (tx) => {
    const turnDown = async (fresh: Chain[]) => {
      const wanted = new Set(fresh);
      const asked = batch.filter((w) => wanted.has(w.chain));
      const payloads = asked.map((w) => w.payload);
      const refused = await options.beforeDecide?.(tx, tenantId, payloads);
      return new Map(asked.map((w) => [w.chain, refused?.get(w.payload)]));
    };
    const { verdicts, decided } = await decide(tx, tenantId, chains, options.beforeDecide && turnDown);
    if (decided.chains.length > 0) {
      const accepted = batch.filter((_w, place) => verdicts[place]?.outcome === 'posted').map((w) => w.payload);
      await last(tx, write(tx, tenantId, decided), options.write(tx, tenantId, accepted));
    }
    return verdicts;
  });
}
