import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, environment } from './cluster.ts';
import { isPostgresOf } from './process-identity.ts';

/** Long, because after a crash the log is replayed first. */
const READY_MS = 300_000;
const ANSWERS_MS = 5_000;
const LAST_WORDS = 4_000;

/** A PostgreSQL that runs, started by us or by another process. */
export interface Server {
  pid: number;
  port: number;
  /** What it printed last, where we started it. */
  lastWords(): string;
}

/** The PostgreSQL that runs on the cluster, if it answers. The pid file of a dead one is removed, one that does not answer is stopped. */
export async function runningServer({ data }: Cluster): Promise<Server | null> {
  const file = path.join(data, 'postmaster.pid');
  const [pid, , , port] = pidFile(file);
  if (pid && port && isPostgresOf(pid, data)) {
    for (const deadline = Date.now() + ANSWERS_MS; Date.now() < deadline; await sleep(100)) {
      if (!isPostgresOf(pid, data)) break;
      if (await answers(port)) return { pid, port, lastWords: () => '' };
    }
    await stopServer(pid, data, ANSWERS_MS);
  }
  if (pidFile(file)[0] === pid) rmSync(file, { force: true });
  return null;
}

const pidFile = (file: string): number[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').map(Number) : [];

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });

/** The port wanted, or that of earlier starts while nobody has taken it, or a free one; remembered. */
export async function portOf({ base }: Cluster, wanted = 0): Promise<number> {
  const file = path.join(base, 'port');
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = wanted || (kept && !(await answers(kept)) ? kept : await freePort());
  writeFileSync(file, String(port));
  return port;
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Detached, so that a Ctrl-C in the terminal reaches the application first and it can stop PostgreSQL in order. */
export async function launch({ bin, data, runAs }: Cluster, port: number, flags: string[]): Promise<Server> {
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=`, ...flags].flatMap((f) => ['-c', f]);
  const child = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...runAs,
    cwd: '/',
    env: environment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LAST_WORDS);
  });
  await ready(child, () => said);
  // Neither it nor its log must keep our process alive.
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
  child.unref();
  return { pid: child.pid ?? 0, port, lastWords: () => said.trim().split('\n').slice(-3).join(' | ') };
}

function ready(child: ChildProcess, said: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`PostgreSQL was not ready in time: ${said()}`)), READY_MS);
    child.stderr?.on('data', () => {
      if (!said().includes('ready to accept connections')) return;
      clearTimeout(timer);
      done();
    });
    child.once('exit', () => {
      clearTimeout(timer);
      fail(new Error(`PostgreSQL did not start: ${said()}`));
    });
    child.once('error', fail);
  });
}

/** Fast shutdown: sessions are ended, everything is written. False when it was not over in time; then it goes on by itself. */
export async function stopServer(pid: number, data: string, withinMs: number): Promise<boolean> {
  if (!isPostgresOf(pid, data)) return true;
  process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + withinMs; isPostgresOf(pid, data); await sleep(20))
    if (Date.now() > deadline) return false;
  return true;
}
