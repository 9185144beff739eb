import pg from 'pg';
import { CannotStart } from '../cannot-start.ts';
import { LOCK, schemaFiles } from './migrate.ts';

/** PostgreSQL's codes: wrong password; no such role, or one that may not sign in; no such function; not allowed. */
const REFUSED = ['28P01', '28000'];
const NO_SCHEMA = ['42883', '42501'];
const HOW = 'Run `npm run migrate` of this version first, with the DATABASE_URL of who owns the tables';

/**
 * Looks, as the role of requests, whether the schema is exactly this program's; changes nothing. Throws CannotStart when the role cannot
 * sign in, when the schema is missing, older, half migrated or newer, or when a migration is under way.
 */
export async function checkSchema(appUrl: string, files = schemaFiles()): Promise<void> {
  const client = new pg.Client({ connectionString: appUrl, application_name: 'jishi-check' });
  client.on('error', () => {});
  try {
    await client.connect().catch((error: { code?: string; message: string }) => {
      if (!REFUSED.includes(error.code ?? '')) throw error;
      throw new CannotStart(
        `the role of requests cannot sign in to the database (${error.message}): either nothing was migrated there yet, or another master secret was. ${HOW}, and give this process the same secret`,
      );
    });
    const reason = schemaDifference(await migratedFiles(client), files);
    if (!reason) return;
    const { rowCount } = await client.query(
      `select 1 from pg_locks where locktype = 'advisory' and objid = $1 and granted
       and database = (select oid from pg_database where datname = current_database())`,
      [LOCK],
    );
    throw new CannotStart(rowCount ? `a migration is under way: ${reason}. Start again when it is over` : reason);
  } finally {
    await client.end().catch(() => {});
  }
}

async function migratedFiles(client: pg.Client): Promise<string[]> {
  try {
    return (await client.query<{ name: string }>('select name from schema_names() name')).rows.map((r) => r.name);
  } catch (error) {
    if (!NO_SCHEMA.includes((error as { code?: string }).code ?? '')) throw error;
    throw new CannotStart(`the database has no schema yet. ${HOW}`);
  }
}

/** In what a schema differs from the files of this program, as a sentence; null when in nothing. */
export function schemaDifference(migrated: readonly string[], files: readonly string[]): string | null {
  const unknown = migrated.filter((name) => !files.includes(name));
  if (unknown.length > 0)
    return `the schema was made by a newer Jishi: this program does not know ${unknown.join(', ')}. Start that version, or go back to a backup from before`;
  const missing = files.filter((name) => !migrated.includes(name));
  if (missing.length > 0) return `the schema lacks ${missing.join(', ')}. ${HOW}`;
  return null;
}
