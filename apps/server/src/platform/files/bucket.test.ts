import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { startApp } from '../../test/app.ts';
import { folder, startBucket } from '../../test/s3-bucket.ts';
import { BucketStore } from './bucket.ts';

const silent = pino({ level: 'silent' });
const picture = (color: string) =>
  sharp({ create: { width: 800, height: 600, channels: 3, background: color } })
    .png()
    .toBuffer();

test('an uploaded picture is served by a machine that never saw it, in every width, until the bucket is away', async () => {
  const bucket = await startBucket();
  const app = await startApp({ FILES_BUCKET: bucket.url, FILES_KEY: bucket.keyId, FILES_SECRET: bucket.secret });
  const { token } = await app.given.owner();
  const upload = async (bytes: Buffer) => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png');
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() };
    const answer = await fetch(`${app.address}/admin/media`, { method: 'POST', headers, body: form });
    return { status: answer.status, body: (await answer.json()) as { url: string; code: string } };
  };
  const { dir } = app.platform.files;
  const { status, body } = await upload(await picture('#369'));
  expect(status).toBe(201);
  // Another machine's folder is as empty as this.
  for (const [query, width] of [
    ['', 800],
    ['?w=360', 360],
  ] as const) {
    for (const name of readdirSync(dir)) rmSync(path.join(dir, name), { recursive: true });
    const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(`${app.address}${body.url}${query}`)));
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width).toBe(width);
    }
  }
  const invented = `/files/${'a'.repeat(32)}-1x1.webp`;
  expect((await fetch(`${app.address}${invented}`)).status).toBe(404);
  await bucket.stop();
  // What is here is served, what the bucket lacked is still believed to be absent, anything else has to wait.
  expect((await fetch(`${app.address}${body.url}`)).status).toBe(200);
  expect((await fetch(`${app.address}${invented}`)).status).toBe(404);
  const waiting = await fetch(`${app.address}/files/${'b'.repeat(32)}-1x1.webp`);
  expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await upload(await picture('#c33'))).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  const { rows } = await app.sql.query('select from file');
  expect(rows).toHaveLength(1);
});

test('bytes that are not those of the name are not served, a wrong key is an error', async () => {
  const bucket = await startBucket();
  const files = new BucketStore(bucket, folder(), silent);
  const { url } = await files.put(Buffer.from('right'), 'webp');
  const name = path.basename(url);
  const other = new BucketStore(bucket, folder(), silent);
  await other.bring(name);
  expect(readdirSync(other.dir)).toEqual([name]);
  const forged = new BucketStore({ ...bucket, secret: 'WRONG' }, folder(), silent);
  await expect(forged.bring(name)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(forged.put(Buffer.from('more'), 'webp')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(readdirSync(forged.dir)).toEqual([]);
});

test('a shop that moves to a bucket sends what its folder has, once', async () => {
  const bucket = await startBucket();
  const before = new BucketStore(bucket, folder(), silent);
  const dir = folder();
  const { url } = await before.put(Buffer.from('there already'), 'webp');
  for (const [name, bytes] of [
    [path.basename(url), 'there already'],
    [`${'c'.repeat(32)}.webp`, 'new'],
    ['.part', 'half'],
  ] as const)
    writeFileSync(path.join(dir, name), bytes);
  const files = new BucketStore(bucket, dir, silent);
  expect(await files.sendFolder()).toBe(1);
  expect(await files.sendFolder()).toBe(0);
});
