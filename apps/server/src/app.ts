import path from 'node:path';
import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';
import { compose } from './compose.ts';
import type { Config } from './platform/config.ts';
import { Database } from './platform/db/index.ts';
import { BucketStore } from './platform/files/bucket.ts';
import { FolderStore } from './platform/files/files.ts';
import { closeServer } from './platform/http/connections.ts';
import { sealedReplies } from './platform/http/idempotency.ts';
import { Audit, createServer, Http, Principals } from './platform/http/index.ts';
import { serveBasics } from './platform/http/pages.ts';
import { Jobs, keepFor } from './platform/jobs/index.ts';
import { Ledger } from './platform/ledger/index.ts';
import { Metrics } from './platform/metrics.ts';
import type { Platform } from './platform/platform.ts';
import { sealedColumns } from './platform/secrets/reseal.ts';
import { Secrets } from './platform/secrets/secrets.ts';
import { Slots } from './platform/slots.ts';
import { Upstreams } from './platform/upstreams.ts';

export interface AppUrls {
  /** As the role of requests. */
  app: string;
  /** As the role of relay and jobs. */
  worker: string;
}

/** Builds the whole application over a migrated database; nothing listens and no job runs yet. */
export async function buildApp(config: Config, urls: AppUrls, log: Logger = quiet()): Promise<Platform> {
  const database = new Database({
    url: urls.app,
    size: config.databasePoolSize,
    prepare: config.databasePrepare,
    guard: config.databaseGuard,
  });
  const secrets = Secrets.open(config.secret, config.dataDir, config.formerSecrets);
  const ledger = new Ledger(database);
  const metrics = new Metrics();
  metrics.gauge(
    'jishi_ledger_waiting',
    'Orders, payments and other work that wait for the next batch of the ledger',
    () => ledger.size,
  );
  const audit = new Audit(secrets);
  const principals = new Principals(database, secrets, config);
  const jobs = new Jobs({ workerUrl: urls.worker, log, metrics });
  const server = await createServer(log, metrics, config);
  const folder = path.join(config.dataDir, 'files');
  const platform: Platform = {
    config,
    database,
    ledger,
    secrets,
    files: config.filesBucket ? new BucketStore(config.filesBucket, folder, log) : new FolderStore(folder),
    http: new Http(server, database, principals, secrets, audit, () => jobs.nudge()),
    principals,
    audit,
    upstreams: new Upstreams(config.innerUpstreams),
    jobs,
    metrics,
    log,
    slots: new Slots(),
  };
  // A repeat comes within minutes; a day is what a client that was offline over night needs.
  keepFor(platform, 'idempotency', 'created_at', 24);
  platform.slots.fill(sealedColumns, sealedReplies);
  await compose(platform);
  await serveBasics(platform);
  return platform;
}

/** A log that goes nowhere, for tests and one-off commands. */
const quiet = (): Logger => pino({ level: 'silent' }, new Writable({ write: (_c, _e, done) => done() }));

const STOP_MS = 10_000;
/** Of the time to stop, for answers and jobs under way; the rest is for letting go of the connections. */
const SHARE = 0.7;

/** Stops taking requests and jobs, lets those under way finish, then lets go of the connections. */
export async function closeApp({ http, jobs, database }: Platform, withinMs = STOP_MS): Promise<void> {
  await Promise.all([closeServer(http.server, withinMs * SHARE), jobs.stop(withinMs * SHARE)]);
  await database.close();
}
