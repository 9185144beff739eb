import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { CannotStart } from '../cannot-start.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { ROLE_LIMITS } from './limits.ts';

/** Any constant: one migrating process at a time. */
export const LOCK = 5_748_201;

type SecretProbe = Pick<Secrets, 'probe' | 'opensProbe' | 'sealedNow'>;

export interface Roles {
  /** Role of every request: no superuser, no BYPASSRLS, owner of nothing. */
  app: { name: string; password: string };
  /** Role of relay and job runner: sees the outbox of all tenants and the job tables, no other table. */
  worker: { name: string; password: string };
}

/**
 * Brings the database of `url` up to date: roles, then every numbered file once, in order, each in its own transaction. Throws
 * CannotStart, before anything is changed, when a newer program made the schema or the database belongs to another master secret;
 * also when a role cannot be made or may too much; throws when a file that already ran was edited since. With `only` no other files
 * run: for a backup of an older schema, whose rows come before the rest.
 */
export async function migrate(
  url: string,
  dir: string,
  roles: Roles,
  log: (line: string) => void,
  secrets?: SecretProbe,
  only?: readonly string[],
): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'jishi-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(
      'create table if not exists schema_migration (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    );
    await refuseNewer(client, dir);
    const isNew = secrets ? await checkSecret(client, secrets) : false;
    if (isNew) await refuseRolesOfAnother(client, url, roles);
    await ensureRoles(client, roles);
    const ran = await runFiles(client, dir, log, only);
    await runMigrations({ connectionString: url });
    await grantJobs(client, roles.worker.name);
    return ran;
  } finally {
    await client.end();
  }
}

/** Of the schema, from the repository's root. */
export const MIGRATIONS = 'apps/server/src/migrations';

/** The files of the schema that this program knows, in order. */
export const schemaFiles = (dir = path.resolve(MIGRATIONS)): string[] =>
  readdirSync(dir)
    .filter((f) => /^\d{4}_.*\.sql$/.test(f))
    .sort();

async function refuseNewer(client: pg.Client, dir: string): Promise<void> {
  const files = new Set(schemaFiles(dir));
  const { rows } = await client.query<{ name: string }>('select name from schema_migration order by name');
  const unknown = rows.find(({ name }) => !files.has(name));
  if (unknown)
    throw new CannotStart(
      `the database was set up by a newer Jishi: this program does not know ${unknown.name}. Start that version, or go back to a backup from before; nothing was changed`,
    );
}

/**
 * The first to set the database up leaves a probe of its secret; who cannot open it would shut the others out and read nothing. Returns
 * whether this is the first.
 */
async function checkSecret(client: pg.Client, secrets: SecretProbe): Promise<boolean> {
  await client.query(
    'create table if not exists schema_secret (only_one boolean primary key default true check (only_one), probe text not null)',
  );
  const added = await client.query('insert into schema_secret (probe) values ($1) on conflict do nothing', [
    secrets.probe(),
  ]);
  const { rows } = await client.query<{ probe: string }>('select probe from schema_secret');
  const probe = rows[0]?.probe ?? '';
  if (!secrets.opensProbe(probe))
    throw new CannotStart(
      'this database was set up with another master secret. Give this process the same one: JISHI_SECRET, or a copy of the file "secret" in the data folder of the process that set it up; a new secret needs the former one in JISHI_SECRET_OLD. Nothing was changed',
    );
  // After a change of the secret the former one alone must not do any more.
  if (!probe.startsWith(secrets.sealedNow))
    await client.query('update schema_secret set probe = $1', [secrets.probe()]);
  return added.rowCount === 1;
}

/**
 * Roles belong to the whole server, and their passwords follow from the master secret: a second installation on one server, or a restore
 * with another secret, would shut the first one out. Throws CannotStart when a role has a password that is not ours.
 */
