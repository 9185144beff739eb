import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { signInToConsole } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';

let jishi: RunningJishi;
let browser: Browser;
let state: Awaited<ReturnType<BrowserContext['storageState']>>;
beforeAll(async () => {
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  page.setDefaultTimeout(30_000);
  await signInToConsole(page, jishi);
  state = await page.context().storageState();
  await page.context().close();
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

/** A browser of its own, signed in. */
async function desk(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const settings = { locale: 'zh-CN', storageState: state, reducedMotion: 'reduce', ...options } as const;
  const page = await (await browser.newContext(settings)).newPage();
  page.setDefaultTimeout(30_000);
  return page;
}
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${jishi.console}${path}`);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .waiting'));
}

test('every page is named in the browser’s tab and stands in the frame; an address without a page says so', async () => {
  const page = await desk();
  await open(page, 'goods');
  expect(await page.title()).toMatch(/^商品管理 · /);
  await open(page, 'settings/audit');
  expect(await page.title()).toMatch(/^操作日志 · /);
  await page.goto(`${jishi.console}nowhere`);
  await page.getByText('没有这个页面').waitFor();
  await page.context().close();
});

test('a link has the console’s colour, not the browser’s', async () => {
  const page = await desk({ colorScheme: 'light' });
  await open(page, 'goods/new');
  const link = page.locator('.page-head a').first();
  const colour = await link.evaluate((a) => getComputedStyle(a).color);
  expect(colour).toBe('rgb(11, 122, 92)');
  await page.context().close();
});

test('the first Tab leads past the menu', async () => {
  const page = await desk();
  await open(page, 'orders');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  await page.context().close();
});

test('when the server cannot say who is signed in, the frame stands and asks again', async () => {
  const page = await desk();
  let broken = true;
  await page.route('**/admin/me', (route) => (broken ? route.fulfill({ status: 500, body: '{}' }) : route.continue()));
  await page.goto(`${jishi.console}goods`);
  const again = page.getByRole('alert').getByRole('button', { name: /重\s*试/ });
  await again.waitFor();
  await page.locator('.side-brand').first().waitFor();
  broken = false;
  await again.click();
  await page.getByRole('heading', { name: '商品管理' }).waitFor();
  await page.context().close();
});

test('the palette finds a settings section by a word that is not its name', async () => {
  const page = await desk();
  await open(page, 'orders');
  await page.keyboard.press('Control+k');
  await page.getByLabel('搜索', { exact: true }).fill('rizhi');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '操作日志' }).waitFor();
  await page.context().close();
});

test('a view that is saved here is there on another computer, and can be removed', async () => {
  const page = await desk();
  await open(page, 'goods?state=on');
  await page.getByRole('button', { name: '视图' }).click();
  await page.getByLabel('给当前视图起名').fill('在售商品');
  await page.getByLabel('给当前视图起名').press('Enter');
  await page.getByText('视图已保存').waitFor();
  await page.context().close();

  const other = await desk();
  await open(other, 'goods');
  await other.getByRole('button', { name: '视图' }).click();
  await other.getByRole('button', { name: '在售商品', exact: true }).click();
  await other.waitForURL(/state=on/);
  await other.getByRole('button', { name: '在售商品' }).click();
  await other.getByRole('button', { name: '删除视图 在售商品' }).click();
  await other.getByRole('button', { name: '删除视图 在售商品' }).waitFor({ state: 'detached' });
  await other.context().close();
});

test('a form with changes that were not saved is not left without a question, and the draft waits', async () => {
  const page = await desk();
  await open(page, 'settings/shop');
  await page.getByLabel('一句话介绍').fill('好物慢慢挑');
  await page.locator('#menu-orders').click();
  await page.locator('.ant-modal-confirm-title', { hasText: '还没有保存，要离开吗？' }).waitFor();
  await page.getByRole('button', { name: /取\s*消/ }).click();
  expect(page.url()).toContain('settings/shop');
  await page.locator('#menu-orders').click();
  await page.locator('#ask-ok').click();
  await page.waitForURL(/orders/);
  await open(page, 'settings/shop');
  await page.getByText(/已恢复/).waitFor();
  expect(await page.getByLabel('一句话介绍').inputValue()).toBe('好物慢慢挑');
  await page.context().close();
});

/** What the letter costs until the picture of it is ready, in ms. */
const MOST_MS = 30;
test('with two hundred specs a letter in the editor costs no more than 30 ms', async () => {
  const page = await desk({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${jishi.console}goods/new`);
  await page.evaluate(() => {
    const values = (name: string, n: number) => Array.from({ length: n }, (_, at) => `${name}${at + 1}`);
    const specs = [
      { name: '颜色', values: values('色', 20) },
      { name: '尺码', values: values('码', 10) },
    ];
    const amounts = { marketPriceFen: null, costFen: null, weightGrams: 0, picture: null, available: 0 };
    const skus = specs[0]?.values.flatMap((colour) =>
      specs[1]?.values.map((size) => ({
        ...amounts,
        code: '',
        specs: [colour, size],
        priceFen: 9900,
        firstPieces: null,
      })),
    );
    const draft = { at: new Date().toISOString(), values: { title: '毛衣', matrix: { specs, skus } } };
    localStorage.setItem('jishi.draft.goods.new', JSON.stringify(draft));
  });
  await open(page, 'goods/new');
  await page.getByLabel('色1 码1 编码').waitFor();
  const costs = async (label: string) => {
    await page.getByLabel(label).first().focus();
    return page.evaluate(async () => {
      const field = document.activeElement as HTMLInputElement;
      const put = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      const spent: number[] = [];
      for (let letter = 1; letter <= 30; letter++) {
        await new Promise((ready) => setTimeout(ready, 60));
        const begun = performance.now();
        put?.call(field, 'A'.repeat(letter));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        spent.push(performance.now() - begun);
      }
      return spent.sort((a, b) => a - b);
    });
  };
  for (const label of ['色1 码1 编码', '商品标题']) {
    const spent = await costs(label);
    // The middle one: what the machine did beside it is not the editor's.
    expect(spent[Math.floor(spent.length / 2)], `${label}: ${spent.map(Math.round).join(' ')}`).toBeLessThan(MOST_MS);
  }
  await page.context().close();
});

test('the first page of the console weighs no more than 260 KB of scripts', async () => {
  const page = await desk();
  const scripts = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js')) scripts.add(pathname.split('/').at(-1) ?? '');
  });
  await page.goto(jishi.console);
  await page.locator('.tasks').waitFor();
  await page.waitForLoadState('networkidle');
  const built = 'apps/console/dist/assets';
  const weights = readdirSync(built)
    .filter((file) => scripts.has(file))
    .map((file) => [gzipSync(readFileSync(`${built}/${file}`)).length, file] as const)
    .sort(([a], [b]) => b - a);
  expect(weights.length).toBe(scripts.size);
  const all = weights.reduce((sum, [bytes]) => sum + bytes, 0);
  expect(all / 1024, weights.map(([bytes, file]) => `${file} ${Math.round(bytes / 1024)}`).join('\n')).toBeLessThan(
    260,
  );
  await page.context().close();
});
