import { timingSafeEqual } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import { nowMs, SECOND } from '../../kernel/clock.ts';
import { VERSION } from '../../kernel/version.ts';
import type { Database } from '../db/index.ts';
import { schemaFiles } from '../db/index.ts';
import type { Platform } from '../platform.ts';

/** A pool that was asked and has not answered for so long has lost its connections for good: only a restart helps. */
const HUNG_MS = 30 * SECOND;
const READY_WITHIN_MS = 2 * SECOND;
const SILENT_JOBS_MS = 60 * SECOND;
/** Below this PostgreSQL will soon be unable to write. */
const FREE_BYTES = 256 * 1024 * 1024;

/** GET /healthz: restart me or not. GET /readyz: send me requests or not. GET /metrics: figures for a collector. */
export function healthRoutes(platform: Platform): void {
  const { http, database, metrics, config } = platform;
  const pool = new PoolWatch(database);
  http.server.get('/healthz', async (_req, reply) => {
    pool.look();
    if (pool.silentMs() < HUNG_MS) return { status: 'ok', version: VERSION };
    return reply.code(503).send({ status: `the database pool has not answered for ${HUNG_MS / SECOND} s` });
  });
  http.server.get('/readyz', async (_req, reply) => {
    const checks = await readiness(platform);
    const ready = Object.values(checks).every((c) => c === 'ok');
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
  });
  http.server.get('/metrics', async (req, reply) => {
    if (!mayReadMetrics(req, config.metricsToken)) return reply.code(403).send();
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

/** Notices that the pool does not answer although it is asked. That the database is away is an answer. */
class PoolWatch {
  readonly #database: Database;
  #askedMs: number | null = null;
  #asking = false;
  constructor(database: Database) {
    this.#database = database;
  }

  look(): void {
    if (this.#asking) return;
    this.#asking = true;
    this.#askedMs ??= nowMs();
    const answered = () => {
      this.#askedMs = null;
    };
    this.#database
      .outside('select 1')
      .then(answered, (error: Error) => {
        // What pg-pool says when no connection came free in time.
        if (!error.message.includes('timeout exceeded when trying to connect')) answered();
      })
      .finally(() => {
        this.#asking = false;
      });
  }

  /** Since the first question that is still without an answer. */
  silentMs(): number {
    return this.#askedMs === null ? 0 : nowMs() - this.#askedMs;
  }
}

/** What must be right for requests to be served, each `ok` or a reason. */
async function readiness(platform: Platform): Promise<Record<string, string>> {
  const [database, disk] = await Promise.all([inTime(schemaState(platform.database)), inTime(diskState(platform))]);
  return { database, disk, jobs: jobsState(platform) };
}

const inTime = (state: Promise<string>): Promise<string> =>
  new Promise((done) => {
    const late = setTimeout(() => done(`no answer within ${READY_WITHIN_MS / SECOND} s`), READY_WITHIN_MS);
    state
      .catch((error: { code?: string }) => `unreachable${error.code ? ` (${error.code})` : ''}`)
      .then(done)
      .finally(() => clearTimeout(late));
  });

async function schemaState(database: Database): Promise<string> {
  const rows = await database.outside<{ name: string }>('select name from schema_names() name');
  const applied = new Set(rows.map((r) => r.name));
  const files = schemaFiles();
  const missing = files.find((name) => !applied.has(name));
  if (missing) return `the schema lacks ${missing}: run migrate`;
  // What a newer program added meanwhile leaves this one working (expand, then contract): it goes on until it is replaced.
  return 'ok';
}

async function diskState({ config }: Platform): Promise<string> {
  const { bavail, bsize } = await statfs(config.dataDir);
  return bavail * bsize < FREE_BYTES ? `less than ${FREE_BYTES / 1024 / 1024} MiB free` : 'ok';
}

function jobsState({ config, jobs }: Platform): string {
  if (!config.roles.worker || jobs.relayedAtMs === null) return 'ok';
  return nowMs() - jobs.relayedAtMs > SILENT_JOBS_MS ? `nothing relayed for ${SILENT_JOBS_MS / SECOND} s` : 'ok';
}

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * The figures are confidential: a reader shows the token; when none is set, only requests from this machine may read them. A request that
 * a proxy passes on is not from this machine, wherever the proxy runs, and an address that a header claims counts for nothing.
 */
function mayReadMetrics({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token === null)
    return LOOPBACK.includes(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined);
  const [header, expected] = [Buffer.from(headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return header.length === expected.length && timingSafeEqual(header, expected);
}
