import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './db/index.ts';
import type { FileStore } from './files/files.ts';
import type { Audit, Http, Principals } from './http/index.ts';
import type { Jobs } from './jobs/index.ts';
import type { Ledger } from './ledger/index.ts';
import type { Metrics } from './metrics.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Slots } from './slots.ts';
import type { Upstreams } from './upstreams.ts';

/** What the platform gives to every module when it registers its routes and listeners. */
export interface Platform {
  config: Config;
  database: Database;
  ledger: Ledger;
  secrets: Secrets;
  files: FileStore;
  http: Http;
  principals: Principals;
  audit: Audit;
  upstreams: Upstreams;
  jobs: Jobs;
  metrics: Metrics;
  log: Logger;
  slots: Slots;
}

/** A part of the mall: registers its operations, jobs and listeners, and fills slots of the modules below it. */
export interface Module {
  /** group/module, as its folder. */
  name: string;
  register(platform: Platform): void | Promise<void>;
}

/**
 * What a module keeps in memory and shares with the modules above it: made at the first use, one for each platform, so that two
 * platforms in one process (tests) share nothing.
 */
export function perPlatform<T>(make: (platform: Platform) => T): (platform: Platform) => T {
  const values = new WeakMap<Platform, { value: T }>();
  return (platform) => {
    const kept = values.get(platform) ?? { value: make(platform) };
    values.set(platform, kept);
    return kept.value;
  };
}
