import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type StartedApp, startApp } from '../../test/app.ts';

/** The application with its log. */
async function startLogged() {
  const lines: { msg: string; code?: string }[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { app: await startApp({}, log), lines };
}

async function upload(app: StartedApp, png: Buffer): Promise<Response> {
  const { token } = await app.given.owner();
  const form = new FormData();
  form.append('file', new Blob([png], { type: 'image/png' }), 'a.png');
  return fetch(`${app.address}/admin/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': crypto.randomUUID() },
    body: form,
  });
}

test.runIf(process.platform === 'linux')(
  'a picture for which the disk has no room: 503, a line that says so, nothing left behind, and then on',
  async () => {
    const { app, lines } = await startLogged();
    const png = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#369' } })
      .png()
      .toBuffer();
    const { url } = (await (await upload(app, png)).json()) as { url: string };
    const { dir } = app.platform.files;
    const name = path.basename(url);
    rmSync(path.join(dir, name));
    // A device that takes no byte, in the place of the file while it is written.
    symlinkSync('/dev/full', path.join(dir, `${name}.${process.pid}.part`));
    const refused = await upload(app, png);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({
      code: 'UNAVAILABLE',
      detail: expect.stringContaining('请几秒后重试'),
    });
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'the disk is full', code: 'ENOSPC' }));
    expect(readdirSync(dir)).toEqual([]);
    expect((await upload(app, png)).status).toBe(201);
    expect(readdirSync(dir)).toEqual([name]);
  },
);

test('a database whose disk is full: changes are 503 and the log says why, reads go on, and so does everything later', async () => {
  const { app, lines } = await startLogged();
  const owner = await app.given.owner();
  // What PostgreSQL itself says when it cannot make a table larger.
  await app.sql.query(`create function no_room() returns trigger language plpgsql as
    $$ begin raise disk_full using message = 'could not extend file: No space left on device'; end $$`);
  await app.sql.query('create trigger no_room before insert on catalog_category execute function no_room()');
  const make = () => owner.post('/admin/categories', { name: '咖啡', parentId: null, picture: null, sort: 1 });
  expect(await make()).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'the disk is full', code: '53100' }));
  expect((await owner.get('/admin/categories')).status).toBe(200);
  await app.sql.query('drop trigger no_room on catalog_category');
  expect((await make()).status).toBe(201);
});
