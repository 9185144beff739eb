import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { DESK, PHONE, signInByPhone, signInToConsole } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';

const SHOTS = 'e2e/shots';
const WAIT_MS = 30_000;

let jishi: RunningJishi;
let browser: Browser;
let phone: Page;
let desk: Page;
/** What a page must never do: fail in the console, or ask another host for anything. */
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({
    executablePath: await browserExecutable(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  phone = await open(await browser.newContext({ ...PHONE, deviceScaleFactor: 2 }));
  desk = await open(await browser.newContext(DESK));
});
/** What both pages showed when a test failed. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await shot(phone, 'failed-phone');
  await shot(desk, 'failed-desk');
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^http/.test(protocol) && hostname !== '127.0.0.1') complaints.push(`asked another host: ${request.url()}`);
  });
  return page;
}
const shot = (page: Page, name: string) => page.screenshot({ path: `${SHOTS}/${name}.png` });
// What a person reads, not what stands in the markup.
// biome-ignore lint/performance/useDomNodeTextContent: it is a browser's locator
const text = (page: Page, selector: string) => page.locator(selector).innerText();
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

test('a guest finds two products and puts them into the cart; signing in at the checkout keeps both', async () => {
  await phone.goto(`${jishi.storefront}/`);
  await phone.locator('[id^=goods-]').first().waitFor();
  await shot(phone, 'home');
  for (const nth of [1, 0]) {
    await phone.locator('[id^=goods-]').nth(nth).tap();
    await phone.locator('#add-cart').tap();
    for (const axis of [0, 1]) {
      const value = phone.locator(`#spec-${axis}-0`);
      if (await value.count()) await value.tap();
    }
    if (nth === 0) await shot(phone, 'sku');
    await phone.locator('#sku-confirm').tap();
    await says(phone, '已加入购物车');
    if (nth === 1) await phone.goBack();
  }
  await phone.locator('#cart-entry').tap();
  await expect.poll(() => phone.locator('[id^=cart-line-]').count(), { timeout: WAIT_MS }).toBe(2);
  await phone.locator('[id^=cart-line-] .cart__tick').nth(1).tap();
  await phone.locator('[id^=cart-quantity-][id$=-more]').first().tap();
  await expect.poll(() => text(phone, '#go-checkout'), { timeout: WAIT_MS }).toBe('去结算(2)');
  await shot(phone, 'cart');
});

test('the shopper signs in by phone number, pastes an address, orders and pays', async () => {
  await phone.locator('#go-checkout').tap();
  await phone.getByText('《隐私政策》').tap();
  await phone.getByText('一、我们收集什么').waitFor();
  await phone.goBack();
  await signInByPhone(phone, jishi, '19900000001');
  await phone.waitForURL(/trade\/confirm/);
  await says(phone, '×2');
  await phone.locator('#add-address').tap();
  await phone.locator('#address-paste').fill('林小满 13800138000 浙江省杭州市西湖区文三路 1 号');
  await phone.locator('#address-recognise').tap();
  await expect.poll(() => text(phone, '#address-region')).toMatch(/浙江省 杭州市 西湖区/);
  await phone.locator('#address-save').tap();
  await phone.locator('#pick-address').waitFor();
  // What was not ticked stays in the cart.
  expect(await phone.locator('.order-line').count()).toBe(1);
  await shot(phone, 'confirm');
  await phone.locator('#submit-order').tap();
  // WeChat comes at once; a step back leads to the cashier, never to an order that could be placed again.
  await phone.locator('[data-outcome=pay]').waitFor();
  await phone.goBack();
  await phone.locator('#pay-now').waitFor();
  expect(new URL(phone.url()).pathname).toBe('/trade/pay');
  await phone.goto(`${jishi.storefront}/trade/result${new URL(phone.url()).search}`);
  await phone.locator('#pay-again').tap();
  await phone.locator('[data-outcome=pay]').tap();
  await expect.poll(() => text(phone, '#result-state'), { timeout: WAIT_MS }).toBe('支付成功');
  await phone.locator('#view-order').tap();
  await expect.poll(() => text(phone, '#order-state')).toBe('付款成功，等待发货');
  await shot(phone, 'order');
});

test('the shopper asks one piece back, the merchant grants it in the console, the money arrives', async () => {
  await phone.locator('#ask-refund').tap();
  await phone.locator('#refund-qty-0-less').tap();
  await phone.locator('#refund-submit:not([aria-disabled])').tap();
  await says(phone, '等待商家处理');

  await signInToConsole(desk, jishi);
  await shot(desk, 'today');
  await desk.locator('#menu-refunds').click();
  await desk.locator('[id^=approve-]').click();
  await desk.locator('#ask-ok').click();
  await says(desk, '已同意，正在原路退回');

  await expect.poll(refundState, { timeout: WAIT_MS, interval: 500 }).toBe('退款成功');
  await shot(phone, 'refunded');
});
async function refundState(): Promise<string> {
  await phone.reload();
  await phone.locator('#order-state').waitFor();
  return text(phone, '[id^=refund-] .order__person');
}

test('the merchant ships the rest and the shopper confirms', async () => {
  await desk.locator('#menu-orders').click();
  await desk.locator('a[id^=order-]').first().click();
  await desk.locator('#ship-open').click();
  // The list may still come while it opens, and then takes the click away.
  await expect
    .poll(async () => {
      await desk.locator('#ship-carrier').click();
      await desk.locator('.ant-select-item-option').first().click();
      return text(desk, '.ant-select:has(#ship-carrier)');
    })
    .not.toContain('选择快递公司');
  await desk.locator('#ship-number').fill('SF1234567890');
  await desk.locator('#ship-go').click();
  await says(desk, '已发货，运单正在同步给微信');
  await shot(desk, 'shipped');

  await phone.reload();
  await says(phone, /SF1234567890/);
  await phone.locator('#confirm-receipt').tap();
  await phone.locator('#ask-yes').tap();
  await expect.poll(() => text(phone, '#order-state'), { timeout: WAIT_MS }).toBe('交易完成');
});

test('the shopper reviews what came, the merchant answers, and a guest reads both on the product’s page', async () => {
  await phone.locator('#to-review').tap();
  await phone.locator('.review__stars', { hasText: '商品' }).first().getByRole('radio', { name: /^4 星/ }).tap();
  await phone.locator('#review-words-0').fill('杯壁厚实，倒热水不烫手');
  await phone.locator('#review-submit').tap();
  await says(phone, '请给服务和物流打分');
  for (const label of ['商家服务', '物流配送'])
    await phone.getByRole('radiogroup', { name: label }).getByRole('radio', { name: /^5 星/ }).tap();
  const chosen = phone.waitForEvent('filechooser');
  await phone.locator('#review-pictures-0').tap();
  await (await chosen).setFiles('packages/demo/pictures/air-cushion-1.webp');
  await phone.locator('.uploader__remove').waitFor();
  await shot(phone, 'review-form');
  await phone.locator('#review-submit').tap();
  await says(phone, '没有待评价的商品');

  // Who came by phone is unknown to the mini program, so that WeChat cannot look and a person does.
  await desk.locator('#menu-reviews').click();
  await expect
    .poll(
      async () => {
        await desk.getByRole('button', { name: '刷新' }).click();
        return text(desk, 'tbody');
      },
      { timeout: WAIT_MS, interval: 500 },
    )
    .toContain('待审核');
  await desk.locator('[id^=show-]').first().click();
  await says(desk, '已展示');
  await desk.locator('[id^=reply-]').first().click();
  await desk.locator('#reply-words').fill('谢谢您的喜欢');
  await desk.locator('#reply-go').click();
  await says(desk, '已回复：谢谢您的喜欢');
  await shot(desk, 'reviews');

  await phone.locator('#my-reviews-done').tap();
  await says(phone, '谢谢您的喜欢');
  await phone.locator('.review__author').first().tap();
  await phone.locator('#reviews').tap();
  await says(phone, '共 1 条');
  await shot(phone, 'reviews');
});

test('the day’s book agrees with WeChat’s bill', async () => {
  await desk.locator('#menu-reconciliation').click();
  await desk.locator('#reconcile-run').click();
  await expect.poll(() => text(desk, '#reconciliation-day')).toMatch(/账目一致：收款 1 笔、退款 1 笔/);
  await shot(desk, 'reconciled');
});

test('whoever steps back at once, and goes on at once, never stands before an empty page', async () => {
  const page = await open(await browser.newContext({ ...PHONE, deviceScaleFactor: 2 }));
  const goods = page.locator('[id^=goods-]').first();
  await page.goto(`${jishi.storefront}/`);
  for (let afterMs = 0; afterMs < 60; afterMs += 10) {
    await goods.tap();
    await page.waitForURL(/product/);
    await sleep(afterMs);
    await page.goBack();
    await goods.tap();
    await page.locator('#add-cart').waitFor();
    await page.goBack();
  }
  await page.context().close();
});

test('an address without a page says so and leads on, also from an old link; only the neighbours of a page come in advance', async () => {
  const page = await open(await browser.newContext({ ...PHONE, deviceScaleFactor: 2 }));
  const scripts = new Set<string>();
  page.on('request', (request) => /\/static\/js\//.test(request.url()) && scripts.add(request.url()));
  await page.goto(`${jishi.storefront}/pages/nothing/index?id=1`);
  await page.locator('#missing-home').waitFor();
  await page.locator('[id^=goods-]').first().waitFor();
  await page.locator('#missing-home').tap();
  await page.getByText('为你精选').waitFor();
  // The account's pages are no neighbours of these.
  const all = await page.evaluate(() => (window as unknown as Routed).__taroAppConfig.routes.length);
  await expect.poll(() => scripts.size, { timeout: WAIT_MS }).toBeGreaterThan(8);
  expect(scripts.size).toBeLessThan(all);
  await page.context().close();
});
interface Routed {
  __taroAppConfig: { routes: unknown[] };
}

test('a step back after the login leads to where the shopper came from, never to a login that is over', async () => {
  const page = await open(await browser.newContext({ ...PHONE, deviceScaleFactor: 2 }));
  await page.goto(`${jishi.storefront}/pages/home`);
  await page.locator('[id^=goods-]').first().waitFor();
  await page.goto(`${jishi.storefront}/pages/me`);
  await page.locator('#all-orders').tap();
  await signInByPhone(page, jishi, '19900000002');
  await page.locator('#orders-tab-all').waitFor();
  await page.goBack();
  await page.locator('#me-card').waitFor();
  expect(new URL(page.url()).pathname).toBe('/pages/me');
  await page.goto(`${jishi.storefront}/account/login?back=%2Ftrade%2Forders`);
  await page.waitForURL(/trade\/orders/);
  await page.context().close();
});

test('a page is never kept, what it loads is kept for good and comes compressed', async () => {
  const page = await fetch(`${jishi.storefront}/pages/cart`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const script = /src="(\/static\/js\/[^"]+)"/.exec(await page.text())?.[1];
  const { headers } = await fetch(`${jishi.storefront}${script}`, { headers: { 'accept-encoding': 'br' } });
  expect([headers.get('content-encoding'), headers.get('cache-control')]).toEqual([
    'br',
    'public, max-age=31536000, immutable',
  ]);
});

test('no page failed and none asked another host for anything', () => {
  expect(complaints).toEqual([]);
});
