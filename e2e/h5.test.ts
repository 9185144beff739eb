import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { buy, isPaid, open, openInWechat } from './buying.ts';
import { DESK, PHONE, signInByPhone, signInInWechat, WECHAT } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';
import { ask } from './shopper.ts';

const SHOTS = 'e2e/shots';
let jishi: RunningJishi;
let browser: Browser;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

const shot = (page: Page, name: string) => page.screenshot({ path: `${SHOTS}/${name}.png` });

test('in WeChat: signed in by WeChat, back on the page, paid on its sheet with the official account', async () => {
  const page = await openInWechat(browser, jishi);
  await buy(page, jishi.storefront, () => signInInWechat(page));
  await page.locator('#wechat-sheet [data-outcome=cancel]').click();
  await page.locator('#pay-now').click();
  await page.locator('#wechat-sheet [data-outcome=pay]').click();
  await isPaid(page);
  await shot(page, 'h5-wechat-paid');
  await page.context().close();
});

test('in a phone’s browser: signed in by number and code, paid on WeChat’s page, and back to the result', async () => {
  const page = await open(await browser.newContext(PHONE));
  await buy(page, jishi.storefront, async () => {
    await page.locator('#login-phone').first().waitFor();
    await shot(page, 'h5-phone-login');
    await signInByPhone(page, jishi, '19900000003');
  });
  await page.locator('[data-outcome=pay]').click();
  await page.waitForURL(/trade\/result/);
  await isPaid(page);
  await page.context().close();
});

test('on a desktop: a code to scan, and the page goes on by itself when somebody has paid', async () => {
  const page = await open(await browser.newContext(DESK));
  await buy(page, jishi.storefront, () => signInByPhone(page, jishi, '19900000004'));
  const image = page.locator('.pay-code__image img, img.pay-code__image').first();
  await image.waitFor();
  await shot(page, 'h5-desk-code');
  // The phone that scans it pays; this page is not touched.
  const [phone] = await Promise.all([page.context().waitForEvent('page'), page.locator('#pay-code-sheet').click()]);
  await phone.locator('[data-outcome=pay]').click();
  await isPaid(page);
  await page.context().close();
});

test('what WeChat refuses is refused here: its login outside, an H5 payment inside or without the shop’s domain, a foreign return', async () => {
  const authorize = async (redirect: string) => {
    const query = new URLSearchParams({ redirect, state: 's', scope: 'base' });
    return (await ask('GET', `${jishi.storefront}/shop/login-page?${query}`)).url as string;
  };
  const outside = await (await fetch(await authorize(`${jishi.storefront}/account/login`))).text();
  expect(outside).toContain('请在微信客户端打开链接');
  const inside = { headers: { 'user-agent': WECHAT.userAgent } };
  const foreign = await fetch(await authorize('https://evil.example/login'), inside);
  expect([foreign.status, await foreign.text()]).toEqual([400, expect.stringContaining('redirect_uri 参数错误')]);
});
