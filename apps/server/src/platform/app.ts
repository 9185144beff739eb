import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './db/index.ts';
import type { FileStore } from './files/files.ts';
import type { Http, Principals } from './http/index.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Metrics } from './metrics.ts';
import type { Secrets } from './secrets/secrets.ts';

/** What the platform gives to every module when it registers its routes and listeners. */
export interface Platform {
  config: Config;
  database: Database;
  secrets: Secrets;
  files: FileStore;
  http: Http;
  principals: Principals;
  jobs: Jobs;
  metrics: Metrics;
  log: Logger;
}
