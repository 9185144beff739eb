import path from 'node:path';
import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';
import { compose } from './compose.ts';
import type { Config } from './platform/config.ts';
import { Database } from './platform/db/index.ts';
import { FileStore } from './platform/files/files.ts';
import { createServer, Http, Principals } from './platform/http/index.ts';
import { serveBasics } from './platform/http/pages.ts';
import { Jobs } from './platform/jobs/index.ts';
import { Metrics } from './platform/metrics.ts';
import type { Platform } from './platform/platform.ts';
import { Secrets } from './platform/secrets/secrets.ts';
import { Slots } from './platform/slots.ts';

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
  const metrics = new Metrics();
  const principals = new Principals(database, secrets, config);
  const jobs = new Jobs({ workerUrl: urls.worker, log });
  const server = await createServer(log, metrics, config);
  const platform: Platform = {
    config,
    database,
    secrets,
    files: new FileStore(path.join(config.dataDir, 'files')),
    http: new Http(server, database, principals, () => jobs.nudge()),
    principals,
    jobs,
    metrics,
    log,
    slots: new Slots(),
  };
  await compose(platform);
  await serveBasics(platform);
  return platform;
}

/** A log that goes nowhere, for tests and one-off commands. */
const quiet = (): Logger => pino({ level: 'silent' }, new Writable({ write: (_c, _e, done) => done() }));

/** Stops taking requests, lets those under way finish, then lets go of jobs and connections. */
export async function closeApp({ http, jobs, database }: Platform): Promise<void> {
  await http.server.close();
  await jobs.stop();
  await database.close();
}
