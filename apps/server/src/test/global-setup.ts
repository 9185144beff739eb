import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '@jishi/embedded';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../platform/db/index.ts';
import { TEMPLATE, testRoles } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
  }
}

/** Durability costs time and proves nothing in a database that is thrown away. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** One PostgreSQL for the whole run, with a migrated template that every test file clones. TEST_DATABASE_URL names another server. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-test-'));
  const embedded = given ? null : await startPostgres({ dir, flags: FAST });
  const url = given ?? embedded?.url ?? '';
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`);
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href, path.resolve('apps/server/src/migrations'), testRoles, () => {});
  provide('serverUrl', url);
  return async () => {
    await embedded?.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
