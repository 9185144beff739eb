import type { Page } from 'playwright-core';
import type { RunningJishi } from './server.ts';

const TOUCH = { hasTouch: true, isMobile: true, locale: 'zh-CN' };
/** A phone's own browser: shoppers sign in by phone number and pay on WeChat's page. */
export const PHONE = {
  ...TOUCH,
  viewport: { width: 390, height: 844 },
  userAgent:
    'Mozilla/5.0 (Linux; Android 13; V2166BA) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
};
/** WeChat's browser: shoppers sign in as who they are there and pay on its sheet. */
export const WECHAT = {
  ...PHONE,
  userAgent:
    'Mozilla/5.0 (Linux; Android 13; V2166BA Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MMWEBID/2247 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
};
export const DESK = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' };

/** The newest code that the sandbox's phone got. */
export async function codeFor(jishi: Pick<RunningJishi, 'wechat'>, phone: string): Promise<string> {
  const inbox = await (await fetch(`${jishi.wechat}/sandbox/inbox?phone=${phone}`)).text();
  const code = /data-code="(\d{6})"/.exec(inbox)?.[1];
  if (!code) throw new Error(`no text came for ${phone}`);
  return code;
}

/** On the login page: agrees, asks for a code and types it. The page that was wanted opens. */
export async function signInByPhone(page: Page, jishi: Pick<RunningJishi, 'wechat'>, phone: string): Promise<void> {
  await page.locator('#login-agree').click();
  await page.locator('#login-phone input, input#login-phone').first().fill(phone);
  await page.locator('#login-code-send').click();
  await page.getByText('验证码已发送').waitFor();
  await page
    .locator('#login-code input, input#login-code')
    .first()
    .fill(await codeFor(jishi, phone));
  await page.locator('#login-go').click();
}

/** On the login page within WeChat: the first time the sandbox asks who this is. */
export async function signInInWechat(page: Page, person = 'lin-xiaoman'): Promise<void> {
  await page.locator('#login-agree').click();
  await page.locator('#login-go').click();
  await page.locator(`[data-person=${person}]`).click();
}

/** Opens the console as the demo's owner; 今日 stands. */
export async function signInToConsole(page: Page, { console: url, login, password }: RunningJishi): Promise<void> {
  await page.goto(url);
  await page.locator('#login-name').fill(login);
  await page.locator('#login-password').fill(password);
  await page.locator('#login-go').click();
  await page.locator('.tasks').waitFor();
}
