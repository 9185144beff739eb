import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';

/** A Jishi as `npm start` runs it, with a data folder of its own. */
export interface RunningJishi {
  storefront: string;
  console: string;
  wechat: string;
  login: string;
  password: string;
  /** Everything it printed. */
  output: () => string;
  process: ChildProcess;
  dataDir: string;
  /** Its data folder goes with it, unless that is kept. */
  stop(options?: { keep: boolean }): Promise<void>;
}
const READY_MS = 300_000;

export const emptyFolder = (): string => mkdtempSync(path.join(tmpdir(), 'jishi-e2e-'));

/** A data folder of one's own with the demo as it was first seeded. Copied with its owners: PostgreSQL looks at them. */
function demoFolder(): string {
  const folder = emptyFolder();
  execFileSync('cp', ['-a', `${inject('demoFolder')}/.`, folder]);
  return folder;
}

/** Starts the built server on free ports; throws with what it printed when it does not get ready. */
export async function startJishi(dataDir = demoFolder(), settings: Record<string, string> = {}): Promise<RunningJishi> {
  const main = path.resolve('apps/server/dist/main.js');
  if (!existsSync(main)) throw new Error('the server is not built: run `npm test` or `npm start` once');
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  await ready(child, () => printed);
  const after = (name: string) => new RegExp(`${name}\\s+(\\S+)`).exec(printed)?.[1] ?? '';
  const [, login = '', password = ''] = /Login\s+(\S+) \/ (\S+)/.exec(printed) ?? [];
  return {
    storefront: after('Storefront').replace(/\/$/, ''),
    console: after('Console'),
    wechat: new URL(after('WeChat')).origin,
    login,
    password,
    output: () => printed,
    process: child,
    dataDir,
    stop: async ({ keep } = { keep: false }) => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((done) => child.once('exit', done));
        child.kill('SIGTERM');
        await ended;
      }
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const end = (error?: Error) => {
      clearInterval(look);
      clearTimeout(late);
      child.off('exit', died);
      if (error) fail(error);
      else done();
    };
    const died = () => end(new Error(`the server ended before it was ready:\n${printed()}`));
    const look = setInterval(() => printed().includes('Jishi is ready') && end(), 50);
    const late = setTimeout(() => end(new Error(`not ready after ${READY_MS} ms:\n${printed()}`)), READY_MS);
    child.once('exit', died);
  });
}
