import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../../../test/app.ts';

const BOUNDARY = 'jishi-test-boundary';

async function upload(
  app: TestApp,
  token: string,
  bytes: Buffer,
  url = '/admin/media',
  { name = 'a.jpg', folder = '', pause = false } = {},
) {
  const field = folder && `--${BOUNDARY}\r\ncontent-disposition: form-data; name="folder"\r\n\r\n${folder}\r\n`;
  const head = `${field}--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`;
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  const reply = await app.platform.http.server.inject({
    method: 'POST',
    url,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'idempotency-key': 'key-of-the-upload',
    },
    payload: pause
      ? Readable.from(inTwo(Buffer.from(head), bytes, tail))
      : Buffer.concat([Buffer.from(head), bytes, tail]),
  });
  return { status: reply.statusCode, body: reply.json() };
}

/** All but the last byte of a file, and the end of the form when that has been read. */
async function* inTwo(head: Buffer, bytes: Buffer, tail: Buffer) {
  yield Buffer.concat([head, bytes.subarray(0, -1)]);
  await setTimeout(300);
  yield Buffer.concat([bytes.subarray(-1), tail]);
}

const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c33' } });
const filesKept = async (app: TestApp): Promise<number> => (await app.sql.query('select 1 from file')).rowCount ?? -1;

test('a photo becomes an upright WebP of at most 1600 pixels in width without where and by whom it was taken', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const photo = await plain(3000, 1500)
    .jpeg()
    .withExif({ IFD0: { Artist: 'SECRET-ARTIST' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const { status, body } = await upload(app, token, photo);
  expect(status, JSON.stringify(body)).toBe(201);
  expect(body).toMatchObject({ width: 1500, height: 3000 });
  expect(body.url).toMatch(/^\/files\/[\w-]{32}-1500x3000\.webp$/);
  const kept = readFileSync(path.join(app.platform.files.dir, path.basename(body.url)));
  expect(kept.length).toBe(body.bytes);
  expect(await sharp(kept).metadata()).toMatchObject({ format: 'webp', width: 1500, height: 3000 });
  expect((await sharp(kept).metadata()).exif).toBeUndefined();
  expect((await app.platform.http.server.inject(body.url)).headers['content-type']).toBe('image/webp');
  expect((await upload(app, token, photo)).body.url).toBe(body.url);
  expect(await filesKept(app)).toBe(1);
});

test('what is no picture, holds scripts, is cut off or too large is refused and not kept', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const whole = await plain(400, 400).png({ compressionLevel: 0 }).toBuffer();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
  );
  for (const bytes of [Buffer.from('no picture'), svg, whole.subarray(0, whole.length / 2), Buffer.alloc(0)])
    expect((await upload(app, token, bytes)).body.code).toBe('MEDIA_NOT_A_PICTURE');
  const heavy = await upload(app, token, Buffer.alloc(8 * 1024 * 1024 + 1));
  expect([heavy.status, heavy.body.code]).toEqual([413, 'MEDIA_TOO_LARGE']);
  // The limit is reached with the last piece that is read, what is beyond comes later.
  const slow = await upload(app, token, Buffer.alloc(8 * 1024 * 1024 + 1), '/admin/media', { pause: true });
  expect([slow.status, slow.body.code]).toEqual([413, 'MEDIA_TOO_LARGE']);
  expect(await filesKept(app)).toBe(0);
});

test('a long detail picture keeps its width, an animated one its frames, a phone photo of 64 megapixels is taken', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const long = await upload(app, token, await plain(750, 8000).jpeg().toBuffer());
  expect(long.body).toMatchObject({ width: 750, height: 8000 });
  const frames = Buffer.concat(
    await Promise.all(
      ['#f00', '#0f0', '#00f'].map((background) =>
        sharp({ create: { width: 60, height: 60, channels: 3, background } })
          .raw()
          .toBuffer(),
      ),
    ),
  );
  const gif = await sharp(frames, { raw: { width: 60, height: 180, channels: 3, pageHeight: 60 } })
    .gif({ loop: 0, delay: [200, 200, 200] })
    .toBuffer();
  const moving = await upload(app, token, gif);
  expect(moving.body).toMatchObject({ width: 60, height: 60 });
  const kept = readFileSync(path.join(app.platform.files.dir, path.basename(moving.body.url)));
  expect(await sharp(kept, { animated: true }).metadata()).toMatchObject({ pages: 3, delay: [200, 200, 200] });
  const phone = await upload(app, token, await plain(9248, 6936).jpeg({ quality: 50 }).toBuffer());
  expect(phone.body).toMatchObject({ width: 1600, height: 1200 });
});

