import pg from 'pg';
import { afterEach, beforeEach, vi } from 'vitest';
import { Database } from '../platform/db/index.ts';
import { Jobs } from '../platform/jobs/index.ts';
import type { JobsOptions } from '../platform/jobs/jobs.ts';
import { emit, eventKind, jobKind, schedule } from '../platform/outbox/index.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export const told = eventKind<{ n: number }>('test.told');
export const work = jobKind<{ n: number }>('test.work');

/** Relay and jobs over a database with three shops, without HTTP and modules; new for each test of a file. */
export class JobsWorld {
  clone!: TestDatabase;
  database!: Database;
  owner!: pg.Client;
  /** What the jobs had to say. */
  readonly said: { level: string; facts: Record<string, unknown>; text: string }[] = [];
  #made: Jobs[] = [];

  constructor() {
    beforeEach(() => this.#open());
    afterEach(() => this.#close());
  }

  /** A worker of its own, as another process would have. */
  createJobs(options: Partial<JobsOptions> = {}): Jobs {
    const say = (level: string) => (facts: object, text: string) => {
      this.said.push({ level, facts: facts as Record<string, unknown>, text });
    };
    const log = { info: say('info'), warn: say('warn'), error: say('error') };
    const jobs = new Jobs({ workerUrl: this.clone.workerUrl, log, ...options });
    this.#made.push(jobs);
    return jobs;
  }

  tell(n: number, tenantId = 1): Promise<void> {
    return this.database.inTx(tenantId, (tx) => emit(tx, tenantId, told, { n }));
  }
  ask(n: number, when: { runAt?: Date; key?: string } = {}, tenantId = 1, kind = work): Promise<void> {
    return this.database.inTx(tenantId, (tx) => schedule(tx, tenantId, kind, { n }, when));
  }
  /** The jobs in the queue, oldest first. */
  async waiting(): Promise<string[]> {
    const { rows } = await this.owner.query('select task_identifier as task from graphile_worker.jobs order by id');
    return rows.map((r) => r.task);
  }

  async #open(): Promise<void> {
    this.clone = await createTestDatabase();
    this.database = new Database({ url: this.clone.url, size: 4 });
    this.owner = new pg.Client({ connectionString: this.clone.ownerUrl });
    await this.owner.connect();
    await this.owner.query(
      "insert into tenant (tenant_id, code, name) values (1, 'one', '一'), (2, 'two', '二'), (3, 'three', '三')",
    );
    this.said.length = 0;
  }

  async #close(): Promise<void> {
    for (const jobs of this.#made) await jobs.stop(200);
    this.#made = [];
    await this.owner.end();
    await this.database.close();
    await this.clone.drop();
  }
}

export const waitFor = (check: () => unknown, timeout = 20_000) => vi.waitFor(check, { timeout, interval: 20 });