async function refuseRolesOfAnother(client: pg.Client, url: string, roles: Roles): Promise<void> {
  for (const { name, password } of [roles.app, roles.worker]) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1 and rolcanlogin', [name]);
    if (!rowCount) continue;
    const as = new URL(url);
    Object.assign(as, { username: name, password });
    const login = new pg.Client({ connectionString: as.href, application_name: 'jishi-migrate' });
    login.on('error', () => {});
    const refused = await login.connect().then(
      () => false,
      (error: { code?: string }) => error.code === WRONG_PASSWORD,
    );
    await login.end().catch(() => {});
    if (refused) {
      await client.query('drop table schema_secret');
      throw new CannotStart(
        `the database role ${name} of this PostgreSQL server has another password: another Jishi with another master secret works there, and would be shut out. Use a PostgreSQL server of its own; if nothing uses the role any more, drop it first. Nothing was changed`,
      );
    }
  }
}
const WRONG_PASSWORD = '28P01';

async function runFiles(
  client: pg.Client,
  dir: string,
  log: (line: string) => void,
  only?: readonly string[],
): Promise<number> {
  const done = new Map(
    (await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')).rows.map(
      (r) => [r.name, r.checksum],
    ),
  );
  let ran = 0;
  for (const name of schemaFiles(dir)) {
    if (only && !only.includes(name)) continue;
    const sql = readFileSync(path.join(dir, name), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = done.get(name);
    if (before === checksum) continue;
    if (before) throw new Error(`migration ${name} was changed after it ran; add a new file instead`);
    await client.query('begin');
    try {
      await client.query(sql);
      await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error });
    }
    ran++;
    log(`migrated ${name}`);
  }
  return ran;
}

/** Only what the user of DATABASE_URL may say who is no superuser: even to name a right that a role lacks takes one who has it. */
async function ensureRoles(client: pg.Client, roles: Roles): Promise<void> {
  for (const { name, password } of [roles.app, roles.worker]) {
    const role = client.escapeIdentifier(name);
    const existing = await client.query('select 1 from pg_roles where rolname = $1', [name]);
    const verb = existing.rowCount ? 'alter' : 'create';
    try {
      await client.query(`${verb} role ${role} login password ${client.escapeLiteral(password)}`);
      for (const [limit, value] of Object.entries(ROLE_LIMITS))
        await client.query(`alter role ${role} set ${limit} = ${client.escapeLiteral(value)}`);
    } catch (error) {
      throw new CannotStart(
        `could not ${verb} the database role ${name}: ${(error as Error).message}. The user of DATABASE_URL needs CREATEROLE, and is to make this role itself`,
        { cause: error },
      );
    }
    await checkPowers(client, name);
    await client.query(`grant usage on schema public to ${role}`);
  }
}

/** Row-level security binds only who is neither superuser nor free of it. */
async function checkPowers(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query(
    'select 1 from pg_roles where rolname = $1 and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)',
    [name],
  );
  if (rowCount)
    throw new CannotStart(
      `the database role ${name} may more than it must, and one shop could see another. As a superuser: alter role ${name} nosuperuser nobypassrls nocreaterole nocreatedb noreplication`,
    );
}

/** The job tables belong to the library, which walls them off with row-level security of its own. */
async function grantJobs(client: pg.Client, worker: string): Promise<void> {
  const role = client.escapeIdentifier(worker);
  await client.query(`
    grant usage on schema graphile_worker to ${role};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${role};
    grant usage, select, update on all sequences in schema graphile_worker to ${role};
    grant execute on all functions in schema graphile_worker to ${role};`);
  // Even where it is there, asking for it waits for all jobs that other processes run, and they may wait for this transaction.
  const { rows: there } = await client.query(
    "select 1 where to_regclass('graphile_worker.jishi_dead_jobs') is not null",
  );
  if (there.length === 0)
    await client.query(`create index jishi_dead_jobs on graphile_worker._private_jobs (id)
      where attempts >= max_attempts and locked_at is null and key is not null`);
  const { rows } = await client.query<{ tab: string }>(
    `select c.oid::regclass::text as tab from pg_class c
     where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
       and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'jishi_worker')`,
  );
  for (const { tab } of rows)
    await client.query(`create policy jishi_worker on ${tab} to ${role} using (true) with check (true)`);
}
