import path from 'node:path';
import { createSandbox, type Sandbox } from '@jishi/sandbox';
import pg from 'pg';
import type { Logger } from 'pino';
import { buildApp, closeApp } from '../app.ts';
import { newSecret } from '../kernel/ids.ts';
import { addOwner } from '../modules/identity/staff/index.ts';
import { createTenant, saveConnection, saveSms } from '../modules/identity/tenant/index.ts';
import { readConfig } from '../platform/config.ts';
import type { Platform } from '../platform/platform.ts';
import { connectionOf, smsAccountOf } from '../seed.ts';
import type { TestDatabase } from './database.ts';
import { createGiven } from './given.ts';
import { type Answer, type Caller, OWNER, TENANT, type TestApp } from './world.ts';

/** Master secret of every test server. */
export const SECRET = 'a-test-secret-that-is-long-enough-0123';
export type StartedApp = TestApp & { given: ReturnType<typeof createGiven> };

interface Opening {
  dataDir: string;
  /** Migrated. */
  database: TestDatabase;
  log?: Logger | undefined;
  settings?: NodeJS.ProcessEnv;
}

/**
 * The whole application with one shop, and a sandbox WeChat that calls back over real HTTP. Knows no test runner, so that the bench
 * can open it too. `close` leaves folder and database.
 */
export async function openApp(opening: Opening): Promise<{ app: StartedApp; close: () => Promise<void> }> {
  const { dataDir, database, log, settings } = opening;
  const sandbox = await createSandbox({ port: 0, dir: path.join(dataDir, 'sandbox'), callbackTimeScale: 0.01 });
  const config = readConfig(['--port', '0', '--data', dataDir], {
    JISHI_SECRET: SECRET,
    // Two connections: what holds one while it waits for another hangs here, not in a shop's busiest hour.
    DATABASE_POOL: '2',
    DATABASE_GUARD: 'on',
    PASSWORD_COST: '10',
    // All test shoppers come from one address.
    LIMIT_SCALE: '100',
    ...settings,
  });
  const platform = await buildApp(config, { app: database.url, worker: database.workerUrl }, log);
  platform.upstreams.allow(sandbox.baseUrl);
  const address = await platform.http.server.listen({ port: 0, host: '127.0.0.1' });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const close = async () => {
    await owner.end();
    await closeApp(platform);
    await sandbox.close();
  };
  await openShop(platform, TENANT, sandbox, address);
  const as = (token: string) => caller(platform, token);
  const app: TestApp = { platform, sandbox, address, as, guest: as(''), sql: owner, database };
  return { app: { ...app, given: createGiven(app) }, close };
}

/** A shop connected to the sandbox, with an owner who may do everything. */
export async function openShop(
  platform: Pick<Platform, 'database' | 'secrets' | 'config'>,
  tenantId: number,
  sandbox: Sandbox,
  address: string,
): Promise<void> {
  const { database, secrets } = platform;
  await database.inTx(tenantId, async (tx) => {
    await createTenant(tx, {
      tenantId,
      code: `shop${tenantId}`,
      name: '测试小店',
      hosts: tenantId === TENANT ? [] : [`shop${tenantId}.test`],
    });
    await addOwner(tx, platform, tenantId, OWNER);
    await saveConnection(tx, secrets, tenantId, connectionOf(sandbox.merchant, address));
    await saveSms(tx, secrets, tenantId, smsAccountOf(sandbox.merchant));
  });
}

function caller(platform: Platform, token: string): Caller {
  const ask = async (method: string, url: string, body?: unknown, key?: string): Promise<Answer> => {
    const reply = await platform.http.server.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? newSecret(12) }),
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return { status: reply.statusCode, body: reply.body ? JSON.parse(reply.body) : undefined, headers: reply.headers };
  };
  return {
    token,
    get: (url) => ask('GET', url),
    send: ask,
    post: (url, body, key) => ask('POST', url, body, key),
  };
}
