import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { withClaim } from '@jishi/embedded';
import { buildAll } from '../../../../tools/build.mjs';

/** A command of Jishi as a process of its own, as an operator runs it. */
export interface Command {
  child: ChildProcess;
  /** Everything it said, errors too. */
  said: string[];
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

export interface ServerProcess extends Command {
  /** kill -9, from outside, without a word; resolves with the signal that ended it. */
  kill(): Promise<unknown>;
  /** Asks it to stop in order; resolves with its exit code. */
  stop(): Promise<unknown>;
}

const PROGRAM = 'apps/server/dist/main.js';
let built: Promise<void> | null = null;
/** The program as `npm start` builds it, by the first test file that starts one. */
async function build(): Promise<void> {
  mkdirSync('node_modules/.cache', { recursive: true });
  await withClaim('node_modules/.cache/jishi-build', { waits: () => {} }, () => buildAll(['server']));
}

/** A data folder that the server makes itself, where also an embedded PostgreSQL of another user reaches its own. */
export function newDataDir(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'jishi-server-'));
  chmodSync(home, 0o755);
  return path.join(home, 'data');
}

/** Starts a command with its options. */
export async function startCommand(args: string[], settings: Record<string, string>): Promise<Command> {
  built ??= build();
  await built;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  const ended = once(child, 'exit').then(([code, killedBy]) => killedBy ?? code);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => said.push(line));
  return { child, said, ended };
}

/** Runs a command to its end: what it said and its exit code. */
export async function runCommand(
  args: string[],
  settings: Record<string, string>,
): Promise<{ said: string; code: number | string }> {
  const { child, said, ended } = await startCommand(args, settings);
  await once(child, 'close');
  return { said: said.join('\n'), code: await ended };
}

/** Starts the server and waits until it says that it is ready. Throws with what it said when it ends instead. */
export async function startServer(
  port: number,
  dataDir: string,
  settings: Record<string, string>,
  options: string[] = [],
): Promise<ServerProcess> {
  const command = await startCommand(['serve', '--port', String(port), '--data', dataDir, ...options], settings);
  const { child, said, ended } = command;
  const ready = new Promise<void>((done) => {
    const look = setInterval(() => {
      if (!said.some((line) => line.startsWith('Jishi is ready'))) return;
      clearInterval(look);
      done();
    }, 20);
    child.once('exit', () => clearInterval(look));
  });
  await Promise.race([
    ready,
    ended.then((code) => Promise.reject(new Error(`the server ended with ${code}: ${said.join('\n')}`))),
  ]);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { ...command, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}
