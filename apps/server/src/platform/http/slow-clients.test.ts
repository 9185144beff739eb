import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type StartedApp, startApp } from '../../test/app.ts';
import { TIME_LIMITS } from './connections.ts';

let app: StartedApp;
let lines: { msg: string; level: number }[];
beforeEach(async () => {
  lines = [];
  app = await startApp({}, pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) }));
});

interface Sent {
  socket: Socket;
  /** What came back. */
  answer: () => string;
  closed: Promise<void>;
}
async function send(text: string): Promise<Sent> {
  const socket = connect(Number(new URL(app.address).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.on('data', (piece) => {
    answer += piece;
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  await new Promise((open) => socket.once('connect', open));
  socket.write(text);
  return { socket, answer: () => answer, closed };
}
/** Long enough that drops of it do not complete it before somebody looks at the time. */
const HALF_A_BODY =
  'POST /shop/session HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{"channel":';
const HALF_A_HEAD = 'GET /healthz HTTP/1.1\r\nHost: sh';
const connections = () =>
  new Promise((done) => app.platform.http.server.server.getConnections((_, open) => done(open)));
const troubles = () => lines.filter((line) => line.level >= 40);

test('a body or a head that does not come to its end is cut off at its deadline with 408, and others are served meanwhile', async () => {
  const { server } = app.platform.http.server;
  expect([server.requestTimeout, server.headersTimeout]).toEqual([
    TIME_LIMITS.requestTimeout,
    TIME_LIMITS.http.headersTimeout,
  ]);
  // Shorter, so that the test needs not wait as long as a phone may.
  server.requestTimeout = 300;
  server.headersTimeout = 200;
  const slow = await Promise.all([send(HALF_A_BODY), send(HALF_A_HEAD)]);
  const drip = setInterval(() => slow[0]?.socket.write(' '), 50);
  onTestFinished(() => clearInterval(drip));
  expect((await fetch(`${app.address}/healthz`)).status).toBe(200);
  for (const { closed, answer } of slow) {
    await closed;
    expect(answer()).toMatch(/^HTTP\/1\.1 408 /);
  }
  expect((await fetch(`${app.address}/healthz`)).status).toBe(200);
  expect(troubles()).toEqual([]);
});

test('a client that leaves in the middle of its body is no trouble of ours', async () => {
  // Whether it leaves before its body is read or meanwhile: some of these leave meanwhile.
  await vi.waitFor(async () => {
    const { socket } = await send(HALF_A_BODY);
    await sleep(30);
    socket.destroy();
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'the client left' }));
  });
  await vi.waitFor(async () => expect(await connections()).toBe(0));
  expect(troubles()).toEqual([]);
});
