import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '@jishi/embedded';
import { buildApp, closeApp } from '../../apps/server/src/app.ts';
import { VERSION } from '../../apps/server/src/kernel/version.ts';
import { readConfig } from '../../apps/server/src/platform/config.ts';
import { migrate } from '../../apps/server/src/platform/db/index.ts';
import { openApi } from '../../apps/server/src/platform/http/index.ts';
import { clientLimits } from './client-limits.ts';
import { clientOperations, programOperations } from './client-operations.ts';
import { clientTypes } from './client-types.ts';
import { withSettings } from './settings-table.ts';
import { tableTypes } from './table-types.ts';

/**
 * Writes what follows from the sources: table types from the migrations, OpenAPI and the typed client from the operations, tables of
 * settings in the documentation. With `--check` it writes nothing and fails when a file is not what it should be.
 */
async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale = Object.entries(await generated()).filter(([file, text]) => readOrEmpty(file) !== text);
  for (const [file, text] of stale) {
    process.stdout.write(`${check ? 'out of date' : 'wrote'}: ${file}\n`);
    if (!check) writeFileSync(file, text);
  }
  if (check && stale.length > 0) throw new Error('run `npm run contract` and commit what it writes');
}

async function generated(): Promise<Record<string, string>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-contract-'));
  const postgres = await startPostgres({ dir: path.join(dir, 'postgres') });
  try {
    const roles = {
      app: { name: 'jishi_app', password: 'contract' },
      worker: { name: 'jishi_worker', password: 'contract' },
    };
    await migrate(postgres.url, path.resolve('apps/server/src/migrations'), roles, () => {});
    // The application is built as it always is, so that what it registers is what is described; it asks the database for nothing.
    const platform = await buildApp(readConfig(['--data', dir], {}), { app: postgres.url, worker: postgres.url });
    const { operations } = platform.http;
    const files = {
      'apps/server/src/platform/db/generated.ts': await tableTypes(postgres.url),
      'packages/api-client/openapi.json': `${JSON.stringify(openApi(operations, VERSION), null, 1)}\n`,
      'packages/api-client/src/contract.ts': clientTypes(operations),
      'packages/api-client/src/shop.ts': clientOperations(operations, 'shop'),
      'packages/api-client/src/admin.ts': clientOperations(operations, 'admin'),
      'packages/api-client/src/app.ts': programOperations(operations),
      'packages/api-client/src/limits.ts': clientLimits(operations),
      'docs/operations.md': withSettings(readOrEmpty('docs/operations.md'), 'en'),
      'docs/operations.zh-CN.md': withSettings(readOrEmpty('docs/operations.zh-CN.md'), 'zh'),
    };
    await closeApp(platform);
    return files;
  } finally {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

await main();
