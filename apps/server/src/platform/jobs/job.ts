/**
 * Pools of workers that do not wait for each other: `money` pays back and asks about payments, `timer` is what the clock starts,
 * `wechat` tells WeChat things that move no money and may be slow, `rest` stays within this machine.
 */
export type Lane = 'money' | 'timer' | 'wechat' | 'rest';

/** `concurrency`: jobs at once in this process; `perTenant`: of these, at most so many of one shop, so that the others get their turn. */
export const LANES: Readonly<Record<Lane, { concurrency: number; perTenant: number }>> = {
  money: { concurrency: 8, perTenant: 4 },
  timer: { concurrency: 6, perTenant: 3 },
  wechat: { concurrency: 8, perTenant: 4 },
  rest: { concurrency: 6, perTenant: 3 },
};

export interface Job<P> {
  tenantId: number;
  /** Of the event or the scheduled job; stays the same when it runs again. */
  id: string;
  /** When the event happened or the job was asked for. */
  at: Date;
  data: P;
  /** Fires when the process is stopping; a job that ends because of it runs again elsewhere, and that is no failure. */
  signal: AbortSignal;
}

/**
 * Runs at least once: again after an error (with growing pauses, 25 times, about four days), and again when its process died in the
 * middle. So it must be idempotent; a listener by event id and its own name.
 */
export type Handler<P> = (job: Job<P>) => Promise<void>;

/** Thrown by a handler: not yet, run me again at `at` by this process's clock. That is no failure and is not counted as a try. */
export class Later extends Error {
  readonly at: Date;
  constructor(at: Date) {
    super(`again at ${at.toISOString()}`);
    this.at = at;
  }
}

/** What the queue keeps of a job. Only `tenantId` and `data` are sure: a job may be put into the queue by hand. */
export interface Payload {
  tenantId: number;
  data: unknown;
  id?: string;
  at?: string;
  runAt?: string | null;
  /** Of a cron job: whether its time passed while no worker ran. */
  _cron?: { backfilled?: boolean };
}
