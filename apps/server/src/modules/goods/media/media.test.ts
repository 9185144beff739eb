import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../../../test/app.ts';

const BOUNDARY = 'jishi-test-boundary';

async function upload(app: TestApp, token: string, bytes: Buffer, url = '/admin/media') {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const reply = await app.platform.http.server.inject({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'idempotency-key': 'key-of-the-upload',
    },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  });
  return { status: reply.statusCode, body: reply.json() };
}

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c33' } });
const filesKept = async (app: TestApp): Promise<number> => (await app.sql.query('select 1 from file')).rowCount ?? -1;

test('a photo becomes an upright WebP of at most 1600 pixels without where and by whom it was taken', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const photo = await plain(3000, 1500)
    .jpeg()
    .withExif({ IFD0: { Artist: 'SECRET-ARTIST' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const { status, body } = await upload(app, token, photo);
  expect(status, JSON.stringify(body)).toBe(201);
  expect(body).toMatchObject({ width: 800, height: 1600 });
  expect(body.url).toMatch(/^\/files\/[\w-]{32}\.webp$/);
  const kept = readFileSync(path.join(app.platform.files.dir, path.basename(body.url)));
  expect(kept.length).toBe(body.bytes);
  expect(await sharp(kept).metadata()).toMatchObject({ format: 'webp', width: 800, height: 1600 });
  expect((await sharp(kept).metadata()).exif).toBeUndefined();
  expect((await app.platform.http.server.inject(body.url)).headers['content-type']).toBe('image/webp');
  expect((await upload(app, token, photo)).body.url).toBe(body.url);
  expect(await filesKept(app)).toBe(1);
});

test('what is no picture, holds scripts, is cut off, too large or too many pixels is refused and not kept', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const whole = await plain(400, 400).png({ compressionLevel: 0 }).toBuffer();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
  );
  const vast = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  for (const bytes of [Buffer.from('no picture'), svg, whole.subarray(0, whole.length / 2), vast, Buffer.alloc(0)])
    expect((await upload(app, token, bytes)).body.code).toBe('MEDIA_NOT_A_PICTURE');
  const heavy = await upload(app, token, Buffer.alloc(8 * 1024 * 1024 + 1));
  expect([heavy.status, heavy.body.code]).toEqual([413, 'MEDIA_TOO_LARGE']);
  expect(await filesKept(app)).toBe(0);
});

test('a picture over one megabyte gets in, only with the permission, and no other route takes multipart', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const noise = Buffer.from(Array.from({ length: 1000 * 1000 * 3 }, (_, i) => (i * 7919) % 251));
  const photo = await sharp(noise, { raw: { width: 1000, height: 1000, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  expect(photo.length).toBeGreaterThan(2_000_000);
  expect((await upload(app, owner.token, photo)).status).toBe(201);
  const key = await owner.post('/admin/app-keys', { name: '只读', permissions: ['goods:read'] });
  expect((await upload(app, key.body.secret, photo)).status).toBe(403);
  expect((await upload(app, '', photo)).status).toBe(401);
  expect((await upload(app, owner.token, photo, '/admin/staff')).status).toBe(415);
  expect((await owner.post('/admin/media', { file: 'x' })).body.code).toBe('MEDIA_NOT_A_PICTURE');
});
