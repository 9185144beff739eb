import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { buy, isPaid, openInWechat } from './buying.ts';
import { signInInWechat, WECHAT } from './devices.ts';
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

// A phone's browser and a desktop sell from the archive: release.test.ts.

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
