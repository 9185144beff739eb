import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themeVariables } from '../apps/storefront/src/theme/tokens.ts';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { PHONE } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';
import { ask, shopper, type Things } from './shopper.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DEFAULT_THEME = '#D2452D';
let jishi: RunningJishi;
let browser: Browser;
let things: Things;
let staff: string;

beforeAll(async () => {
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  things = await shopper(jishi);
  const { login, password } = jishi;
  staff = (await ask('POST', `${jishi.storefront}/admin/session`, { login, password })).token;
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

interface Look {
  width?: number;
  colorScheme?: 'light' | 'dark';
  signedIn?: boolean;
}
async function phone({ width = 390, colorScheme = 'light', signedIn = true }: Look = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    userAgent: PHONE.userAgent,
    locale: 'zh-CN',
    colorScheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  const { token, expiresAt } = things;
  if (signedIn)
    await context.addInitScript(
      (pass) => localStorage.setItem('jishi:pass', pass),
      JSON.stringify({ token, expiresAt }),
    );
  return context;
}
/** Gives the shop another colour, as its merchant does. */
async function paint(themeColor: string): Promise<void> {
  const settings = await ask('GET', `${jishi.storefront}/admin/settings`, undefined, staff);
  await ask('PUT', `${jishi.storefront}/admin/settings`, { ...settings, themeColor }, staff);
}

/** Every page of the storefront, and what is there when it stands. */
const pages = (): [path: string, stands: string][] => [
  ['/pages/home', '[id^=goods-]'],
  ['/pages/category', '[id^=goods-]'],
  ['/pages/search', '#search-go'],
  ['/pages/search?keyword=%E6%9D%AF', '.search__sorts'],
  [`/pages/product?id=${things.goodsId}`, '#add-cart'],
  ['/pages/cart', '#go-checkout'],
  ['/pages/me', '#my-devices'],
  [`/trade/confirm?skuId=${things.skuId}&quantity=1`, '#submit-order'],
  [`/trade/pay?id=${things.unpaidId}`, '#pay-now'],
  [`/trade/result?id=${things.paidId}`, '#go-on'],
  ['/trade/orders', '[id^=order-]'],
  ['/trade/orders?state=refunding', '.empty'],
  [`/trade/order?id=${things.paidId}`, '#ask-refund'],
  [`/trade/refund?id=${things.paidId}`, '#refund-submit:not([aria-disabled])'],
  ['/trade/coupons', '[id^=claim-]'],
  ['/trade/mycoupons', '.empty'],
  ['/trade/purses', '#purse-holds'],
  ['/account/addresses?pick=1', `#address-${things.addressId}`],
  [`/account/address?id=${things.addressId}`, '#address-save'],
  ['/account/devices', '.devices__card'],
  ['/account/terms', '.terms__section'],
  ['/account/parts', '.gallery__mode'],
  ['/no/such/page', '.empty, .goods-grid'],
];
/** What axe finds serious or critical on the page: rule, how often, and the first place. */
async function faults(page: Page, rules?: string[]): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as {
      axe: { run(where: object, what: object): Promise<{ violations: Fault[] }> };
    };
    interface Fault {
      id: string;
      impact: string;
      nodes: { target: string[]; failureSummary: string }[];
    }
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes[0]?.target} ${nodes[0]?.failureSummary}`);
  }, rules);
}
/** Gives the page that stands another colour, as its own script does when the shop's comes. */
const dress = (page: Page, colour: string): Promise<void> =>
  page.evaluate((variables) => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  }, themeVariables(colour));

/** In light and dark; everything in the shop's own colour, then what another colour can change: the contrast. */
async function faultsOf(page: Page, path: string, stands: string): Promise<string[]> {
  const found: string[] = [];
  await page.goto(jishi.storefront + path);
  await page.locator(stands).first().waitFor();
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const colour of [DEFAULT_THEME, '#FFD400', '#07a35a']) {
      await dress(page, colour);
      const here = await faults(page, colour === DEFAULT_THEME ? undefined : ['color-contrast']);
      found.push(...here.map((fault) => `${path} ${colorScheme} ${colour} ${fault}`));
    }
  }
  return found;
}

test('axe finds nothing serious on any page, in three colours, light and dark', async () => {
  const found: string[] = [];
  const context = await phone();
  const page = await context.newPage();
  for (const [path, stands] of pages()) found.push(...(await faultsOf(page, path, stands)));
  await context.close();
  // Only a guest sees this one.
  const guest = await phone({ signedIn: false });
  found.push(...(await faultsOf(await guest.newPage(), '/account/login', '#login-go')));
  await guest.close();
  expect(found).toEqual([]);
});

test('the shop’s colour reaches what lies over the pages', async () => {
  await paint('#07a35a');
  const context = await phone();
  const page = await context.newPage();
  await page.goto(`${jishi.storefront}/trade/order?id=${things.unpaidId}`);
  await page.locator('#cancel-order').click();
  await page.locator('#ask-yes').waitFor();
  const root = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--brand-text'));
  await paint(DEFAULT_THEME);
  expect(root).toBe('#007f39');
  await context.close();
});

test('a question stands in the middle; focus stays in it; Esc and the way back answer no', async () => {
  const context = await phone();
  const page = await context.newPage();
  await page.goto(`${jishi.storefront}/trade/order?id=${things.unpaidId}`);
  await page.locator('#cancel-order').click();
  const box = (await page.locator('.ask').boundingBox())!;
  expect(box.x + box.width / 2).toBeCloseTo(195, 0);
  expect(box.y + box.height / 2).toBeCloseTo(422, 0);
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('ask-no');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('ask-yes');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('ask-no');
  await page.keyboard.press('Escape');
  await page.locator('.ask').waitFor({ state: 'detached' });
  expect(await focused()).toBe('cancel-order');
  await page.locator('#cancel-order').click();
  await page.waitForFunction(() => history.state?.layer > 0);
  await page.goBack();
  await page.locator('.ask').waitFor({ state: 'detached' });
  expect(page.url()).toContain('/trade/order');
  await page.locator('#order-state').waitFor();
  await context.close();
});

test('the way back closes the sheet and leaves the product only then', async () => {
  const context = await phone();
  const page = await context.newPage();
  await page.goto(`${jishi.storefront}/pages/home`);
  await page.locator('[id^=goods-]').first().click();
  await page.locator('#add-cart').click();
  await page.locator('[role=dialog]').waitFor();
  await page.goBack();
  await page.locator('[role=dialog]').waitFor({ state: 'detached' });
  expect(page.url()).toContain('/pages/product');
  // Closed by a tap, it leaves no step behind.
  await page.locator('#add-cart').click();
  await page.getByRole('button', { name: '关闭' }).click();
  await page.locator('[role=dialog]').waitFor({ state: 'detached' });
  await page.goBack();
  await page.waitForURL(/\/pages\/home|\/$/);
  await page.locator('#search-box').first().waitFor();
  await context.close();
});

test('no page is wider than a phone of 320 px', async () => {
  const context = await phone({ width: 320 });
  const wide: string[] = [];
  for (const [path, stands] of pages()) {
    const page = await context.newPage();
    await page.goto(jishi.storefront + path);
    await page.locator(stands).first().waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wide.push(`${path}: ${over} px`);
    await page.close();
  }
  await context.close();
  expect(wide).toEqual([]);
});

const H5 = 'apps/storefront/dist/h5';
const KB = 1024;
/** Bytes of a built file as it travels (gzip). */
const bytes = (file: string): number => statSync(`${H5}${file}.gz`).size;

test('scripts and styles of the first page are at most 100 KB, and no page brings more than 9 of its own', async () => {
  const context = await phone({ signedIn: false });
  const page = await context.newPage();
  const asked = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/static\/.*\.(js|css)$/.test(pathname)) asked.add(pathname);
  });
  await page.goto(`${jishi.storefront}/pages/home`);
  await page.locator('[id^=goods-]').first().waitFor();
  const first = [...asked];
  await context.close();
  expect(first.reduce((sum, file) => sum + bytes(file), 0)).toBeLessThanOrEqual(100 * KB);
  const own = readdirSync(`${H5}/static/js`)
    .filter((file) => file.endsWith('.js') && !first.includes(`/static/js/${file}`))
    .map((file) => ({ file, kb: Math.ceil(bytes(`/static/js/${file}`) / KB) }));
  expect(own.filter(({ kb }) => kb > 9)).toEqual([]);
});
