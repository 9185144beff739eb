import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable, chineseFont } from '../tools/browser.mjs';
import { signInToConsole } from './devices.ts';
import { type RunningJishi, startJishi } from './server.ts';

// Walks through the console as docs/wechat.zh-CN.md tells it, and takes its pictures. `PICTURES=docs/pictures` writes them there.
const GUIDE = 'docs/wechat.zh-CN.md';
const KEPT = 'docs/pictures';
const KIB = 1024;
const MOST_BYTES = 150 * KIB;
/** What a reader sees in place of this machine's address. */
const SHOP = 'https://shop.example.com';

/** As they look, and good for nothing. */
const EXAMPLE = {
  mchid: '1900000109',
  serialNo: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C',
  privateKey: '-----BEGIN PRIVATE KEY-----\n（apiclient_key.pem 的内容）\n-----END PRIVATE KEY-----',
  apiV3Key: 'x'.repeat(32),
  publicKeyId: 'PUB_KEY_ID_0119000001092026112800000000000000',
  publicKey: '-----BEGIN PUBLIC KEY-----\n（pub_key.pem 的内容）\n-----END PUBLIC KEY-----',
  appid: 'wx0123456789abcdef',
  appSecret: 'x'.repeat(32),
  officialAppid: 'wxfedcba9876543210',
  officialSecret: 'x'.repeat(32),
  messageToken: 'shopmessages',
  messageKey: 'x'.repeat(43),
  notifyBaseUrl: SHOP,
};
type Field = keyof typeof EXAMPLE;

let jishi: RunningJishi;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  chineseFont();
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
  // So high that nothing scrolls below the bar at the top.
  const context = await browser.newContext({
    ...{ locale: 'zh-CN', colorScheme: 'light', reducedMotion: 'reduce', viewport: { width: 1440, height: 2400 } },
  });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signInToConsole(page, jishi);
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

/** Puts the usual addresses where those of this run stand. */
async function asUsual(): Promise<void> {
  const { origin, hostname } = new URL(jishi.console);
  const places = [
    [origin, SHOP],
    [jishi.wechat, 'http://127.0.0.1:8788'],
  ] as const;
  await page.evaluate(
    ([all, host, shop]) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        let text = node.nodeValue ?? '';
        for (const [from, to] of all) text = text.replaceAll(from, to);
        node.nodeValue = text === host ? shop : text;
      }
    },
    [places, hostname, new URL(SHOP).hostname] as const,
  );
}

const MARGIN = 16;
async function take(name: string, selector: string): Promise<void> {
  await asUsual();
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the page`);
  const clip = {
    ...{ x: box.x - MARGIN, y: box.y - MARGIN },
    ...{ width: box.width + 2 * MARGIN, height: box.height + 2 * MARGIN },
  };
  const shot = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  const picture = await sharp(shot).webp({ quality: 82 }).toBuffer();
  expect([name, picture.length < MOST_BYTES]).toEqual([name, true]);
  const folder = process.env.PICTURES ?? 'e2e/shots';
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.webp`), picture);
}

const fill = async (...fields: Field[]) => {
  for (const field of fields) await page.locator(`#${field}`).fill(EXAMPLE[field]);
};
const PANEL = 'main section.panel';

test('what the guide says of connecting WeChat can be done step by step, and looks as in its pictures', async () => {
  await page.goto(`${jishi.console}settings/wechat`);
  await page.locator('#wechat-check').click();
  await page.locator('#check-call-back').waitFor();
  expect(await page.locator('[aria-label=检测结果] li').count()).toBe(5);
  await take('wechat-checks', PANEL);
  await take('wechat-addresses', `${PANEL}:has(#verify-file)`);

  await page.locator('#wechat-open').click();
  await fill('mchid', 'serialNo', 'privateKey', 'apiV3Key', 'publicKeyId', 'publicKey');
  await take('wechat-step-1', 'form');
  await page.locator('#wizard-next').click();
  await page.locator('#appid').waitFor();
  await fill('appid', 'appSecret', 'officialAppid', 'officialSecret');
  await take('wechat-step-2', 'form');
  await page.locator('#wizard-next').click();
  await page.locator('#messageToken').waitFor();
  await fill('messageToken', 'messageKey', 'notifyBaseUrl');
  await take('wechat-step-3', 'form');
});

test('the guide shows each of these pictures, and no other; none is larger than it may be', () => {
  const shown = [...readFileSync(GUIDE, 'utf8').matchAll(/!\[[^\]]+\]\(pictures\/([\w-]+)\.webp\)/g)].map(
    ([, name]) => name,
  );
  expect(shown.sort()).toEqual([
    'wechat-addresses',
    'wechat-checks',
    'wechat-step-1',
    'wechat-step-2',
    'wechat-step-3',
  ]);
  for (const name of shown) expect(statSync(path.join(KEPT, `${name}.webp`)).size).toBeLessThan(MOST_BYTES);
});
