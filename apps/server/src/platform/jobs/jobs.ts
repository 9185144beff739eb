import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { nowMs } from '../../kernel/clock.ts';
import type { Metrics } from '../metrics.ts';
import { type EventKind, type JobKind, RELAY_BATCH, registerListeners, relayBatch } from '../outbox/index.ts';
import { dueJobs } from './due.ts';
import { showFigures } from './figures.ts';
import { type Handler, LANES, type Lane } from './job.ts';
import { type JobLog, LaneRunner } from './lane.ts';
import { MACHINERY_DAYS, purgeMachinery } from './machinery.ts';
import { retryStuck, type StuckJob, stuckJobs } from './stuck.ts';
import { planSweeps, registerSweeps, type Sweep, sweepTask } from './sweeps.ts';
import { beat, leave } from './workers.ts';

export interface JobsOptions {
  /** Role that sees the outbox of all tenants and the job tables alone. A direct connection: the queue listens (LISTEN), which a pooler in transaction mode cannot pass on. */
  workerUrl: string;
  log: JobLog;
  metrics?: Metrics;
  lanes?: Readonly<Record<Lane, { concurrency: number; perTenant: number }>>;
}

const LOOK_MS = 1000;
const LOOKS_BETWEEN_BEATS = 5;
/** A listener that no worker names for a week is retired. */
const LOOKS_BETWEEN_NAMINGS = 600;
/** Between two relays: the first of a rush goes at once, what follows goes together. */
const GATHER_MS = 200;
const POOL_SIZE = 12;
/** How long jobs under way may take at the stop, when nobody says otherwise. */
const STOP_MS = 10_000;

