import { randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type StartedApp, startAppForFile } from '../../test/app.ts';

const FILES = 200;
let app: StartedApp;
const names = Array.from({ length: FILES }, (_, n) => `picture-${n}.webp`);
beforeAll(async () => {
  app = await startAppForFile();
  for (const name of names) writeFileSync(path.join(app.platform.files.dir, name), randomBytes(100_000));
});

async function opened(text: string): Promise<Socket> {
  const { port } = new URL(app.address);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await new Promise((open) => socket.once('connect', open));
  socket.write(text);
  return socket;
}
const get = (url: string) => `GET ${url} HTTP/1.1\r\nHost: shop\r\n\r\n`;
const openFiles = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(app.platform.files.dir);
    } catch {
      return false;
    }
  }).length;

test.runIf(process.platform === 'linux')(
  'a client that asks for many files at once and reads nothing has one open; when it leaves, none',
  async () => {
    const sockets: Socket[] = [];
    for (let n = 0; n < 5; n++) {
      const socket = await opened(names.map((name) => get(`/files/${name}`)).join(''));
      socket.pause();
      sockets.push(socket);
    }
    await vi.waitFor(() => expect(openFiles()).toBeGreaterThan(0));
    await sleep(300);
    expect(openFiles()).toBeLessThanOrEqual(sockets.length);
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(() => expect(openFiles()).toBe(0), { timeout: 10_000 });
  },
);

test('who pipelines and reads gets every answer, in order; a part of a file is that part', async () => {
  const asked = ['/healthz', `/files/${names[0]}`, '/openapi.json', `/files/${names[1]}`, '/healthz'];
  const socket = await opened(asked.map(get).join(''));
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  await vi.waitFor(
    () =>
      expect(
        Buffer.concat(pieces)
          .toString('latin1')
          .match(/HTTP\/1\.1 200/g),
      ).toHaveLength(5),
    { timeout: 10_000 },
  );
  const types = Buffer.concat(pieces)
    .toString('latin1')
    .match(/content-type: [^\r]+/g);
  expect(types).toEqual(['json', 'webp', 'json', 'webp', 'json'].map((type) => expect.stringContaining(type)));
  const part = await fetch(`${app.address}/files/${names[0]}`, { headers: { range: 'bytes=10-19' } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 10]);
});
