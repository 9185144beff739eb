import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { startApp } from '../../test/app.ts';
import { FolderStore } from './files.ts';
import { PictureWidths } from './widths.ts';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .webp()
    .toBuffer();

function folder(): FolderStore {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-widths-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return new FolderStore(dir);
}

test('a picture is served in four widths for good, each made once, however many ask at the same time', async () => {
  const app = await startApp();
  const { files, http } = app.platform;
  const { url } = await files.put(await plain(1500, 3000), 'webp', { width: 1500, height: 3000 });
  const ask = async (query: string) => {
    const answer = await http.server.inject(`${url}${query}`);
    return { ...answer, size: await sharp(answer.rawPayload).metadata() };
  };
  const many = await Promise.all(Array.from({ length: 8 }, () => ask('?w=360')));
  for (const { statusCode, headers, size } of many) {
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect([size.width, size.height]).toEqual([360, 720]);
  }
  expect(readdirSync(path.join(files.dir, 'w360'))).toEqual([path.basename(url)]);
  for (const width of [540, 720, 1080]) expect((await ask(`?w=${width}`)).size.width).toBe(width);
  // Asking for anything else makes nothing.
  for (const query of ['', '?w=361', '?w=99999', '?w=-1', '?w=360&w=720', '?w=../..'])
    expect((await ask(query)).size.width, query).toBe(1500);
  expect(
    readdirSync(files.dir)
      .filter((name) => name.startsWith('w'))
      .sort(),
  ).toEqual(['w1080', 'w360', 'w540', 'w720']);
  expect((await http.server.inject('/files/none-1x1.webp?w=360')).statusCode).toBe(404);
  expect((await http.server.inject('/files/..%2F..%2Fsecret?w=360')).statusCode).toBeGreaterThanOrEqual(400);
});

test('a picture is never made wider than it is, and an animated one keeps its frames', async () => {
  const files = folder();
  const widths = new PictureWidths(files.dir);
  const small = path.basename((await files.put(await plain(300, 200), 'webp', { width: 300, height: 200 })).url);
  expect(await widths.fileFor(small, '720')).toEqual({ file: small, whole: true });
  const frames = Buffer.concat(
    await Promise.all(
      ['#f00', '#0f0', '#00f'].map((background) =>
        sharp({ create: { width: 800, height: 600, channels: 3, background } })
          .raw()
          .toBuffer(),
      ),
    ),
  );
  const moving = await sharp(frames, { raw: { width: 800, height: 1800, channels: 3, pageHeight: 600 } })
    .webp({ loop: 0, delay: [100, 100, 100] })
    .toBuffer();
  const name = path.basename((await files.put(moving, 'webp', { width: 800, height: 600 })).url);
  const { file } = await widths.fileFor(name, '360');
  const made = await sharp(readFileSync(path.join(files.dir, file)), { animated: true }).metadata();
  expect([made.width, made.pageHeight, made.pages]).toEqual([360, 270, 3]);
});

test('where no copy can be made the original is served, and only for a minute', async () => {
  const files = folder();
  const widths = new PictureWidths(files.dir);
  const { url } = await files.put(await plain(800, 800), 'webp', { width: 800, height: 800 });
  // A file in the place of the folder: nothing can be written there.
  writeFileSync(path.join(files.dir, 'w360'), '');
  expect(await widths.fileFor(path.basename(url), '360')).toEqual({ file: path.basename(url), whole: false });
  rmSync(path.join(files.dir, 'w360'));
  expect(await widths.fileFor(path.basename(url), '360')).toMatchObject({ whole: true });
  expect(existsSync(path.join(files.dir, 'w360', path.basename(url)))).toBe(true);
});
