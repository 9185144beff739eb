import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { WECHAT } from './devices.ts';
import type { RunningJishi } from './server.ts';
import { ask } from './shopper.ts';

export const WAIT_MS = 30_000;

export async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  return page;
}

/** A page of WeChat's browser: its user agent, and the bridge that it puts into every page. */
export async function openInWechat(browser: Browser, jishi: Pick<RunningJishi, 'wechat'>): Promise<Page> {
  const context = await browser.newContext(WECHAT);
  const pay = (sheet: object, outcome: string) => ask('POST', `${jishi.wechat}/sandbox/api/pay`, { ...sheet, outcome });
  await context.exposeFunction('sandboxPay', pay);
  await context.addInitScript(await (await fetch(`${jishi.wechat}/sandbox/wechat.js`)).text());
  return open(context);
}

// biome-ignore lint/performance/useDomNodeTextContent: it is a browser's locator
export const text = (page: Page, selector: string) => page.locator(selector).innerText();

/** From a product to the confirmed order, over the login. */
export async function buy(page: Page, storefront: string, signIn: () => Promise<void>): Promise<void> {
  await page.goto(`${storefront}/`);
  await page.locator('[id^=goods-]').first().click();
  await page.locator('#buy-now').click();
  for (const axis of [0, 1]) {
    const value = page.locator(`#spec-${axis}-0`);
    if (await value.count()) await value.click();
  }
  await page.locator('#sku-confirm').click();
  await signIn();
  await page.locator('#add-address').click();
  await page.locator('#address-paste').fill('林小满 13800138000 浙江省杭州市西湖区文三路 1 号');
  await page.locator('#address-recognise').click();
  await expect.poll(() => text(page, '#address-region')).toMatch(/西湖区/);
  await page.locator('#address-save').click();
  await page.locator('#pick-address').waitFor();
  await page.locator('#submit-order').click();
}

/** WeChat's page, or its sheet on a phone that scanned a code, pays; the shop's page says so. */
export const isPaid = (page: Page) =>
  expect.poll(() => text(page, '#result-state').catch(() => ''), { timeout: WAIT_MS }).toBe('支付成功');
