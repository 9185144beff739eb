import path from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@jishi/embedded';
import type { AppUrls } from './app.ts';
import type { Config } from './platform/config.ts';
import { checkSchema, MIGRATIONS, migrate, type Roles } from './platform/db/index.ts';
import type { Secrets } from './platform/secrets/secrets.ts';

export interface OpenDatabase {
  urls: AppUrls;
  /** As the owner of the tables. */
  owner: string;
  /** Null for an external database, which is nobody's to stop. */
  embedded: EmbeddedPostgres | null;
}

const FLAGS = [
  'max_connections=200',
  'shared_buffers=256MB',
  'wal_compression=on',
  'checkpoint_timeout=15min',
  'max_wal_size=2GB',
];

/** Starts the embedded PostgreSQL, or uses the one that runs, unless DATABASE_URL names another. */
export async function startDatabase(
  config: Pick<Config, 'dataDir' | 'databaseUrl'>,
  log: (line: string) => void,
): Promise<Pick<OpenDatabase, 'owner' | 'embedded'>> {
  if (config.databaseUrl) return { owner: config.databaseUrl, embedded: null };
  const embedded = await startPostgres({ dir: path.join(config.dataDir, 'postgres'), flags: FLAGS, log });
  return { owner: embedded.url, embedded };
}

/**
 * The same with its schema brought up to date; with MIGRATE=off the schema is only looked at, as the role of requests, and DATABASE_URL need
 * not name who owns it.
 */
export async function openDatabase(
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'migrate'>,
  secrets: Secrets,
  log: (line: string) => void,
): Promise<OpenDatabase> {
  const { owner, embedded } = await startDatabase(config, log);
  const roles = rolesOf(secrets);
  const urls = { app: as(owner, roles.app), worker: as(owner, roles.worker) };
  try {
    if (config.migrate) await migrate(owner, path.resolve(MIGRATIONS), roles, log, secrets);
    else await checkSchema(urls.app);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  return { owner, embedded, urls };
}

/** The roles of the application, with passwords that follow from the master secret. */
export const rolesOf = (secrets: Secrets): Roles => ({
  app: { name: 'jishi_app', password: secrets.password('database/app') },
  worker: { name: 'jishi_worker', password: secrets.password('database/worker') },
});

function as(owner: string, role: { name: string; password: string }): string {
  const url = new URL(owner);
  url.username = role.name;
  url.password = role.password;
  return url.href;
}