test('too many pixels, or a strip that no phone can show, is said in words that help', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const vast = await plain(9000, 9000).png().toBuffer();
  expect((await upload(app, token, vast)).body.code).toBe('MEDIA_TOO_MANY_PIXELS');
  const strip = await upload(app, token, await plain(400, 20_000).png().toBuffer());
  expect(strip.body).toMatchObject({ code: 'MEDIA_TOO_LONG' });
  expect(strip.body.detail).toContain('裁成几张');
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

test('a form that breaks off, or is none, is refused in words', async () => {
  const app = await startApp();
  const { token } = await app.given.owner();
  const part = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n`;
  const form = `multipart/form-data; boundary=${BOUNDARY}`;
  const broken: [string, string][] = [
    [form, ''],
    [form, `--${BOUNDARY}`],
    [form, part],
    [form, `${part}\r\nbytes without an end`],
    [form, `${part}content-type: image/jpeg\r\n\r\nbytes\r\n--${BOUNDARY}\r\n`],
    [form, `--${BOUNDARY}--\r\n`],
    [form, `--${BOUNDARY}\r\n: \r\n\r\nx\r\n--${BOUNDARY}--\r\n`],
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=', '--\r\n'],
  ];
  for (const [type, payload] of broken) {
    const reply = await app.platform.http.server.inject({
      method: 'POST',
      url: '/admin/media',
      headers: { authorization: `Bearer ${token}`, 'content-type': type, 'idempotency-key': 'key-of-the-upload' },
      payload,
    });
    expect([400, 415, 422], `${JSON.stringify(payload)}: ${reply.body}`).toContain(reply.statusCode);
    expect(reply.json().detail).toMatch(/\p{Script=Han}/u);
  }
  expect(await filesKept(app)).toBe(0);
});

test('the library finds a picture by folder and by name, says what shows it, and gives up only what nothing shows', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const put = async (colour: string, place: { name: string; folder?: string }) => {
    const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
      .png()
      .toBuffer();
    return (await upload(app, owner.token, bytes, '/admin/media', place)).body.url as string;
  };
  const [cup, bag] = [
    await put('#f00', { name: '马克杯 主图.final.jpg', folder: '新品' }),
    await put('#0f0', { name: '帆布袋.png' }),
  ];
  // The same bytes under another name are the same picture.
  expect(await put('#f00', { name: '另一个名字.jpg' })).toBe(cup);
  const list = async (query = '') => (await owner.get(`/admin/media${query}`)).body.items;
  expect(await list()).toMatchObject([
    { url: bag, name: '帆布袋', folder: '', width: 60, height: 40 },
    { url: cup, name: '马克杯 主图.final', folder: '新品' },
  ]);
  const [second, first] = await list();
  expect(await list(`?keyword=${encodeURIComponent('马克')}`)).toEqual([first]);
  expect(await list('?folder=')).toEqual([second]);
  expect((await owner.get('/admin/media/folders')).body.items).toEqual(['新品']);
  expect((await owner.post('/admin/media/moves', { ids: [first.id, second.id], folder: ' 包 ' })).body).toEqual({
    moved: 2,
  });
  expect((await owner.get('/admin/media/folders')).body.items).toEqual(['包']);
  expect((await owner.send('PUT', `/admin/media/${second.id}`, { name: '袋', folder: '' })).body).toMatchObject({
    name: '袋',
  });

  const goods = await app.given.goods({ pictures: [cup], title: '红马克杯' });
  const settings = (await owner.get('/admin/settings')).body;
  await owner.send('PUT', '/admin/settings', { ...settings, banners: [{ picture: bag, title: '', link: '' }] });
  const uses = async (id: string) => (await owner.get(`/admin/media/${id}/uses`)).body.items;
  expect(await uses(first.id)).toEqual([{ owner: goods.id, name: '商品 红马克杯' }]);
  expect(await uses(second.id)).toEqual([{ owner: null, name: '首页轮播' }]);
  expect((await owner.send('DELETE', `/admin/media/${first.id}`)).body.code).toBe('MEDIA_IN_USE');
  const { version, skus, ...product } = (await owner.get(`/admin/goods/${goods.id}`)).body;
  const { categoryId, title, subtitle, brand, unit, specs, services, detail, tags, sort } = product;
  const kept = { categoryId, title, subtitle, brand, unit, specs, services, detail, tags, sort, pictures: [bag] };
  const ours = skus.map(({ available: _available, ...sku }: { available: number }) => sku);
  expect((await owner.send('PUT', `/admin/goods/${goods.id}`, { ...kept, skus: ours, version })).status).toBe(200);
  expect((await owner.send('DELETE', `/admin/media/${first.id}`)).status).toBe(204);
  expect((await list()).map((item: { url: string }) => item.url)).toEqual([bag]);
  // Its bytes stay: an order of long ago may show it.
  expect((await app.platform.http.server.inject(cup)).statusCode).toBe(200);
});
