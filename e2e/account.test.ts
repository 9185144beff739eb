import { createHmac } from 'node:crypto';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { signInInWechat, WECHAT } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';

const GIVEN = 'Lantern-red-55';
const OWN = 'Harbour-wind-82';

let jishi: RunningJishi;
let browser: Browser;
beforeAll(async () => {
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

async function signIn(login: string, password: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(jishi.console);
  await page.locator('#login-name').fill(login);
  await page.locator('#login-password').fill(password);
  await page.locator('#login-go').click();
  return page;
}
/** What an authenticator app shows (RFC 6238), reckoned here anew; `ahead` half minutes from now. */
function codeOf(base32: string, ahead = 0): string {
  const bits = [...base32].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'));
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', key).update(step).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

test('a new clerk changes the given password first, and then sees the orders', async () => {
  const owner = await signIn(jishi.login, jishi.password);
  await owner.locator('.tasks').waitFor();
  await owner.goto(`${jishi.console}settings/staff`);
  await owner.locator('#staff-new').click();
  await owner.getByLabel('登录账号').fill('xiaochen');
  await owner.getByLabel('姓名').fill('小陈');
  await owner.getByLabel('初始密码').fill(GIVEN);
  await owner.getByLabel('查看订单').check();
  await owner
    .getByRole('dialog')
    .getByRole('button', { name: /保\s*存/ })
    .click();
  await owner.getByText('xiaochen').waitFor();

  const clerk = await signIn('xiaochen', GIVEN);
  await clerk.locator('#password-current').fill(GIVEN);
  await clerk.locator('#password-next').fill(OWN);
  await clerk.locator('#password-again').fill(OWN);
  await clerk.locator('#password-go').click();
  await clerk.locator('#menu-orders').click();
  await clerk.getByRole('heading', { name: '订单管理' }).waitFor();
});

test('a second factor is bound with its picture and codes, and asked for at the next sign-in', async () => {
  const clerk = await signIn('xiaochen', OWN);
  await clerk.locator('#menu-orders').waitFor();
  await clerk.goto(`${jishi.console}account`);
  await clerk.locator('#enrol-open').click();
  await clerk.locator('#enrol-begin').click();
  // biome-ignore lint/performance/useDomNodeTextContent: it is a browser's locator
  const secret = (await clerk.locator('#enrol-secret').innerText()).trim();
  await clerk.locator('#enrol-code').fill(codeOf(secret));
  await clerk.locator('#enrol-go').click();
  // biome-ignore lint/performance/useDomNodeTextContent: it is a browser's locator
  const codes = (await clerk.locator('#recovery-codes').innerText()).trim().split('\n');
  expect(codes).toHaveLength(10);
  await clerk.locator('#recovery-done').click();
  await clerk.getByText('已绑定').waitFor();

  const again = await signIn('xiaochen', OWN);
  await again.locator('#login-code').fill('000000');
  await again.locator('#login-go').click();
  await again.getByText('也可以输入绑定时保存的恢复码').waitFor();
  // The code of this half minute was used up by the binding.
  await again.locator('#login-code').fill(codeOf(secret, 1));
  await again.locator('#login-go').click();
  await again.locator('#menu-orders').waitFor();
  const lost = await signIn('xiaochen', OWN);
  await lost.locator('#login-code').fill(codes[0] ?? '');
  await lost.locator('#login-go').click();
  await lost.locator('#menu-orders').waitFor();
});

test('a shopper signs out all other devices and stays signed in on this one', async () => {
  const phones: Page[] = [];
  for (let n = 0; n < 2; n++) {
    const phone = await (await browser.newContext(WECHAT)).newPage();
    phone.setDefaultTimeout(30_000);
    await phone.goto(`${jishi.storefront}/pages/me`);
    await phone.locator('#me-card').tap();
    await signInInWechat(phone);
    await phone.locator('#my-devices').waitFor();
    phones.push(phone);
  }
  const [lost, mine] = phones as [Page, Page];
  await mine.locator('#my-devices').tap();
  await mine.locator('#end-others').tap();
  await mine.locator('#ask-yes').tap();
  await mine.getByText('其他设备已退出登录').waitFor();
  await expect.poll(() => mine.locator('.devices__card').count()).toBe(1);
  await lost.goto(`${jishi.storefront}/account/devices`);
  await lost.getByText('登录后查看').waitFor();
});
