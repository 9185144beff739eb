import type { Database, Tx } from '../db/index.ts';
import type { Chain } from './ledger.rules.ts';
import { decide, ledgerRefusals } from './ledger.ts';

export interface BatcherOptions<T> {
  /** Writes the callers' own rows of the chains that were posted, in the batch's transaction. */
  write(tx: Tx, tenantId: number, accepted: T[]): Promise<void>;
  /** Chains a batch at most. */
  maxChains?: number;
  /** Batches of one tenant under way at once: one decides while another waits for its commit. */
  concurrency?: number;
  /** Chains that may wait; more are turned away with BUSY. */
  maxWaiting?: number;
}
interface Waiting<T> {
  chain: Chain;
  payload: T;
  done: (outcome: 'posted' | 'repeated') => void;
  fail: (error: unknown) => void;
}
interface Lane<T> {
  waiting: Waiting<T>[];
  running: number;
  scheduled: boolean;
}

export interface Batcher<T> {
  /** Waits for the chain's batch to commit. Rejects with the Refusal of the leg that lacked, or BUSY. */
  submit(tenantId: number, chain: Chain, payload: T): Promise<'posted' | 'repeated'>;
  /** Resolves when nothing waits or runs. */
  drain(): Promise<void>;
  size(): number;
}

/**
 * Collects the chains that wait, per tenant, and posts many in one transaction (the 8–31× of the micro-batch). A chain without cover
 * fails alone; when a whole batch fails, its chains are tried one by one, so that only the guilty one fails.
 */
export function createBatcher<T>(database: Database, options: BatcherOptions<T>): Batcher<T> {
  const { maxChains = 200, concurrency = 2, maxWaiting = 20_000 } = options;
  const lanes = new Map<number, Lane<T>>();
  const idle: (() => void)[] = [];

  const runBatch = (tenantId: number, batch: Waiting<T>[]) =>
    database.inTx(tenantId, async (tx) => {
      const verdicts = await decide(
        tx,
        tenantId,
        batch.map((w) => w.chain),
      );
      const accepted = batch.filter((_w, i) => verdicts[i]?.outcome === 'posted').map((w) => w.payload);
      if (accepted.length > 0) await options.write(tx, tenantId, accepted);
      return verdicts;
    });

  const settle = async (tenantId: number, batch: Waiting<T>[]): Promise<void> => {
    try {
      const verdicts = await runBatch(tenantId, batch);
      for (const [i, waiting] of batch.entries()) {
        const verdict = verdicts[i];
        if (!verdict || verdict.outcome === 'refused') waiting.fail(verdict?.error);
        else waiting.done(verdict.outcome);
      }
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.fail(error);
      else for (const one of batch) await settle(tenantId, [one]);
    }
  };

  const pump = (tenantId: number, lane: Lane<T>): void => {
    lane.scheduled = false;
    while (lane.running < concurrency && lane.waiting.length > 0) {
      lane.running++;
      void settle(tenantId, lane.waiting.splice(0, maxChains)).finally(() => {
        lane.running--;
        pump(tenantId, lane);
        if (size() === 0) for (const wake of idle.splice(0)) wake();
      });
    }
  };

  const size = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.waiting.length + lane.running, 0);

  return {
    submit: (tenantId, chain, payload) =>
      new Promise((done, fail) => {
        let lane = lanes.get(tenantId);
        if (!lane) {
          lane = { waiting: [], running: 0, scheduled: false };
          lanes.set(tenantId, lane);
        }
        if (lane.waiting.length >= maxWaiting) {
          fail(ledgerRefusals.BUSY());
          return;
        }
        lane.waiting.push({ chain, payload, done, fail });
        if (lane.scheduled || lane.running >= concurrency) return;
        lane.scheduled = true;
        setImmediate(pump, tenantId, lane);
      }),
    drain: () => (size() === 0 ? Promise.resolve() : new Promise((wake) => idle.push(wake))),
    size,
  };
}
