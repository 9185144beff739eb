import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import app from './app.config.ts';
import { addressOf, pageAt, pathOf, readParams, routeNames, routeOf } from './routes.ts';

const SRC = 'apps/storefront/src';
const ID = '0190f3c1-7d2e-7abc-8def-0123456789ab';

test('every page of the table has its entry and its settings, and there is no other entry', () => {
  const wanted = routeNames.flatMap((name) => [`${pathOf(name)}.config.ts`, `${pathOf(name)}.tsx`]);
  const packages = [...new Set(routeNames.map((name) => routeOf(name).package))];
  const found = packages.flatMap((dir) => readdirSync(`${SRC}/${dir}`).map((file) => `${dir}/${file}`));
  expect(found.sort()).toEqual(wanted.sort());
  for (const name of routeNames)
    expect(readFileSync(`${SRC}/${pathOf(name)}.config.ts`, 'utf8')).toContain(`pageConfig('${name}')`);
});

test('app.config names every page once, the tabs first, and preloads only packages that exist', () => {
  const paths = [...app.pages, ...app.subPackages.flatMap((sub) => sub.pages.map((page) => `${sub.root}/${page}`))];
  expect([...paths].sort()).toEqual(routeNames.map(pathOf).sort());
  expect(app.pages.slice(0, 4)).toEqual(['pages/home', 'pages/category', 'pages/cart', 'pages/me']);
  const roots = app.subPackages.map((sub) => sub.root);
  const { preloadRule, tabBar } = app as {
    preloadRule: Record<string, { packages: string[] }>;
    tabBar: { list: { iconPath: string }[] };
  };
  expect(Object.keys(preloadRule)).toContain('pages/product');
  for (const { packages } of Object.values(preloadRule)) for (const name of packages) expect(roots).toContain(name);
  for (const { iconPath } of tabBar.list) expect(existsSync(`${SRC}/${iconPath}`), iconPath).toBe(true);
});

test('a message of WeChat about a parcel opens the order by the number of its payment', () => {
  const said = { transaction_id: '4200001', merchant_id: '1900000001', merchant_trade_no: '20261128123456J' };
  expect(readParams('order', said)).toEqual({ merchant_trade_no: '20261128123456J' });
  expect(pathOf('order')).toBe('trade/order');
});

test('the neighbours of a page are pages', () => {
  for (const name of routeNames) for (const next of routeOf(name).next ?? []) expect(routeNames).toContain(next);
});

test('an address leads to its page with what was given, and empty parameters leave no trace', () => {
  expect(addressOf('search', { keyword: '保温杯 & 茶', category: '', name: undefined })).toBe(
    '/pages/search?keyword=%E4%BF%9D%E6%B8%A9%E6%9D%AF%20%26%20%E8%8C%B6',
  );
  expect(addressOf('addresses', { pick: true })).toBe('/account/addresses?pick=1');
  expect(addressOf('addresses', { pick: false })).toBe('/account/addresses');
  expect(['/', '/pages/product?id=1', '/trade/order#x', '/pages/product/index', '/nothing'].map(pageAt)).toEqual([
    'home',
    'product',
    'order',
    undefined,
    undefined,
  ]);
});

test('whatever stands in a parameter comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (keyword) => {
      const [, query = ''] = addressOf('search', { keyword }).split('?');
      const raw = query ? { keyword: query.replace(/^keyword=/, '') } : {};
      expect(readParams('search', raw)).toEqual(keyword ? { keyword } : {});
    }),
  );
});

test('a value that is no value of its kind is left out, and a page without its id has an empty one', () => {
  expect(readParams('confirm', { skuId: ID, quantity: '3' })).toEqual({ skuId: ID, quantity: 3 });
  for (const quantity of ['0', '-1', '1e9', 'x', '12345']) expect(readParams('confirm', { quantity })).toEqual({});
  expect(readParams('addresses', { pick: '0', other: '1' })).toEqual({ pick: false });
  expect(readParams('product', {})).toEqual({ id: '' });
  expect(readParams('product', { id: '%E0%A4%A' })).toEqual({ id: '%E0%A4%A' });
});

test('a mini program code fits into 32 characters and opens the product it was made for', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const scene = `g=${Buffer.from(id.replace(/-/g, ''), 'hex').toString('base64url')}`;
      expect(scene.length).toBeLessThanOrEqual(32);
      expect(scene).toMatch(/^[\w!#$&'()*+,/:;=?@.~-]+$/);
      expect(readParams('product', { scene: encodeURIComponent(scene) })).toEqual({ id });
    }),
  );
  expect(readParams('product', { scene: 'x=1' })).toEqual({ id: '' });
});
