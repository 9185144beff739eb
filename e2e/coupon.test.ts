import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
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

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  phone = await (await browser.newContext(PHONE)).newPage();
  desk = await (await browser.newContext(DESK)).newPage();
  for (const page of [phone, desk]) page.setDefaultTimeout(WAIT_MS);
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await phone.screenshot({ path: `${SHOTS}/coupon-failed-phone.png` });
  await desk.screenshot({ path: `${SHOTS}/coupon-failed-desk.png` });
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});
// biome-ignore lint/performance/useDomNodeTextContent: it is a browser's locator
const text = (page: Page, selector: string) => page.locator(selector).innerText();
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

test('a merchant makes a coupon, reads what shoppers will read, and begins to issue it', async () => {
  await signInToConsole(desk, jishi);
  await desk.locator('#menu-coupons').click();
  await says(desk, '全店满减券');
  await desk.locator('#coupon-new').click();
  await desk.locator('#name').fill('双十二大额券');
  await desk.locator('#rule_offFen').fill('30');
  await expect.poll(() => text(desk, '#coupon-words')).toContain('满 100 减 30');
  await expect.poll(() => text(desk, '#coupon-most')).toContain('15,000.00');
  // A wrong amount is said at its field, and nothing is saved.
  await desk.locator('#rule_offFen').fill('300');
  await desk.locator('#coupon-save').click();
  await says(desk, '减的金额不能超过使用门槛');
  await desk.locator('#rule_offFen').fill('30');
  await desk.locator('#coupon-save').click();
  await says(desk, '草稿');
  await desk.getByRole('button', { name: '开始发放' }).click();
  await desk.locator('#ask-ok').click();
  await says(desk, '停止发放');
});

test('a guest claims it on a product’s page: the claim goes on after the login', async () => {
  await phone.goto(`${jishi.storefront}/`);
  await phone.locator('[id^=goods-]').first().tap();
  await phone.locator('#coupon-line').tap();
  await phone.locator('.coupon', { hasText: '双十二大额券' }).locator('[id^=claim-]').tap();
  await signInByPhone(phone, jishi, '13800138000');
  await says(phone, '领取成功');
  expect(new URL(phone.url()).pathname).toBe('/pages/product');
  await phone.goto(`${jishi.storefront}/trade/mycoupons`);
  await phone.locator('.coupon', { hasText: '双十二大额券' }).getByText('去使用', { exact: true }).tap();
  await says(phone, '可以用在这些商品上');
  await phone.locator('[id^=goods-]').first().waitFor();
});

test('the best coupon is chosen, another choice is the shopper’s, the order uses it', async () => {
  await phone.locator('[id^=goods-]').first().tap();
  await phone.locator('#buy-now').tap();
  for (const axis of [0, 1]) {
    const value = phone.locator(`#spec-${axis}-0`);
    if (await value.count()) await value.tap();
  }
  await phone.locator('#sku-confirm').tap();
  await expect.poll(() => text(phone, '#order-coupons')).toMatch(/已为你选最优，-¥30.00/);
  await phone.locator('#order-coupons').tap();
  await phone.locator('#choose-none').tap();
  await expect.poll(() => text(phone, '#coupons-done')).toBe('完成');
  await phone.screenshot({ path: `${SHOTS}/coupon-sheet.png` });
  await phone.locator('#choose-best').tap();
  await expect.poll(() => text(phone, '#coupons-done')).toMatch(/共减 ¥30.00/);
  await phone.locator('#coupons-done').tap();
  await phone.locator('#add-address').tap();
  await phone.locator('#address-paste').fill('林小满 13800138000 浙江省杭州市西湖区文三路 1 号');
  await phone.locator('#address-recognise').tap();
  await expect.poll(() => text(phone, '#address-region')).toMatch(/浙江省 杭州市 西湖区/);
  await phone.locator('#address-save').tap();
  await phone.locator('#pick-address').waitFor();
  await phone.screenshot({ path: `${SHOTS}/coupon-confirm.png`, fullPage: true });
  await phone.locator('#submit-order').tap();
  await phone.locator('[data-outcome=pay]').tap();
  await expect.poll(() => text(phone, '#result-state'), { timeout: WAIT_MS }).toBe('支付成功');
  await phone.locator('#view-order').tap();
  await says(phone, '满 100 减 30');
  order = phone.url();
  await phone.goto(`${jishi.storefront}/trade/mycoupons`);
  await phone.locator('#coupons-tab-used').tap();
  await says(phone, '双十二大额券');
});
let order = '';

test('the merchant refunds the whole order and the coupon comes back', async () => {
  await desk.locator('#menu-orders').click();
  await desk.locator('a[id^=order-]').first().click();
  await desk.locator('#refund-open').click();
  await desk.locator('#refund-go').click();
  await phone.goto(order);
  await expect
    .poll(
      async () => {
        await phone.reload();
        return text(phone, '#order-state');
      },
      { timeout: WAIT_MS, interval: 500 },
    )
    .toBe('已全额退款');
  await phone.goto(`${jishi.storefront}/trade/mycoupons`);
  await phone.locator('.coupon', { hasText: '双十二大额券' }).getByText('已退回').waitFor();
  await phone.screenshot({ path: `${SHOTS}/coupon-back.png` });
  await desk.locator('#menu-coupons').click();
  await desk.getByText('双十二大额券').first().click();
  await desk.screenshot({ path: `${SHOTS}/coupon-desk.png`, fullPage: true });
});
