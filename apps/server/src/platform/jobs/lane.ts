import { EventEmitter } from 'node:events';
import { type JobHelpers, Logger, type Runner, type RunnerOptions, run, runOnce, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import { nowMs } from '../../kernel/clock.ts';
import { type Handler, Later, type Payload } from './job.ts';

export interface LaneOptions {
  name: string;
  concurrency: number;
  perTenant: number;
  pool: () => pg.Pool;
  log: JobLog;
  /** Here stand the ids under which the queue locks jobs for us. */
  workerIds: Set<string>;
}
export interface JobLog {
  info(facts: object, text: string): void;
  warn(facts: object, text: string): void;
  error(facts: object, text: string): void;
}

/** Workers are woken for what is due (`wake`); that they look by themselves is for the unforeseen. */
const POLL_MS = 60_000;
/** A job that was put off comes no sooner: by PostgreSQL's clock its time may have come already. */
const SHORTEST_PAUSE_MS = 1000;

/** One pool of workers with the jobs that it runs. */
export class LaneRunner {
  readonly #options: LaneOptions;
  readonly #tasks: TaskList = {};
  readonly #cron: string[] = [];
  /** Jobs under way, by tenant. */
  readonly #running = new Map<number, number>();
  readonly #stopping = new AbortController();
  /** Cron jobs that were made up for since the start: of several missed times one run is enough. */
  readonly #madeUp = new Set<string>();
  #runner: Runner | null = null;
  /** Wakes so many idle workers. */
  #nudge: ((workers: number) => void) | null = null;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  add(name: string, handler: Handler<never>): void {
    this.#tasks[name] = (payload, helpers) => this.#run(handler as Handler<unknown>, payload as Payload, helpers);
  }

  cron(line: string): void {
    this.#cron.push(line);
  }

  get taskNames(): string[] {
    return Object.keys(this.#tasks);
  }

  async start(): Promise<void> {
    if (this.taskNames.length === 0) return;
    const options = this.#runnerOptions();
    options.events?.on('pool:create', ({ workerPool }) => {
      this.#nudge = workerPool.nudge.bind(workerPool);
      // PostgreSQL announces every new job to every lane: in a rush thousands of timers, of which none is due for a long time.
      workerPool.nudge = () => {};
    });
    this.#runner = await run({ ...options, crontab: this.#cron.join('\n') });
  }

  /** Has idle workers look for jobs, as many as there are of this lane; `due`: jobs by name. */
  wake(due: ReadonlyMap<string, number>): void {
    const jobs = this.taskNames.reduce((sum, name) => sum + (due.get(name) ?? 0), 0);
    if (jobs > 0) this.#nudge?.(Math.min(jobs, this.#options.concurrency));
  }

  /** Runs everything that is due, then returns. */
  async drain(): Promise<void> {
    if (this.taskNames.length === 0) return;
    const { concurrency, perTenant } = this.#options;
    await runOnce({ ...this.#runnerOptions(), concurrency: Math.min(concurrency, perTenant) });
  }

  /** Takes no more jobs and waits for those under way. */
  async stop(): Promise<void> {
    this.#nudge = null;
    await this.#runner?.stop();
    this.#runner = null;
  }

  /** Asks the jobs under way to end. */
  abort(): void {
    this.#stopping.abort(new Error('the process is stopping'));
  }

  #runnerOptions(): RunnerOptions {
    const events = new EventEmitter();
    const { workerIds } = this.#options;
    events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => workerIds.add(workerPool.id));
    events.on('pool:release', ({ workerPool }: { workerPool: { id: string } }) => workerIds.delete(workerPool.id));
    return {
      pgPool: this.#options.pool(),
      taskList: this.#tasks,
      concurrency: this.#options.concurrency,
      noHandleSignals: true,
      pollInterval: POLL_MS,
      events: events as RunnerOptions['events'],
      logger: this.#logger(),
      forbiddenFlags: () => this.#tenantsWithEnough(),
    };
  }

  /** Jobs of these shops are left in the queue for now. */
  #tenantsWithEnough(): string[] {
    return [...this.#running].filter(([, n]) => n >= this.#options.perTenant).map(([tenantId]) => `tenant:${tenantId}`);
  }

  async #run(handler: Handler<unknown>, payload: Payload, helpers: JobHelpers): Promise<void> {
    const { job } = helpers;
    const { tenantId, data } = payload;
    if (payload._cron?.backfilled) {
      if (this.#madeUp.has(job.task_identifier)) return;
      this.#madeUp.add(job.task_identifier);
    }
    const running = this.#running.get(tenantId) ?? 0;
    if (payload.runAt && nowMs() < Date.parse(payload.runAt)) return this.#putOff(helpers, new Date(payload.runAt));
    // Several workers may have looked at the same moment.
    if (running >= this.#options.perTenant) return this.#putOff(helpers, new Date(nowMs()));
    this.#running.set(tenantId, running + 1);
    const at = payload.at ? new Date(payload.at) : job.created_at;
    try {
      await handler({ tenantId, id: payload.id ?? job.id, at, data, signal: this.#stopping.signal });
    } catch (error) {
      this.#madeUp.delete(job.task_identifier);
      if (error instanceof Later) return await this.#putOff(helpers, error.at);
      if (this.#stopping.signal.aborted) return await this.#putOff(helpers, new Date(nowMs()));
      this.#report(error, tenantId, helpers);
      throw error;
    } finally {
      const left = (this.#running.get(tenantId) ?? 1) - 1;
      if (left > 0) this.#running.set(tenantId, left);
      else this.#running.delete(tenantId);
    }
  }

  #report(error: unknown, tenantId: number, { job }: JobHelpers): void {
    const facts = { err: error, job: job.task_identifier, tenantId, attempt: job.attempts };
    if (job.attempts < job.max_attempts) this.#options.log.warn(facts, 'job failed; it runs again later');
    else this.#options.log.error(facts, 'job failed for the last time; somebody must look at it');
  }

  /**
   * The same job as a new row at `at`: the queue deletes the row of the one that just ended. When it was replaced meanwhile by a later
   * job with its key, that one stands. Throws when another worker took the job over, so that the queue leaves that worker's row alone.
   */
  async #putOff({ job }: JobHelpers, at: Date): Promise<void> {
    const pauseMs = Math.max(at.getTime() - nowMs(), SHORTEST_PAUSE_MS);
    const { rowCount } = await this.#options.pool().query(
      `with mine as (select id, key from graphile_worker._private_jobs where id = $1 and locked_by = $3 for update),
       old as (
         update graphile_worker._private_jobs j set key = null, attempts = max_attempts
         from mine where j.id = mine.id and mine.key is not distinct from $2 returning j.*),
       again as (
         insert into graphile_worker._private_jobs (job_queue_id, task_id, payload, run_at, max_attempts, key, priority, flags)
         select job_queue_id, task_id, payload, now() + $4 * interval '1 millisecond', max_attempts, $2, priority, flags from old)
       select 1 from mine`,
      [job.id, job.key, job.locked_by, pauseMs],
    );
    if (rowCount !== 0) return;
    this.#options.log.warn({ job: job.task_identifier }, 'another worker took this job over while it ran');
    throw new Error('another worker took this job over');
  }

  /** Only what went wrong in the queue itself; failed jobs are reported above, with their tenant. */
  #logger(): Logger {
    const { log, name } = this.#options;
    return new Logger(() => (level, message, meta) => {
      if (meta?.failure) return;
      if (level === 'error') log.error({ lane: name }, message);
      if (level === 'warning') log.warn({ lane: name }, message);
    });
  }
}