/** Registers what is done later, relays the outbox, runs the jobs. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #lanes: Record<Lane, LaneRunner>;
  readonly #names = new Set<string>();
  readonly #listeners: { event: string; listener: string }[] = [];
  readonly #sweeps: Sweep[] = [];
  /** Hours for which rows are kept, by table: see `keepFor`. */
  readonly retention = new Map([['outbox', MACHINERY_DAYS.outbox * 24]]);
  /** Under which the queue locks jobs for this process. */
  readonly #workerIds = new Set<string>();
  #pool: pg.Pool | null = null;
  #timer: NodeJS.Timeout | null = null;
  #relaying: Promise<void> | null = null;
  #again = false;
  #started = false;
  #stopped = false;
  #stopping: Promise<void> | null = null;
  #known = false;
  #beating: Promise<void> | null = null;
  #waking: Promise<void> | null = null;
  #wakeAgain = false;
  #looks = 0;
  /** When the relay last went through without a fault; null before `start`. */
  relayedAtMs: number | null = null;

  constructor(options: JobsOptions) {
    this.#options = options;
    if (options.metrics) showFigures(options.metrics, () => this.#getPool());
    const lane = (name: Lane) =>
      new LaneRunner({
        name,
        ...(options.lanes ?? LANES)[name],
        pool: () => this.#getPool(),
        log: options.log,
        workerIds: this.#workerIds,
      });
    this.#lanes = { money: lane('money'), timer: lane('timer'), wechat: lane('wechat'), rest: lane('rest') };
    this.every('23 * * * *', 'purge:machinery', () => this.purge(), { lane: 'rest' });
  }

  on<P>(kind: JobKind<P>, handler: Handler<P>, { lane = 'rest' }: { lane?: Lane } = {}): void {
    this.#add(kind.name, handler, lane);
  }

  /**
   * `listener` names who listens. One event runs each listener at least once: again after a failure, and again when the process died
   * in the middle. The relay of every worker knows the listeners of all, so an event is not lost while versions change.
   */
  listen<P>(event: EventKind<P>, listener: string, handler: Handler<P>, { lane = 'rest' }: { lane?: Lane } = {}): void {
    this.#add(`${event.name}>${listener}`, handler, lane);
    this.#listeners.push({ event: event.name, listener });
  }

  /**
   * Runs at times of a UTC crontab pattern, once for all tenants. Times that passed while no worker ran (up to a week) are made up by
   * one run at the next start. Per tenant, rather use `sweep`.
   */
  every(pattern: string, name: string, handler: () => Promise<void>, { lane = 'timer' }: { lane?: Lane } = {}): void {
    this.#add(name, () => handler(), lane);
    this.#lanes[lane].cron(`${pattern} ${name} ?fill=1w&jobKey=every:${name}`);
  }

  /**
   * Runs for each tenant on its own, every `everyMinutes`: one that fails is tried again and does not stop the others. Runs missed while
   * no worker ran are made up by one at the start. It finds what is past its time and puts it right, so it must be idempotent.
   */
  sweep(
    name: string,
    { everyMinutes, lane = 'timer' }: { everyMinutes: number; lane?: Lane },
    handler: (tenantId: number, signal: AbortSignal) => Promise<void>,
  ): void {
    this.#add(sweepTask(name), ({ tenantId, signal }) => handler(tenantId, signal), lane);
    this.#sweeps.push({ name, everyMinutes });
  }

  /** Begins to relay and to work. */
  async start(): Promise<void> {
    await this.#makeKnown();
    for (const lane of this.#allLanes()) await lane.start();
    this.#started = true;
    await this.#beat();
    this.relayedAtMs = nowMs();
    this.#look();
  }

  /** Says that something was committed, so that it need not wait for the next look. */
  nudge(): void {
    if (!this.#started || this.#stopped) return;
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
    await this.#makeKnown();
    await this.#beat();
    const beating = setInterval(() => void this.#beat(), LOOKS_BETWEEN_BEATS * LOOK_MS);
    try {
      for (let round = 0; round < 20; round++) {
        const { rows, busy } = await this.#relay();
        if (await this.#isWorkDue()) await Promise.all(this.#allLanes().map((lane) => lane.drain()));
        else if (rows === 0 && !busy) return;
      }
    } finally {
      clearInterval(beating);
    }
  }

  async #isWorkDue(): Promise<boolean> {
    const { rows } = await this.#getPool().query<{ due: boolean }>(
      `select exists (
         select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where j.is_available and j.run_at <= now() and t.identifier = any($1)) as due`,
      [[...this.#names]],
    );
    return rows[0]?.due ?? false;
  }

  /** For tests and simulations: makes every waiting timer due, as if its own time had come. */
  async makeTimersDue(): Promise<void> {
    await this.#getPool().query(
      `update graphile_worker._private_jobs
       set run_at = now() - interval '1 second', payload = (payload::jsonb - 'runAt')::json where locked_at is null`,
    );
  }

  /** For tests and simulations: makes every sweeper due. */
  async makeSweepsDue(): Promise<void> {
    await this.#makeKnown();
    await planSweeps(this.#getPool(), this.#sweeps, true);
  }

  /** Deletes what outbox and queue need no longer; done every hour. */
  async purge(): Promise<void> {
    const deleted = await purgeMachinery(this.#getPool());
    if (Object.values(deleted).some((n) => n > 0)) this.#options.log.info(deleted, 'purged outbox and queue');
  }

  /** What of this shop ran out of tries or was refused by the queue, the latest first. */
  stuck(tenantId: number, limit: number): Promise<StuckJob[]> {
    return stuckJobs(this.#getPool(), tenantId, limit);
  }

  /** Tries a stuck job again; false when the shop has none of this id. */
  async retry(tenantId: number, id: string): Promise<boolean> {
    const done = await retryStuck(this.#getPool(), tenantId, id);
    this.nudge();
    return done;
  }

  /**
   * Takes no more jobs and is over after `withinMs` at the latest. Jobs under way may end within half of that; then their signal fires;
   * what has not ended near the end is left to the other workers.
   */
  stop(withinMs = STOP_MS): Promise<void> {
    this.#stopping ??= this.#stop(withinMs);
    return this.#stopping;
  }

  async #stop(withinMs: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const abort = setTimeout(() => {
      for (const lane of this.#allLanes()) lane.abort();
    }, withinMs / 2);
    const lanes = this.#allLanes().map((lane) => lane.stop());
    const ended = Promise.all([this.#relaying, this.#beating, this.#waking, ...lanes])
      .then(() => 'ended')
      .catch((error) => this.#options.log.error({ err: error }, 'stopping the workers failed'));
    const outcome = await Promise.race([ended, sleep(0.8 * withinMs, 'late')]);
    clearTimeout(abort);
    if (outcome === 'late')
      this.#options.log.warn({}, 'jobs under way did not end in time; they are left to other workers');
    const pool = this.#pool;
    this.#pool = null;
    if (!pool) return;
    if (this.#workerIds.size > 0)
      await Promise.race([leave(pool, [...this.#workerIds]).catch(() => {}), sleep(0.1 * withinMs)]);
    await Promise.race([pool.end(), sleep(0.1 * withinMs)]);
  }

  #allLanes(): LaneRunner[] {
    return Object.values(this.#lanes);
  }

  #add<P>(name: string, handler: Handler<P>, lane: Lane): void {
    if (this.#names.has(name)) throw new Error(`job ${name} is registered twice`);
    this.#names.add(name);
    this.#lanes[lane].add(name, handler);
  }

  async #makeKnown(): Promise<void> {
    if (this.#known) return;
    await registerListeners(this.#getPool(), this.#listeners);
    await registerSweeps(this.#getPool(), this.#sweeps);
    this.#known = true;
  }

  #getPool(): pg.Pool {
    if (this.#stopped && !this.#pool) throw new Error('jobs were stopped');
    if (!this.#pool) {
      this.#pool = new pg.Pool({
        connectionString: this.#options.workerUrl,
        max: POOL_SIZE,
        application_name: 'jishi-worker',
      });
      const lost = (error: Error) => this.#options.log.warn({ err: error }, 'worker connection lost');
      this.#pool.on('error', lost);
      this.#pool.on('connect', (client) => client.on('error', lost));
    }
    return this.#pool;
  }

  /** Every second: what was committed elsewhere, jobs and sweepers that are due, and whether a worker died. */
  #look(): void {
    if (this.#stopped) return;
    this.nudge();
    this.#wake();
    if (++this.#looks % LOOKS_BETWEEN_BEATS === 0)
      this.#beating ??= this.#beat().finally(() => {
        this.#beating = null;
      });
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  /**
   * Wakes workers for the jobs that are due: new ones, timers, repeats, those of workers that died. One look for all lanes; one that is
   * asked for while another is under way comes after it.
   */
  #wake(): void {
    this.#wakeAgain = this.#waking !== null;
    this.#waking ??= this.#wakeLanes().finally(() => {
      this.#waking = null;
      if (this.#wakeAgain && !this.#stopped) this.#wake();
    });
  }

  async #wakeLanes(): Promise<void> {
    try {
      const due = await dueJobs(this.#getPool());
      if (!this.#stopped) for (const lane of this.#allLanes()) lane.wake(due);
    } catch (error) {
      this.#options.log.error({ err: error }, 'looking for jobs that are due failed; it is tried again');
    }
  }

  async #beat(): Promise<void> {
    try {
      const freed = await beat(this.#getPool(), [...this.#workerIds]);
      if (freed > 0) this.#options.log.warn({ jobs: freed }, 'took over the jobs of a worker that died');
      if (this.#looks % LOOKS_BETWEEN_NAMINGS === 0) await registerListeners(this.#getPool(), this.#listeners);
      if (this.#started) await planSweeps(this.#getPool(), this.#sweeps);
    } catch (error) {
      this.#options.log.error({ err: error }, 'looking after workers and sweepers failed; it is tried again');
    }
  }

  async #relayAll(): Promise<void> {
    try {
      for (;;) {
        const { rows, busy } = await this.#relay();
        this.relayedAtMs = nowMs();
        if (rows > 0) this.#wake();
        if (busy) this.#again = true;
        if (this.#stopped || rows < RELAY_BATCH) return;
      }
    } catch (error) {
      this.#options.log.error({ err: error }, 'relay failed; it tries again');
    }
  }

  async #relay() {
    const relayed = await relayBatch(this.#getPool());
    for (const facts of relayed.parked)
      this.#options.log.error(
        facts,
        'the job queue refuses a row of the outbox; it is parked until somebody looks at it',
      );
    return relayed;
  }
}
