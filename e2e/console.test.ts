import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { signInToConsole } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';

/** Every page of the console that stands by itself. */
const PAGES = [
  '',
  'trends',
  'campaigns',
  'campaigns/add',
  'coupons',
  'coupons/create',
  'customers',
  'goods',
  'goods/new',
  'goods/categories',
  'stock',
  'orders',
  'refunds',
  'reconciliation',
  'account',
  'settings/shop',
  'settings/texts',
  'settings/wechat',
  'settings/notices',
  'settings/staff',
  'settings/security',
  'settings/keys',
  'settings/audit',
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let jishi: RunningJishi;
let browser: Browser;
let page: Page;
const troubles: string[] = [];
beforeAll(async () => {
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
  await signInToConsole(page, jishi);
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

async function open(path: string): Promise<void> {
  await page.goto(jishi.console + path);
  await page.locator('main').waitFor();
  await page.waitForLoadState('networkidle');
}
interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}
async function findings(): Promise<string[]> {
  await page.evaluate(axe);
  const found: Finding[] = await page.evaluate(`axe.run({ resultTypes: ['violations'] }).then((r) => r.violations)`);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id} ×${nodes.length}: ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary.slice(0, 300)}`,
    );
}

test('nothing serious stands in the way of people with other eyes or without a mouse, in light and dark', async () => {
  const found: Record<string, string[]> = {};
  for (const path of PAGES) {
    await open(path);
    // Colours on their way from one to the other would be measured too.
    await page.addStyleTag({ content: '* { transition: none !important; animation: none !important }' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`body${colorScheme === 'dark' ? '.dark' : ':not(.dark)'}`).waitFor();
      const here = await findings();
      if (here.length > 0) found[`/${path} ${colorScheme}`] = here;
    }
  }
  expect(found).toEqual({});
  expect(troubles).toEqual([]);
});

test('specs are typed as people type them, and the field keeps the focus', async () => {
  await open('goods/new');
  await page.locator('#spec-add').click();
  await page.getByLabel('规格名称').fill('颜色');
  await page.getByLabel('给颜色添加值').fill('红，蓝');
  await page.keyboard.press('Enter');
  await page.keyboard.type('绿、黑');
  await page.keyboard.press('Enter');
  const values = page.locator('.axis-values .ant-tag');
  await expect.poll(() => values.allTextContents()).toEqual(['红', '蓝', '绿', '黑']);
});

test('a list is exported by the server, downloaded when it is written, and kept in the menu', async () => {
  await open('goods');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^商品-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = readFileSync((await download.path()) ?? '', 'utf8');
  expect(text.startsWith('\uFEFF商品,分类,状态,')).toBe(true);
  expect(text.trim().split('\r\n').length).toBeGreaterThan(70);
  await page.getByRole('button', { name: '最近 7 天导出的文件' }).click();
  await page.getByRole('menuitem').filter({ hasText: '条' }).waitFor();
});

test('the policy that the merchant writes, and the licence, are what shoppers read', async () => {
  await open('settings/texts');
  await page.getByLabel('隐私政策全文').fill('一、山岚的约定\n只收集送货所需的信息。');
  await page.locator('#privacy-save').click();
  await page.getByText('隐私政策已保存').waitFor();
  await open('settings/shop');
  await page.getByLabel('经营者名称').fill('杭州山岚商贸有限公司');
  await page.locator('#settings-save').click();
  await page.getByText('设置已保存').waitFor();
  const shopper = await (
    await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  ).newPage();
  await shopper.goto(`${jishi.storefront}/account/terms?of=privacy`);
  await shopper.getByText('一、山岚的约定').waitFor();
  expect(await shopper.getByText('一、我们收集什么').count()).toBe(0);
  await shopper.goto(`${jishi.storefront}/pages/me`);
  await shopper.locator('#licence').click();
  await shopper.getByText('杭州山岚商贸有限公司').waitFor();
});
