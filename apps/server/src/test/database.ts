import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Roles } from '../platform/db/index.ts';

export const TEMPLATE = 'jishi_template';
export const testRoles: Roles = {
  app: { name: 'jishi_app', password: 'test-app' },
  worker: { name: 'jishi_worker', password: 'test-worker' },
};

export interface TestDatabase {
  /** As the role of requests. */
  url: string;
  /** As the role of relay and jobs. */
  workerUrl: string;
  /** As the owner, who sees everything. */
  ownerUrl: string;
  drop(): Promise<void>;
}

/** A database of one's own, cloned from the migrated template in a fraction of a second. */
export const createTestDatabase = (): Promise<TestDatabase> => created(`template ${TEMPLATE}`);
/** One with nothing in it, not even the schema. The roles of it are those of the master secret once it is migrated. */
export const createEmptyDatabase = (): Promise<TestDatabase> => created('');

async function created(template: string): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl');
  const name = `jishi_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await cloned(run, name, template);
  const as = (role?: { name: string; password: string }) => {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    if (role) {
      url.username = role.name;
      url.password = role.password;
    }
    return url.href;
  };
  return {
    url: as(testRoles.app),
    workerUrl: as(testRoles.worker),
    ownerUrl: as(),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}

/** Two files may clone at once, which PostgreSQL refuses while the template is being read: then again a little later. */
async function cloned(run: (sql: string) => Promise<void>, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await run(`create database ${name} ${template}`);
      return;
    } catch (error) {
      if (attempt >= 50 || (error as { code?: string }).code !== '55006') throw error;
      await new Promise((wait) => setTimeout(wait, 100));
    }
  }
}
