// `npm run release:keep`: what later versions are held to. Run it once, on the commit of a release, and commit what it writes.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '@jishi/embedded';
import { VERSION } from '../apps/server/src/kernel/version.ts';
import { MIGRATIONS, migrate, schemaFiles } from '../apps/server/src/platform/db/index.ts';
import { keepRelease, RELEASES } from '../apps/server/src/test/kept-release.ts';
import { openApp } from '../apps/server/src/test/open-app.ts';

/** Read by `npm run tidy`: from the first line on a migration that stands here is never edited. */
const CHECKSUMS = 'tools/tidy/released.txt';
const HEAD = `# sha256 of each migration of the last release, ${VERSION}; written by \`npm run release:keep\`\n`;

const release = path.join(RELEASES, VERSION);
if (existsSync(release)) throw new Error(`${release} is there already: a release is kept once, and never changed`);
const dir = mkdtempSync(path.join(tmpdir(), 'jishi-release-'));
// PostgreSQL runs as another user where root starts it.
chmodSync(dir, 0o755);
const postgres = await startPostgres({ dir: path.join(dir, 'postgres') });
try {
  const role = (name: string) => ({ name, password: 'kept' });
  const roles = { app: role('jishi_app'), worker: role('jishi_worker') };
  await migrate(postgres.url, path.resolve(MIGRATIONS), roles, () => {});
  const as = ({ name, password }: { name: string; password: string }) =>
    Object.assign(new URL(postgres.url), { username: name, password }).href;
  const database = {
    ...{ url: as(roles.app), workerUrl: as(roles.worker), ownerUrl: postgres.url },
    drop: async () => {},
  };
  const { app, close } = await openApp({ dataDir: path.join(dir, 'data'), database });
  try {
    await keepRelease(app, release);
  } finally {
    await close();
  }
} finally {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
const checksum = (name: string) =>
  createHash('sha256')
    .update(readFileSync(path.join(MIGRATIONS, name)))
    .digest('hex');
writeFileSync(
  CHECKSUMS,
  `${HEAD}${schemaFiles()
    .map((name) => `${checksum(name)}  ${name}\n`)
    .join('')}`,
);
process.stdout.write(`kept ${release} and the checksums of ${schemaFiles().length} migrations: commit both\n`);
