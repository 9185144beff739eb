import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { signInToConsole } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';

let jishi: RunningJishi;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })).newPage();
  page.setDefaultTimeout(30_000);
  await signInToConsole(page, jishi);
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

/** What a guest is told that this many pieces of the shop's first product cost. */
const quoted = (quantity: number) =>
  page.evaluate(async (pieces) => {
    const ask = async (url: string, body?: object) =>
      (
        await fetch(url, {
          credentials: 'omit',
          ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        })
      ).json();
    const { items } = await ask('/shop/goods?limit=1');
    const { skus } = await ask(`/shop/goods/${items[0].id}`);
    const sku = skus.find((s: { available: number }) => s.available >= pieces);
    return ask('/shop/quote', { lines: [{ skuId: sku.id, quantity: pieces }] });
  }, quantity);

test('a merchant makes a full reduction, shoppers get it until it is stopped', async () => {
  expect(await quoted(2)).toMatchObject({ discountFen: 0 });
  await page.goto(`${jishi.console}campaigns/add`);
  await page.locator('#name').fill('一元满减');
  await page.locator('#reduction_steps_0_from').fill('2');
  await page.locator('#reduction_steps_0_offFen').fill('3');
  await page.locator('aside').getByText('减的金额不能超过门槛').waitFor();
  await page.locator('#reduction_steps_0_offFen').fill('1');
  await page.locator('#campaign-words').getByText('满 2 减 1').waitFor();
  expect(await page.locator('#campaign-most').textContent()).toMatch(/最多让利 ¥/);
  await page.locator('#campaign-publish').click();
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click();
  await page.waitForURL(/campaigns\/[0-9a-f-]{36}/);
  expect(await quoted(2)).toMatchObject({
    discountFen: 100,
    parts: [{}, { source: 'reduction', label: '满 2 减 1' }, {}],
  });
  await page.goto(`${jishi.console}campaigns`);
  await page
    .getByRole('row', { name: /一元满减/ })
    .getByText('进行中')
    .waitFor();
  await page
    .getByRole('row', { name: /一元满减/ })
    .getByRole('button', { name: '停 止' })
    .or(page.getByRole('button', { name: '停止' }))
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: '停止活动' }).click();
  await page
    .getByRole('row', { name: /一元满减/ })
    .getByText('已停止')
    .waitFor();
  expect(await quoted(2)).toMatchObject({ discountFen: 0 });
});
