import { type Browser, chromium, type Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserExecutable } from '../tools/browser.mjs';
import { type RunningJishi, startJishi } from './server.ts';

const PHONE = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
/** A slow 3G and a phone of some years ago. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 96_000 };
const SLOWER = 4;

let jishi: RunningJishi;
let browser: Browser;
beforeAll(async () => {
  jishi = await startJishi();
  browser = await chromium.launch({ executablePath: await browserExecutable(), args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await jishi?.stop();
});

interface Visit {
  goodsMs: number;
  cls: number;
  requests: Request[];
  scriptBytes: number;
  pictureBytes: number;
}

/** A first visit: nothing kept, a slow network, a slow phone. */
async function visit(address: string): Promise<Visit> {
  const context = await browser.newContext({ ...PHONE, locale: 'zh-CN' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(() => {
    const kept = window as unknown as { cls: number; goodsMs: number };
    kept.cls = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
        if (!entry.hadRecentInput) kept.cls += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    // What the server has drawn is seen with the first paint, which waits for its styles.
    let drawn = false;
    document.addEventListener('readystatechange', () => {
      drawn ||= document.querySelector('[id^=first-]') !== null;
    });
    const look = () => {
      const [painted] = performance.getEntriesByName('first-contentful-paint');
      if (painted && drawn) kept.goodsMs = painted.startTime;
      else if (document.querySelector('[id^=goods-]')) kept.goodsMs = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('[id^=goods-]').first().waitFor();
  await page.waitForLoadState('networkidle');
  const { cls, goodsMs } = await page.evaluate(() => {
    const kept = window as unknown as { cls: number; goodsMs: number };
    return { cls: kept.cls, goodsMs: kept.goodsMs };
  });
  const entries = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((e) => ({
      url: e.name,
      bytes: (e as unknown as { transferSize: number }).transferSize,
    })),
  );
  const bytes = (part: string) =>
    entries.filter((e) => e.url.includes(part)).reduce((sum, entry) => sum + entry.bytes, 0);
  await context.close();
  return { goodsMs, cls, requests, scriptBytes: bytes('/static/js/'), pictureBytes: bytes('/files/') };
}

test('a first visit on a slow phone and a slow network: nothing moves, nothing is asked for twice; how soon goods are seen is printed', async () => {
  const visits: Visit[] = [];
  for (let i = 0; i < 3; i++) visits.push(await visit(`${jishi.storefront}/`));
  for (const { goodsMs, cls, requests, scriptBytes, pictureBytes } of visits)
    process.stdout.write(
      `goods visible ${(goodsMs / 1000).toFixed(2)} s (at first 2.07–2.50) · CLS ${cls.toFixed(3)} (0.235) · scripts ${Math.round(scriptBytes / 1024)} KB · pictures ${Math.round(pictureBytes / 1024)} KB (546) · ${requests.length} requests\n`,
    );
  const [first] = visits;
  const api = (first?.requests ?? []).map((r) => new URL(r.url())).filter((u) => u.pathname.startsWith('/shop/'));
  const asked = api.map((u) => u.pathname + u.search);
  expect(new Set(asked).size, asked.join(' ')).toBe(asked.length);
  for (const url of ['/shop/profile', '/shop/categories', '/shop/goods?limit=20']) expect(asked).toContain(url);
  expect(Math.max(...visits.map((v) => v.cls))).toBeLessThanOrEqual(0.05);
});

test('unknown addresses are 404 and lead on all the same', async () => {
  const ask = (path: string) => fetch(`${jishi.storefront}${path}`, { headers: { accept: 'text/html' } });
  expect((await ask('/pages/nothing')).status).toBe(404);
  expect((await ask('/trade/orders')).status).toBe(200);
  expect(await (await ask('/')).text()).toMatch(/<link rel="preload" as="script" href="\/static\/js\/[^"]+"/);
});
