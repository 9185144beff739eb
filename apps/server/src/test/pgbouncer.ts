import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROGRAM = '/usr/sbin/pgbouncer';
/** Debian's package, where a machine has it. */
export const hasPgBouncer = existsSync(PROGRAM);
/** It refuses to run as root. */
const SOMEBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** PgBouncer in transaction mode with two sessions for everybody. */
export async function startPgBouncer(serverUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const url = new URL(serverUrl);
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-pgbouncer-'));
  chmodSync(dir, 0o755);
  const users = path.join(dir, 'users.txt');
  const ini = path.join(dir, 'pgbouncer.ini');
  const port = await freePort();
  writeFileSync(users, `"${url.username}" "${decodeURIComponent(url.password)}"\n`);
  writeFileSync(
    ini,
    `[databases]
* = host=${url.hostname} port=${url.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 2
ignore_startup_parameters = options
`,
  );
  const child = spawn(PROGRAM, [ini], { ...SOMEBODY, stdio: 'ignore' });
  url.port = String(port);
  url.hostname = '127.0.0.1';
  await listening(port, child);
  return {
    url: url.href,
    close: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((down) => server.close(down));
  return port;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode}`);
    const up = await new Promise<boolean>((done) => {
      const socket = net.connect(port, '127.0.0.1', () => done(true)).once('error', () => done(false));
      socket.once('connect', () => socket.destroy());
    });
    if (up) return;
    await new Promise((again) => setTimeout(again, 50));
  }
}
