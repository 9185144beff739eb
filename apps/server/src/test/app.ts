import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { afterAll, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { openApp, openShop, SECRET, type StartedApp } from './open-app.ts';
import { OWNER, TENANT, type TestApp } from './world.ts';

type AtEnd = (close: () => Promise<unknown>) => void;

/** The whole application over a database of its own, with a sandbox WeChat that calls back over real HTTP; gone after the test. */
export const startApp = (settings: NodeJS.ProcessEnv = {}, log?: Logger): Promise<StartedApp> =>
  start((close) => onTestFinished(async () => void (await close())), settings, log);
/** The same for all tests of a file, from its `beforeAll`; over another database if given. */
export const startAppForFile = (database?: TestDatabase): Promise<StartedApp> =>
  start((close) => afterAll(async () => void (await close())), {}, undefined, database);

async function start(
  atEnd: AtEnd,
  settings: NodeJS.ProcessEnv = {},
  log?: Logger,
  given?: TestDatabase,
): Promise<StartedApp> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'jishi-app-'));
  const database = given ?? (await createTestDatabase());
  const { app, close } = await openApp({ dataDir, database, log, settings });
  atEnd(async () => {
    await close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return app;
}

/** Shop 2 at host shop2.test beside the first, which from then on is the one that `localhost` means. */
export async function openSecondShop({ platform, sandbox, address, sql }: TestApp): Promise<void> {
  await openShop(platform, 2, sandbox, address);
  await sql.query("insert into tenant_domain (tenant_id, host) values ($1, 'localhost:80')", [TENANT]);
}

export { OWNER, openShop, SECRET, type StartedApp, TENANT, type TestApp };
