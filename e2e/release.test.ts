import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { buy, isPaid, open, openInWechat } from './buying.ts';
import { DESK, PHONE, signInByPhone, signInInWechat } from './devices.ts';

const MIB = 1_048_576;
const PASSWORD = 'Lantern-red-55';
const PICTURE = path.resolve('docs/pictures/console-today.webp');
const SHOTS = 'e2e/shots';
/** From the unpacked archive to orders paid in three ways. */
const FIVE_MINUTES_MS = 300_000;
/** Somebody else than who built it, where that can be said. */
const STRANGER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let folder: string;
let home: string;
let archive: string;
let child: ChildProcess | null = null;
let printed = '';
const after = (name: string) => new RegExp(`${name}\\s+(\\S+)`).exec(printed)?.[1] ?? '';
const jishi = {
  get storefront() {
    return after('Storefront').replace(/\/$/, '');
  },
  get console() {
    return after('Console');
  },
  get wechat() {
    return new URL(after('WeChat')).origin;
  },
};
let unpackedAtMs: number;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  chineseFont();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 375, height: 800 } })).newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
  folder = mkdtempSync(path.join(tmpdir(), 'jishi-archive-'));
  chmodSync(folder, 0o755);
  execFileSync(process.execPath, ['tools/release.mjs', '--to', folder], { stdio: 'pipe' });
  archive = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tar.gz')) ?? '');
  home = path.join(folder, 'unpacked');
  mkdirSync(home);
  unpackedAtMs = Date.now();
  execFileSync('tar', ['-xzf', archive, '-C', home, '--strip-components=1']);
  mkdirSync(path.join(folder, 'data'), { mode: 0o777 });
  chmodSync(path.join(folder, 'data'), 0o777);
});
afterAll(async () => {
  await browser?.close();
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
  const base = jishi.storefront;
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

test('whose work is passed on stands in NOTICE: what the server loads, what is inside it, and what pages are made of', () => {
  const notice = readFileSync(path.join(home, 'NOTICE'), 'utf8');
  for (const name of ['sharp', 'fastify', 'kysely', 'antd', 'echarts', 'preact', '@tarojs/runtime', 'qrcode'])
    expect([name, new RegExp(`^${name} \\d.* · [A-Z]`, 'm').test(notice)]).toEqual([name, true]);
  // Neither tools that only build nor our own packages.
  for (const name of ['vite', 'webpack', '@jishi/wechat']) expect(notice).not.toMatch(new RegExp(`^${name} `, 'm'));
  for (const name of ['fastify', 'antd', 'preact']) expect(existsSync(path.join(home, 'licences', name))).toBe(true);
});

test('without a shop the console says where the link is; an invented link opens nothing', async () => {
  await page.goto(`${jishi.console}login`);
  await page.getByText('这台服务器上还没有店铺').waitFor();
  await page.goto(`${jishi.console}setup`);
  await page.getByText('请打开终端里的开店链接').waitFor();
  await page.goto('about:blank');
  await page.goto(`${jishi.console}setup#${'A'.repeat(43)}`);
  await page.getByText('这个链接已经用过或已失效').waitFor();
});

test('the link of the terminal leads to a shop with its owner, the sandbox WeChat and a product on sale', async () => {
  await page.goto('about:blank');
  await page.goto(after('First shop'));
  await page.locator('#setup-next').click();
  await page.getByText('请填写店铺名称').waitFor();
  await page.locator('#setup-name').fill('山间小店');
  await page.locator('input[type=file]').setInputFiles(PICTURE);
  await page.getByAltText('店标预览').waitFor();
  await page.locator('#setup-next').click();

  await page.locator('#setup-owner').fill('林小满');
  await page.locator('#setup-login').fill('lin');
  for (const field of ['#setup-password', '#setup-again']) await page.locator(field).fill('Password2026');
  await page.locator('#setup-next').click();
  await page.getByText('这个密码太常见').first().waitFor();
  for (const field of ['#setup-password', '#setup-again']) await page.locator(field).fill(PASSWORD);
  await page.locator('#setup-next').click();

  await page.locator('#enrol-begin').click();
  await page.locator('#enrol-secret').waitFor();
  await page.getByText('以后再说').click();
  await page.locator('#setup-sandbox').click();

  await page.locator('#setup-title').fill('高山云雾茶');
  await page.locator('#setup-price').fill('88');
  await page.locator('input[type=file]').setInputFiles(PICTURE);
  await page.getByAltText('图片 1').waitFor();
  await page.locator('#setup-goods').click();
  await page.locator('.tasks').waitFor();

  const shop = async (url: string) => (await fetch(`${jishi.storefront}${url}`)).json();
  expect(await shop('/shop/profile')).toMatchObject({ name: '山间小店', logo: expect.stringContaining('/files/') });
  expect(await shop('/shop/goods')).toMatchObject({ items: [{ title: '高山云雾茶' }] });
  const wechat = await page.evaluate(() => fetch('/admin/wechat').then((r) => r.json()));
  expect(wechat).toMatchObject({ connected: true, sandbox: true });
});

test('orders of the new shop are paid in WeChat, in a phone’s browser and by a code on a desktop, five minutes after unpacking', async () => {
  const inWechat = await openInWechat(browser, jishi);
  await buy(inWechat, jishi.storefront, () => signInInWechat(inWechat));
  await inWechat.locator('#wechat-sheet [data-outcome=pay]').click();
  await isPaid(inWechat);
  await inWechat.screenshot({ path: `${SHOTS}/archive-wechat.png` });

  const phone = await open(await browser.newContext(PHONE));
  await buy(phone, jishi.storefront, () => signInByPhone(phone, jishi, '19900000003'));
  await phone.locator('[data-outcome=pay]').click();
  await isPaid(phone);
  await phone.screenshot({ path: `${SHOTS}/archive-phone.png` });

  const desk = await open(await browser.newContext(DESK));
  await buy(desk, jishi.storefront, () => signInByPhone(desk, jishi, '19900000004'));
  await desk.locator('.pay-code__image img, img.pay-code__image').first().waitFor();
  await desk.screenshot({ path: `${SHOTS}/archive-desk.png` });
  const [scanning] = await Promise.all([desk.context().waitForEvent('page'), desk.locator('#pay-code-sheet').click()]);
  await scanning.locator('[data-outcome=pay]').click();
  await isPaid(desk);

  const tookMs = Date.now() - unpackedAtMs;
  process.stdout.write(`three orders paid ${(tookMs / 1000).toFixed(0)} s after unpacking\n`);
  expect(tookMs).toBeLessThan(FIVE_MINUTES_MS);
});

test('beside the running shop a backup is made, and restored into an empty folder: its ledger is right, all orders and pictures are there', async () => {
  const [copy, file] = [path.join(folder, 'data', 'restored'), path.join(folder, 'data', 'shop.backup')];
  const env = {
    PATH: path.dirname(process.execPath),
    HOME: folder,
    BACKUP_PASSPHRASE: 'kept where the backups are not',
  };
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['start.mjs', ...args], { ...STRANGER, cwd: home, env, encoding: 'utf8' });
  // What a try before left.
  for (const made of [copy, file]) rmSync(made, { recursive: true, force: true });
  run('backup', '--data', path.join(folder, 'data', 'shop'), '--to', file);
  const restored = run('restore', '--from', file, '--data', copy);
  expect(restored).toMatch(/restored \d{3,} rows and [1-9]\d* files/);
  expect(restored).toMatch(/shop \d+: the ledger is right/);
  expect(run('verify-ledger', '--data', copy)).toMatch(/shop \d+: the ledger is right/);
  expect(run('shop', 'list', '--data', copy)).toContain('山间小店');
  const pictures = (data: string) => readdirSync(path.join(folder, 'data', data, 'files'), { recursive: true }).length;
  expect(pictures('restored')).toBeGreaterThan(0);
});

test('the link is used up: it leads to the login', async () => {
  await page.goto('about:blank');
  await page.goto(after('First shop'));
  await page.getByText('这台服务器上已经有店铺').waitFor();
  expect(await page.locator('#setup-name').count()).toBe(0);
  expect(troubles).toEqual([]);
});
