import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyRequest } from 'fastify';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startApp, type TestApp } from '../../test/app.ts';
import { publishedCampaign } from '../../test/campaign-scene.ts';
import { couponRule, issuedCoupon } from '../../test/coupon-scene.ts';
import { ShopPage } from './shop-page.ts';

const PAGES = {
  'pages/home': ['/static/css/a.css', '/static/js/home.js'],
  'pages/product': ['/static/js/product.js'],
  ...Object.fromEntries(['pages/search', 'trade/coupon', 'trade/coupons', 'trade/campaign'].map((page) => [page, []])),
};

function pageOf(app: TestApp) {
  const root = mkdtempSync(path.join(tmpdir(), 'jishi-page-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(path.join(root, 'index.html'), '<html><head><title>集市</title></head><body></body></html>');
  writeFileSync(path.join(root, 'pages.json'), JSON.stringify(PAGES));
  const shop = new ShopPage(app.platform, root);
  const log = { debug: () => {} };
  return (url: string, host = 'localhost:80') => shop.answer({ url, host, log } as unknown as FastifyRequest);
}

test('the html of a page names the shop or the product, and what the page will ask for first', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { version, ...settings } = (await owner.get('/admin/settings')).body;
  const changed = { ...settings, version, name: '好物 <店> & "铺"', slogan: '每天一点好', logo: '/files/logo.webp' };
  expect((await owner.send('PUT', '/admin/settings', changed)).status).toBe(200);
  const goods = await app.given.goods();
  const ask = pageOf(app);
  const home = await ask('/');
  expect(home.status).toBe(200);
  expect(home.html).toContain('<title>好物 &lt;店&gt; &amp; &quot;铺&quot;</title>');
  expect(home.html).toContain('<meta name="description" content="每天一点好" />');
  expect(home.html).toContain('property="og:image" content="http');
  expect(home.html).toContain('<link rel="icon" href="/files/logo.webp?w=360" />');
  expect(home.html).toContain('<link rel="preload" as="script" href="/static/js/home.js" />');
  for (const url of ['/shop/profile', '/shop/categories', '/shop/goods?limit=20'])
    expect(home.html).toContain(`<link rel="preload" as="fetch" crossorigin="anonymous" href="${url}" />`);
  // Goods are seen before any script has run: links that work, and the styles that they are drawn with.
  expect(home.html).toContain(
    `<a id="first-${goods.id}" class="link goods-card" href="/pages/product?id=${goods.id}">`,
  );
  expect(home.html).toContain(
    '<span class="home__name one-line">好物 &lt;店&gt; &amp; "铺"</span>'.replaceAll('"铺"', '&quot;铺&quot;'),
  );
  expect(home.html).toContain('<link rel="stylesheet" href="/static/css/a.css" />');
  expect((await ask('/pages/cart')).html).not.toContain('first-screen');
  const product = await ask(`/pages/product?id=${goods.id}`);
  const title = (await app.guest.get(`/shop/goods/${goods.id}`)).body.title;
  expect(product.html).toContain(`<meta property="og:title" content="${title}" />`);
  expect(product.html).toContain(`href="/shop/goods/${goods.id}"`);
});

test('links of coupons, campaigns and searches that people send each other have a card; drafts and invented ids have the shop’s', async () => {
  const app = await startApp();
  const goods = await app.given.goods();
  const [picture] = (await app.guest.get(`/shop/goods/${goods.id}`)).body.pictures;
  const [coupon, campaign] = [await issuedCoupon(app), await publishedCampaign(app)];
  const ask = pageOf(app);
  const cardOf = async (url: string) => {
    const { html } = await ask(url);
    const said = (name: string) => new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(html)?.[1] ?? '';
    return { title: said('title'), description: said('description'), image: said('image') };
  };
  const shopName = (await app.guest.get('/shop/profile')).body.name;
  const told = (await app.guest.get(`/shop/coupons/${coupon}`)).body;
  const couponCard = await cardOf(`/trade/coupon?id=${coupon}`);
  expect(couponCard.title).toBe(`${told.words.title}，${told.name}`);
  expect(couponCard.description).toBe(told.words.lines.join('；'));
  expect(couponCard.image).toContain(picture);
  expect(await cardOf('/trade/coupons')).toMatchObject({ title: '领券中心', description: told.words.title });
  const shown = (await app.guest.get(`/shop/campaigns/${campaign}`)).body;
  const campaignCard = await cardOf(`/trade/campaign?id=${campaign}`);
  expect(campaignCard.title).toBe(`${shown.tag}：${shown.label}`);
  expect(campaignCard.description).toBe(shown.sentences.join('；'));
  expect(campaignCard.image).toContain(picture);
  expect((await cardOf(`/pages/search?keyword=${encodeURIComponent('茶'.repeat(80))}`)).title).toBe(
    `搜索：${'茶'.repeat(20)}`,
  );

  const draft = await (await app.given.owner()).post('/admin/coupons', { name: '草稿券', rule: couponRule() });
  for (const url of [`/trade/coupon?id=${draft.body.id}`, `/trade/coupon?id=${goods.id}`, '/trade/campaign?id=1'])
    expect([url, (await cardOf(url)).title]).toEqual([url, shopName]);
});

test('an address that no page has is answered with 404, and what stands in it stays text', async () => {
  const app = await startApp();
  const ask = pageOf(app);
  const lost = await ask('/pages/nothing?id="><script>alert(1)</script>');
  expect(lost.status).toBe(404);
  expect(lost.html).not.toContain('<script>alert');
  const strange = await ask('/pages/product?id=%22%3E%3Cscript%3Ealert(1)%3C/script%3E');
  expect(strange.status).toBe(200);
  expect(strange.html).not.toContain('<script>');
  expect(strange.html).not.toContain('as="fetch"');
});

test('without a database the page comes without its head', async () => {
  const app = await startApp();
  const ask = pageOf(app);
  vi.spyOn(app.platform.principals, 'tenantOf').mockRejectedValue(new Error('no database'));
  const { status, html } = await ask('/', 'never-seen.test');
  expect(status).toBe(200);
  expect(html).toContain('<title>集市</title>');
});
