import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type Runner, run, runOnce, type TaskList } from 'graphile-worker';
import pg from 'pg';
import { newSecret } from '../../kernel/ids.ts';
import { type EventKind, type JobKind, RELAY_BATCH, relayBatch } from '../outbox/index.ts';

/** A job or listener: may run again after a crash, so it must be idempotent. */
export type Handler<P> = (job: { tenantId: number; data: P }) => Promise<void>;

export interface JobsOptions {
  /** Role that sees the outbox of all tenants and the job tables alone. */
  workerUrl: string;
  concurrency: number;
  log: { info(facts: object, text: string): void; error(facts: object, text: string): void };
}

const IDLE_POLL_MS = 1000;
/** With IDLE_POLL_MS between two ticks: every minute. */
const LOOK_FOR_DEAD_TICKS = 60;
/** Between two relays: the first of a rush goes at once, what follows goes together. */
const GATHER_MS = 200;
const WORKER = 'jishi-worker-';

/** Registers what is done later, relays the outbox, runs the jobs. */
export class Jobs {
  readonly #options: JobsOptions;
  /** Under which PostgreSQL lists our connections. */
  readonly #name = `${WORKER}${newSecret(6)}`;
  readonly #tasks: TaskList = {};
  readonly #listeners = new Map<string, string[]>();
  readonly #cron: string[] = [];
  #pool: pg.Pool | null = null;
  #runner: Runner | null = null;
  #timer: NodeJS.Timeout | null = null;
  #relaying: Promise<void> | null = null;
  #again = false;
  #ticks = 0;
  /** When we first looked, by the database's clock: what was locked before is not ours. */
  #since: string | null = null;
  #stopped = false;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  on<P>(kind: JobKind<P>, handler: Handler<P>): void {
    this.#add(kind.name, handler);
  }

  /** `listener` names who listens; one event runs each listener once, however often it fails before. */
  listen<P>(event: EventKind<P>, listener: string, handler: Handler<P>): void {
    const name = `${event.name}>${listener}`;
    this.#add(name, handler);
    this.#listeners.set(event.name, [...(this.#listeners.get(event.name) ?? []), name]);
  }

  /** Runs at times of a UTC crontab pattern, once for all tenants; the handler goes through them. */
  every(pattern: string, name: string, handler: () => Promise<void>): void {
    this.#tasks[name] = async () => handler();
    this.#cron.push(`${pattern} ${name}`);
  }

  /** Begins to relay and to work. */
  async start(): Promise<void> {
    await this.#freeJobsOfTheDead();
    this.#runner = await run({
      pgPool: this.#getPool(),
      taskList: this.#tasks,
      crontab: this.#cron.join('\n'),
      concurrency: this.#options.concurrency,
      noHandleSignals: true,
      pollInterval: IDLE_POLL_MS,
      logger: this.#logger(),
    });
    this.#tick();
  }

  /** Says that something was committed, so that it need not wait for the next poll. */
  nudge(): void {
    if (!this.#runner) return;
    if (this.#relaying) {
      this.#again = true;
      return;
    }
    this.#relaying = this.#relayAll()
      .then(() => sleep(GATHER_MS))
      .finally(() => {
        this.#relaying = null;
        if (this.#again) {
          this.#again = false;
          this.nudge();
        }
      });
  }

  /** For tests and simulations: relays and runs everything that is due, until nothing is left. */
  async drain(): Promise<void> {
    await this.#freeJobsOfTheDead();
    for (let round = 0; round < 20; round++) {
      const relayed = await relayBatch(this.#getPool(), (e) => this.#listeners.get(e) ?? []);
      await runOnce({ pgPool: this.#getPool(), taskList: this.#tasks, noHandleSignals: true, logger: this.#logger() });
      if (relayed === 0) return;
    }
  }

  /** For tests and simulations: makes every waiting timer due. */
  async makeTimersDue(): Promise<void> {
    await this.#getPool().query(
      "update graphile_worker._private_jobs set run_at = now() - interval '1 second' where locked_at is null",
    );
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#relaying;
    await this.#runner?.stop();
    this.#runner = null;
    await this.#pool?.end();
    this.#pool = null;
  }

  /**
   * A job that ran when its process was killed stays locked for four hours. When no other worker is connected, nobody runs it: it is
   * free again. With others connected we can't tell whose it is, and the four hours stand.
   */
  async #freeJobsOfTheDead(): Promise<void> {
    const pool = this.#getPool();
    this.#since ??= (await pool.query<{ now: string }>('select now()::text')).rows[0]?.now ?? null;
    await pool.query(
      `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
       from graphile_worker._private_jobs
       where locked_at < $1 and not exists (
         select 1 from pg_stat_activity
         where datname = current_database() and application_name like $2 and application_name <> $3)`,
      [this.#since, `${WORKER}%`, this.#name],
    );
  }

  #add<P>(name: string, handler: Handler<P>): void {
    if (this.#tasks[name]) throw new Error(`job ${name} is registered twice`);
    this.#tasks[name] = async (payload) => handler(payload as { tenantId: number; data: P });
  }

  #getPool(): pg.Pool {
    if (!this.#pool) {
      this.#pool = new pg.Pool({
        connectionString: this.#options.workerUrl,
        max: this.#options.concurrency + 3,
        application_name: this.#name,
      });
      const lost = (error: Error) => this.#options.log.error({ err: error }, 'worker connection lost');
      this.#pool.on('error', lost);
      this.#pool.on('connect', (client) => client.on('error', lost));
    }
    return this.#pool;
  }

  #tick(): void {
    if (this.#stopped) return;
    this.nudge();
    // At our start the dead one's connections may still have been listed.
    if (++this.#ticks % LOOK_FOR_DEAD_TICKS === 0)
      this.#freeJobsOfTheDead().catch((error) =>
        this.#options.log.error({ err: error }, 'looking for dead workers failed'),
      );
    this.#timer = setTimeout(() => this.#tick(), IDLE_POLL_MS);
  }

  async #relayAll(): Promise<void> {
    try {
      while (!this.#stopped && (await relayBatch(this.#getPool(), (e) => this.#listeners.get(e) ?? [])) >= RELAY_BATCH);
    } catch (error) {
      this.#options.log.error({ err: error }, 'relay failed; it tries again');
    }
  }

  /** Only what went wrong; the runner's own chatter stays out of the log. */
  #logger(): Logger {
    const { log } = this.#options;
    return new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.error({}, message);
    });
  }
}
