import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { emptyFolder, type RunningJishi, startJishi } from './server.ts';

const PASSWORD = 'Lantern-red-55';
const PICTURE = path.resolve('docs/pictures/console-today.webp');

let jishi: RunningJishi;
let browser: Browser;
let page: Page;
const troubles: string[] = [];
const linkOf = () => /First shop\s+(\S+)/.exec(jishi.output())?.[1] ?? '';

beforeAll(async () => {
  chineseFont();
  jishi = await startJishi(emptyFolder(), { JISHI_DEMO: 'off' });
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 375, height: 800 } })).newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
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
  await page.goto(linkOf());
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

test('the link is used up: it leads to the login', async () => {
  await page.goto('about:blank');
  await page.goto(linkOf());
  await page.getByText('这台服务器上已经有店铺').waitFor();
  expect(await page.locator('#setup-name').count()).toBe(0);
  expect(troubles).toEqual([]);
});
