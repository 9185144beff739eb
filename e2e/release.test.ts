import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MIB = 1_048_576;
/** Somebody else than who built it, where that can be said. */
const STRANGER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let folder: string;
let home: string;
let archive: string;
let child: ChildProcess | null = null;
let printed = '';
const after = (name: string) => new RegExp(`${name}\\s+(\\S+)`).exec(printed)?.[1] ?? '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'jishi-archive-'));
  chmodSync(folder, 0o755);
  execFileSync(process.execPath, ['tools/release.mjs', '--to', folder], { stdio: 'pipe' });
  archive = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tar.gz')) ?? '');
  home = path.join(folder, 'unpacked');
  mkdirSync(home);
  execFileSync('tar', ['-xzf', archive, '-C', home, '--strip-components=1']);
  mkdirSync(path.join(folder, 'data'), { mode: 0o777 });
  chmodSync(path.join(folder, 'data'), 0o777);
});
afterAll(async () => {
  if (child && child.exitCode === null) {
    const ended = new Promise((done) => child?.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

test('the archive is no larger than it may be, and holds no sources, tests or compilers', () => {
  expect(statSync(archive).size / MIB).toBeLessThan(160);
  for (const name of ['typescript', 'esbuild', 'vite', 'vitest', '@tarojs'])
    expect([name, existsSync(path.join(home, 'node_modules', name))]).toEqual([name, false]);
  expect(existsSync(path.join(home, 'apps/server/src/main.ts'))).toBe(false);
});

test('as another user in a clean folder, with Node alone, it serves the page of the first shop; every script of its pages is there', async () => {
  const data = path.join(folder, 'data', 'shop');
  child = spawn(process.execPath, ['start.mjs', 'serve', '--port', '0', '--data', data], {
    ...STRANGER,
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: path.dirname(process.execPath), HOME: folder },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
  await new Promise<void>((ready, fail) => {
    child?.stdout?.on('data', () => printed.includes('Jishi is ready') && ready());
    child?.once('exit', (code) => fail(new Error(`it ended with ${code}:\n${printed}`)));
  });
  process.stdout.write(`${/Jishi is ready in [\d.]+ s/.exec(printed)?.[0]} from the archive\n`);
  expect(after('First shop')).toMatch(/\/console\/setup#[\w-]{43}$/);
  const base = after('Storefront').replace(/\/$/, '');
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
  const page = await fetch(after('First shop'), { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  const named = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map(([, url]) => url);
  expect(named.length).toBeGreaterThan(1);
  for (const url of named) expect([url, (await fetch(base + url)).status]).toEqual([url, 200]);
  const setup = await (await fetch(`${base}/admin/setup`)).json();
  expect(setup).toEqual({ waiting: true });
  expect(readdirSync(home).sort()).toContain('LICENSE');
});
