import { expect, test } from 'vitest';
import { pageAt, readParams } from '../../../../storefront/src/routes.ts';
import { isLink, linkOf, PAGES, type Target, targetOf } from './links.ts';

const ID = '0193a1b2-0000-7000-8000-000000000001';
const TARGETS: Target[] = [
  { kind: 'none' },
  ...Object.keys(PAGES).map((path) => ({ kind: 'page', path }) as const),
  { kind: 'goods', id: ID },
  { kind: 'coupon', id: ID },
  { kind: 'category', id: ID, name: '茶 & 咖啡' },
  { kind: 'search', keyword: '满 100% 减' },
];

test('what was picked is read back from its address, and the storefront has a page there', () => {
  for (const target of TARGETS) {
    const link = linkOf(target);
    expect(targetOf(link)).toEqual(target);
    if (target.kind === 'none') continue;
    expect(isLink(link), link).toBe(true);
    expect(pageAt(link), link).toBeDefined();
  }
});

test('the page that opens is given what was picked', () => {
  const opened = (link: string) => Object.fromEntries(new URLSearchParams(link.split('?')[1]));
  const category = opened(linkOf({ kind: 'category', id: ID, name: '茶 & 咖啡' }));
  expect(readParams('search', category)).toEqual({ category: ID, name: '茶 & 咖啡' });
  expect(readParams('product', opened(linkOf({ kind: 'goods', id: ID })))).toEqual({ id: ID });
});

test('an address that no kind writes stays as somebody wrote it; another site is none', () => {
  for (const link of ['/pages/product?id=1&from=x', '/pages/search', '/account/terms?of=privacy'])
    expect(targetOf(link)).toEqual({ kind: 'own', link });
  for (const link of ['https://evil.example', '//evil.example', '/console/', 'pages/home', '/pages/搜索'])
    expect(isLink(link), link).toBe(false);
});
