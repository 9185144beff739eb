import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, testRoles } from '../../test/database.ts';
import { migrate, schemaFiles } from './migrate.ts';
import { checkSchema, schemaDifference } from './schema-check.ts';

const FILES = schemaFiles('apps/server/src/migrations');

test('a start that does not migrate takes this program’s schema alone, and says what is wrong with another', async () => {
  const { url, ownerUrl, drop } = await createTestDatabase();
  await checkSchema(url, FILES);
  await expect(checkSchema(url, [...FILES, '9999_later.sql'])).rejects.toThrow(
    'the schema lacks 9999_later.sql. Run `npm run migrate` of this version first',
  );
  await expect(checkSchema(url, FILES.slice(0, -1))).rejects.toThrow(
    `was made by a newer Jishi: this program does not know ${FILES.at(-1)}`,
  );
  const wrong = new URL(url);
  wrong.password = 'another';
  await expect(checkSchema(wrong.href, FILES)).rejects.toThrow('the role of requests cannot sign in');
  const empty = new URL(ownerUrl);
  empty.pathname = '/postgres';
  await expect(checkSchema(empty.href, FILES)).rejects.toThrow('the database has no schema yet');
  await drop();
});

test('a half migrated schema is named by all that it lacks', () => {
  expect(schemaDifference(['0001_a.sql'], ['0001_a.sql', '0002_b.sql', '0003_c.sql'])).toContain(
    'the schema lacks 0002_b.sql, 0003_c.sql',
  );
  expect(schemaDifference(['0001_a.sql'], ['0001_a.sql'])).toBeNull();
});

test('a start beside a process that works waits for none of its jobs', async () => {
  const { ownerUrl, drop } = await createTestDatabase();
  const worker = new pg.Client({ connectionString: ownerUrl });
  await worker.connect();
  onTestFinished(async () => {
    await worker.end();
    await drop();
  });
  await worker.query('begin; lock table graphile_worker._private_jobs in row exclusive mode');
  const impatient = new URL(ownerUrl);
  impatient.searchParams.set('options', '-c lock_timeout=1000');
  expect(await migrate(impatient.href, 'apps/server/src/migrations', testRoles, () => {})).toBe(0);
});
