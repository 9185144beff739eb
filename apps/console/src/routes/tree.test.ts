import { expect, test } from 'vitest';
import type { Permission } from '../session.tsx';
import { orderQuery } from './search.ts';
import {
  aboveOf,
  addressOf,
  allPages,
  type Can,
  firstOpenPage,
  markedOf,
  menuId,
  menuOf,
  type Page,
  pageAt,
  pagesFor,
  type Tree,
  trailOf,
} from './tree.ts';

const page = (path: string, more: Partial<Page> = {}): Page => ({
  path,
  title: path,
  load: () => Promise.reject(new Error('not loaded here')),
  ...more,
});
const TREE: Tree = [
  { name: 'overview', title: '概况', icon: null, pages: [page('', { needs: 'order:read', words: 'jinri' })] },
  {
    name: 'goods',
    title: '商品',
    icon: null,
    pages: [
      page('goods/:id', { needs: 'goods:read' }),
      page('goods', { title: '商品管理', needs: 'goods:read', words: 'shangpin' }),
      page('goods/new', { title: '新建商品', needs: 'goods:write', words: '发布', action: true }),
      page('goods/categories', { needs: 'goods:read', words: 'fenlei' }),
    ],
  },
  {
    name: 'settings',
    title: '设置',
    icon: null,
    pages: [page('settings/keys', { needs: 'staff:manage', words: 'API' })],
  },
];
const may =
  (...given: Permission[]): Can =>
  (permission) =>
    given.includes(permission);
const paths = (pages: readonly Page[]) => pages.map(({ path }) => path);

test('the menu holds what a person may open, without actions and without groups that would be empty', () => {
  const menu = menuOf(TREE, may('goods:read', 'goods:write'));
  expect(menu.map(({ name, pages }) => [name, paths(pages)])).toEqual([['goods', ['goods', 'goods/categories']]]);
  expect(menuOf(TREE, may())).toEqual([]);
});

test('an address finds its page: the one with its own name before the one with an id, and nothing below a page', () => {
  expect(pageAt(TREE, '/goods/new')?.path).toBe('goods/new');
  expect(pageAt(TREE, '/goods/0197a2b4')?.path).toBe('goods/:id');
  expect(pageAt(TREE, '/')?.path).toBe('');
  expect(pageAt(TREE, '/goods/1/parts')).toBeUndefined();
  expect(pageAt(TREE, '/nowhere')).toBeUndefined();
});

test('a page without a menu entry marks the one above it and leads back to it; menu entries stand alone', () => {
  const product = trailOf(TREE, '/goods/0197a2b4');
  expect([product.group?.name, paths(product.pages)]).toEqual(['goods', ['goods', 'goods/:id']]);
  expect(markedOf(product.pages)?.path).toBe('goods');
  expect(paths(aboveOf(product.pages))).toEqual(['goods']);
  const categories = trailOf(TREE, '/goods/categories').pages;
  expect(markedOf(categories)?.path).toBe('goods/categories');
  expect(aboveOf(categories)).toEqual([]);
});

test('who may not see the first page begins at the first that is theirs', () => {
  expect(firstOpenPage(TREE, may('order:read'))?.path).toBe('');
  expect(firstOpenPage(TREE, may('staff:manage'))?.path).toBe('settings/keys');
  expect(firstOpenPage(TREE, may())).toBeUndefined();
});

test('the palette finds pages by name, by other words and by group, only those that may be opened, actions last', () => {
  const all = may('order:read', 'goods:read', 'goods:write', 'staff:manage');
  expect(paths(pagesFor(TREE, all, '商品'))).toEqual(['goods', 'goods/categories', 'goods/new']);
  expect(paths(pagesFor(TREE, all, ' api '))).toEqual(['settings/keys']);
  expect(paths(pagesFor(TREE, may('goods:read'), '发布'))).toEqual([]);
  expect(paths(pagesFor(TREE, all, 'goods/:id'))).toEqual([]);
});

test('the console’s own tree: no address and no menu id twice', async () => {
  const pages = allPages((await import('./pages.tsx')).TREE);
  expect(pages.length).toBeGreaterThan(15);
  for (const names of [pages.map(addressOf), pages.filter((p) => p.words !== undefined).map(menuId)])
    expect(names).toEqual([...new Set(names)]);
});

test('a phone number and an order number are told apart, a name is neither', () => {
  expect(orderQuery('13800138000')).toEqual({ phone: '13800138000' });
  expect(orderQuery(' 20261123000123 ')).toEqual({ number: '20261123000123' });
  expect(orderQuery('马克杯')).toBeNull();
  expect(orderQuery('ceramic-mug')).toBeNull();
});
