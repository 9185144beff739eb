import { cpSync, mkdtempSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openKeys } from '../keys.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts';

const newDir = () => mkdtempSync(path.join(tmpdir(), 'jishi-sandbox-'));

/** RSA keys are slow to make: one set serves every test of a file. */
let keysDir: Promise<string> | null = null;

async function makeKeysOnce(): Promise<string> {
  const dir = newDir();
  await openKeys(dir, Date.now());
  return dir;
}

/** A directory with keys and no past. */
export async function dirWithKeys(): Promise<string> {
  keysDir ??= makeKeysOnce();
  const dir = newDir();
  cpSync(await keysDir, dir, { recursive: true });
  return dir;
}

/** A sandbox of its own for one test: refunds arrive at once, call-backs repeat a thousand times faster. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({
    port: 0,
    dir: options.dir ?? (await dirWithKeys()),
    callbackTimeScale: 0.001,
    ...options,
    settings: { refundDelayMs: 0, ...options.settings },
  });
  onTestFinished(() => sandbox.close().catch(() => {}));
  return sandbox;
}

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** The merchant's server: keeps what is posted to it and answers with the statuses given, the last one from then on. */
export async function listenForCallbacks(...statuses: number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 204;
      received.push({ headers: request.headers, body: Buffer.concat(pieces).toString('utf8') });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`, received };
}

/** A POST of JSON, the answer parsed. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}
