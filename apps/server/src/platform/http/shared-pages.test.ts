import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { expect, test } from 'vitest';
import { startApp } from '../../test/app.ts';
import { folder, startBucket } from '../../test/s3-bucket.ts';
import { SharedPages } from './shared-pages.ts';

const silent = pino({ level: 'silent' });
/** A built console whose scripts are named by its version. */
function built(version: string) {
  const root = folder();
  mkdirSync(path.join(root, 'assets'));
  writeFileSync(path.join(root, 'index.html'), version);
  for (const name of [`main-${version}.js`, `main-${version}.js.br`, 'plain.js'])
    writeFileSync(path.join(root, 'assets', name), `of ${version}`);
  return { name: 'console' as const, root };
}

test('a machine without a common disk serves the scripts of a version that only another one has', async () => {
  const { url, keyId, secret, region, stop } = await startBucket();
  const app = await startApp({ FILES_BUCKET: url, FILES_KEY: keyId, FILES_SECRET: secret });
  const get = (file: string) => fetch(`${app.address}/console/assets/${file}`);
  const other = new SharedPages({ url, keyId, secret, region }, folder(), silent);
  await other.share([built('aaaaaaaa')]);
  const script = await get('main-aaaaaaaa.js');
  expect([script.status, script.headers.get('cache-control'), await script.text()]).toEqual([
    ...[200, 'public, max-age=31536000, immutable', 'of aaaaaaaa'],
  ]);
  // Neither what has no hash in its name, nor what nobody has.
  expect((await get('plain.js')).status).toBe(404);
  expect((await get('main-bbbbbbbb.js')).status).toBe(404);
  await stop();
  // What was brought stays; what may be in the bucket has to wait, and is not said to be gone.
  expect((await get('main-aaaaaaaa.js')).status).toBe(200);
  expect((await get('main-bbbbbbbb.js')).status).toBe(404);
  expect((await get('main-cccccccc.js')).status).toBe(503);
});

test('a version is sent once, a bucket that is away refuses, and no name leads out of the folder', async () => {
  const bucket = await startBucket();
  const data = folder();
  const pages = new SharedPages(bucket, data, silent);
  const build = built('dddddddd');
  await pages.share([build]);
  const sent: string[] = [];
  const counting = new SharedPages(bucket, data, silent);
  const { fetch: ask } = globalThis;
  globalThis.fetch = (input, init) => {
    sent.push(input instanceof Request ? input.method : (init?.method ?? 'GET'));
    return ask(input, init);
  };
  try {
    await counting.share([build]);
  } finally {
    globalThis.fetch = ask;
  }
  expect(sent).toEqual(['HEAD']);
  expect(await pages.rootOf('console', '../../secret-aaaaaaaa.js')).toBeNull();
  expect(await pages.rootOf('shop', 'assets/main-dddddddd.js')).toBeNull();
  const root = await pages.rootOf('console', 'assets/main-dddddddd.js');
  expect(root && existsSync(path.join(root, 'assets/main-dddddddd.js'))).toBe(true);
  await bucket.stop();
  await expect(pages.share([built('eeeeeeee')])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
