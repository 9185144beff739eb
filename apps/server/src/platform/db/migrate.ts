import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { ROLE_LIMITS } from './limits.ts';

/** Any constant: one migrating process at a time. */
const LOCK = 5_748_201;

export interface Roles {
  /** Role of every request: no superuser, no BYPASSRLS, owner of nothing. */
  app: { name: string; password: string };
  /** Role of relay and job runner: sees the outbox of all tenants and the job tables, no other table. */
  worker: { name: string; password: string };
}

/**
 * Brings the database of `url` up to date: roles, then every numbered file once, in order, each in its own transaction.
 * Throws when a file that already ran was edited since, or when the role cannot be made.
 */
export async function migrate(url: string, dir: string, roles: Roles, log: (line: string) => void): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'jishi-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await ensureRoles(client, roles);
    await client.query(
      'create table if not exists schema_migration (name text primary key, checksum text not null, ran_at timestamptz not null default now())',
    );
    const ran = await runFiles(client, dir, log);
    await runMigrations({ connectionString: url });
    await grantJobs(client, roles.worker.name);
    return ran;
  } finally {
    await client.end();
  }
}

async function runFiles(client: pg.Client, dir: string, log: (line: string) => void): Promise<number> {
  const done = new Map(
    (await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')).rows.map(
      (r) => [r.name, r.checksum],
    ),
  );
  let ran = 0;
  for (const name of readdirSync(dir)
    .filter((f) => /^\d{4}_.*\.sql$/.test(f))
    .sort()) {
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

async function ensureRoles(client: pg.Client, roles: Roles): Promise<void> {
  for (const { name, password } of [roles.app, roles.worker]) {
    const options = `login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password ${client.escapeLiteral(password)}`;
    const known = await client.query('select 1 from pg_roles where rolname = $1', [name]);
    const verb = known.rowCount ? 'alter' : 'create';
    try {
      await client.query(`${verb} role ${client.escapeIdentifier(name)} ${options}`);
    } catch (error) {
      throw new Error(
        `could not ${verb} the database role ${name}: ${(error as Error).message}. The user of DATABASE_URL needs CREATEROLE to set Jishi up.`,
        { cause: error },
      );
    }
  }
  for (const { name } of [roles.app, roles.worker])
    for (const [limit, value] of Object.entries(ROLE_LIMITS))
      await client.query(`alter role ${client.escapeIdentifier(name)} set ${limit} = ${client.escapeLiteral(value)}`);
  await client.query(
    `grant usage on schema public to ${client.escapeIdentifier(roles.app.name)}, ${client.escapeIdentifier(roles.worker.name)}`,
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
  const { rows } = await client.query<{ tab: string }>(
    `select c.oid::regclass::text as tab from pg_class c
     where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
       and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'jishi_worker')`,
  );
  for (const { tab } of rows)
    await client.query(`create policy jishi_worker on ${tab} to ${role} using (true) with check (true)`);
}
