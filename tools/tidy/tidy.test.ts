import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { permissions } from './contract.ts';
import { unusedExports } from './exports.ts';
import { kinds, platformNames, sizes } from './files.ts';
import { circles, climbing } from './imports.ts';
import { expandContract } from './migrations.ts';
import { floorOrder, slotUse } from './modules.ts';
import { linkSources, parseSource, type Source } from './source.ts';
import { foreignTables, tenancy } from './tables.ts';

const at = (path: string, text: string) => parseSource(`apps/server/src/${path}`, text);
const whats = (found: { what: string }[]) => found.map((v) => v.what);

test('an import that climbs is found, a type import too', () => {
  expect(climbing(at('kernel/money.ts', "import { x } from '../platform/app.ts';"))).toHaveLength(1);
  expect(climbing(at('platform/db/a.ts', "import type { x } from '../../modules/trade/order/index.ts';"))).toHaveLength(
    1,
  );
  expect(
    climbing(at('modules/goods/catalog/a.ts', "import type { x } from '../../stock/inventory/index.ts';")),
  ).toHaveLength(1);
  expect(
    climbing(at('modules/stock/inventory/a.ts', "import type { x } from '../../goods/catalog/index.ts';")),
  ).toEqual([]);
});

test('a module is entered only through its front door, and inside a group only along a listed edge', () => {
  expect(whats(climbing(at('modules/trade/order/a.ts', "import { x } from '../cart/cart.store.ts';")))[0]).toContain(
    'index.ts',
  );
  expect(whats(climbing(at('modules/trade/pricing/a.ts', "import { x } from '../order/index.ts';")))[0]).toContain(
    'no edge',
  );
  expect(climbing(at('modules/trade/order/a.ts', "import { x } from '../pricing/index.ts';"))).toEqual([]);
});

test('a circle of imports is found', () => {
  const a = at('kernel/a.ts', "import type { b } from './b.ts';");
  const b = at('kernel/b.ts', "import type { a } from './a.ts';");
  expect(circles([a, b])).toHaveLength(1);
  expect(circles([a, at('kernel/b.ts', '')])).toEqual([]);
});

test('a long file and a long function are found', () => {
  expect(sizes(at('kernel/a.ts', 'const a = 1;\n'.repeat(401)))).toHaveLength(1);
  expect(whats(sizes(at('kernel/a.ts', `export function far() {\n${'  f();\n'.repeat(60)}}`)))).toEqual([
    'far has 62 lines, at most 60',
  ]);
  expect(sizes(at('kernel/a.ts', `export function far() {\n${'  f();\n'.repeat(50)}}`))).toEqual([]);
});

test('each kind of file keeps to what it is for', () => {
  expect(kinds(at('modules/a/b/b.rules.ts', "import { x } from '../../../platform/db/index.ts';"))).toHaveLength(1);
  expect(kinds(at('modules/a/b/b.rules.ts', 'export const now = () => Date.now();'))).toHaveLength(1);
  expect(kinds(at('modules/a/b/b.api.ts', "import pg from 'pg';"))).toHaveLength(1);
  expect(kinds(at('modules/a/b/b.store.ts', 'database.inTx(1, f);'))).toHaveLength(1);
  expect(kinds(at('modules/a/b/index.ts', 'export const f = () => 1;'))).toHaveLength(1);
  expect(kinds(at('modules/a/b/b.service.ts', "import { x } from './b.store.ts';"))).toEqual([]);
});

test('only the platform folder of the storefront knows which platform it runs on', () => {
  const page = (path: string) => parseSource(path, "export const x = process.env.TARO_ENV === 'weapp';");
  expect(whats(platformNames(page('apps/storefront/src/modules/a/b/Page.tsx')))).toHaveLength(1);
  expect(platformNames(page('apps/storefront/src/platform/pay.ts'))).toEqual([]);
  expect(platformNames(page('apps/console/src/a.ts'))).toEqual([]);
});

test('a service, a store and rules neither begin a transaction nor ask the network; types of what is sent are no call', () => {
  const transaction = 'export const f = () => database.inTx(1, g);';
  const client = "import { WechatError, type Refund } from '@jishi/wechat';\nexport const f = WechatError;";
  for (const kind of ['service', 'store', 'rules']) {
    expect(kinds(at(`modules/a/b/b.${kind}.ts`, transaction)), kind).toHaveLength(1);
    expect(kinds(at(`modules/a/b/b.${kind}.ts`, 'await fetch(url);')), kind).toHaveLength(1);
    expect(kinds(at(`modules/a/b/b.${kind}.ts`, client)).length, kind).toBeGreaterThan(0);
  }
  expect(kinds(at('modules/a/b/b.service.ts', 'const { client } = await wechatOf(platform).account(1);'))).toHaveLength(
    1,
  );
  expect(kinds(at('modules/a/b/b.service.ts', "import http from 'node:http';\nhttp.get(url);"))).toHaveLength(1);
  expect(kinds(at('modules/a/b/b.service.ts', "import type { Refund } from '@jishi/wechat';"))).toEqual([]);
  expect(kinds(at('modules/a/b/b.service.ts', "import { type Refund } from '@jishi/wechat';"))).toEqual([]);
  expect(kinds(at('modules/a/b/b.service.ts', 'const shop = await this.fetch(1);'))).toEqual([]);
  expect(kinds(at('modules/a/b/b.service.ts', '/** The transaction must be its own (`database.inTx(…)`). */'))).toEqual(
    [],
  );
  for (const kind of ['routes', 'wechat'])
    expect(kinds(at(`modules/a/b/b.${kind}.ts`, `${client}\n${transaction}`)), kind).toEqual([]);
});

const unused = (...sources: Source[]) => whats(unusedExports(linkSources(sources), /\/main\.ts$/));

test('an export that nothing imports is found', () => {
  const a = at('kernel/a.ts', 'export const used = 1;\nexport const left = 2;');
  const b = at('main.ts', "import { used } from './kernel/a.ts';\nused;");
  expect(unused(a, b)).toEqual(['nothing imports left']);
});

test('a test is no user: what it alone imports is found, unless the file itself uses it', () => {
  const a = at('kernel/a.ts', 'export const dead = 1;\nexport const inner = 2;\nexport const outer = inner + 1;');
  const b = at('main.ts', "import { outer } from './kernel/a.ts';\nouter;");
  const tests = ['kernel/a.test.ts', 'test/world.ts'].map((file) =>
    at(file, `import { dead, inner } from '${file.startsWith('kernel') ? '.' : '../kernel'}/a.ts';\ndead, inner;`),
  );
  expect(unused(a, b, ...tests)).toEqual(['only tests import dead']);
  const inBrowser = parseSource('e2e/sale.ts', "import { dead } from '../apps/server/src/kernel/a.ts';\ndead;");
  expect(unused(a, b, inBrowser)).toContain('only tests import dead');
});

test('of a namespace only what stands behind a dot is used; handed on as a whole, all of it is', () => {
  const store = at('kernel/store.ts', 'export const read = 1;\nexport const left = 2;\nexport type Row = number;');
  const user = (text: string) => at('main.ts', `import * as store from './kernel/store.ts';\n${text}`);
  expect(unused(store, user('const row: store.Row = store.read;'))).toEqual(['nothing imports left']);
  expect(unused(store, user('keep(store);'))).toEqual([]);
});

test('a front door is followed: it makes no user, and what nobody takes from it is found, types too', () => {
  const store = at('modules/a/b/b.store.ts', 'export const row = 1;\nexport const rows = 2;\nexport interface Ask {}');
  const door = at('modules/a/b/index.ts', "export { type Ask, row, rows as all } from './b.store.ts';");
  const main = (names: string) => at('main.ts', `import { ${names} } from './modules/a/b/index.ts';\nf();`);
  expect(unused(store, door, main('all, row, type Ask'))).toEqual([]);
  expect(unused(store, door, main('all'))).toEqual([
    'nothing imports row',
    'nothing imports Ask',
    'nothing imports row',
  ]);
  const whole = at('modules/a/b/index.ts', "export * from './b.store.ts';");
  expect(unused(store, whole, main('row'))).toEqual(['nothing imports rows']);
});

test('a package is followed by its name, and its own front door is there for strangers too', () => {
  const door = parseSource('packages/wechat/src/index.ts', "export { sign } from './sign.ts';");
  const sign = parseSource('packages/wechat/src/sign.ts', 'export const sign = 1;\nexport const left = 2;');
  const user = at('main.ts', "import { sign } from '@jishi/wechat';\nsign;");
  expect(whats(unusedExports([door, sign, user], /main\.ts$/))).toEqual(['nothing imports left']);
  expect(whats(unusedExports([door, sign], /packages\/wechat\/src\/index\.ts$/))).toEqual(['nothing imports left']);
  expect(whats(unusedExports([door, sign], /main\.ts$/))).toHaveLength(3);
});

test('a table that is named outside its module is found', () => {
  const known = new Set(['order_head', 'cart_line']);
  expect(foreignTables(at('modules/trade/cart/cart.store.ts', "tx.selectFrom('order_head')"), known)).toHaveLength(1);
  expect(foreignTables(at('modules/trade/cart/cart.store.ts', 'sql`delete from order_head`'), known)).toHaveLength(1);
  expect(foreignTables(at('modules/trade/order/order.store.ts', "tx.selectFrom('order_head')"), known)).toEqual([]);
});

test('a table whose key does not begin with the tenant, or that stands before the wall, is found', () => {
  const good =
    "create table a_b (\n  tenant_id integer not null,\n  primary key (tenant_id, id)\n);\ncall protect('a_b');";
  expect(tenancy('m.sql', good)).toEqual([]);
  expect(tenancy('m.sql', good.replace('(tenant_id, id)', '(id)'))).toHaveLength(1);
  expect(tenancy('m.sql', good.replace("call protect('a_b');", ''))).toHaveLength(1);
  expect(tenancy('m.sql', `${good}\ncreate unique index x on a_b (id);`)).toHaveLength(1);
});

test('a console route without a permission is found', () => {
  expect(permissions({ paths: { '/admin/x': { get: { operationId: 'x' } } } })).toHaveLength(1);
  expect(
    permissions({
      paths: { '/admin/x': { get: { operationId: 'x', 'x-permission': 'goods:read' } }, '/shop/x': { get: {} } },
    }),
  ).toEqual([]);
});

test('a list of modules that is not in floor order is found, also within a group', () => {
  const compose = (names: string) =>
    at(
      'compose.ts',
      `import { cart } from './modules/trade/cart/index.ts';
import { order } from './modules/trade/order/index.ts';
import { tenant } from './modules/identity/tenant/index.ts';
const MODULES: readonly Module[] = [${names}];`,
    );
  expect(floorOrder(compose('tenant, cart, order'))).toEqual([]);
  expect(whats(floorOrder(compose('cart, order, tenant')))[0]).toContain('stands before identity/tenant');
  expect(whats(floorOrder(compose('tenant, order, cart')))[0]).toContain('stands before trade/cart');
  expect(floorOrder(compose(''))).toHaveLength(1);
});

test('a slot filled by its own module, or read by another, is found', () => {
  const own = "import { rules } from './order.slots.ts';";
  const lower = "import { rules } from '../../goods/catalog/index.ts';";
  expect(slotUse(at('modules/trade/order/a.ts', `${lower}\nslots.fill(rules, f);`))).toEqual([]);
  expect(slotUse(at('modules/trade/order/a.ts', `${own}\nslots.one(rules)(x);`))).toEqual([]);
  expect(slotUse(at('modules/trade/order/a.ts', `${own}\nslots.fill(rules, f);`))).toHaveLength(1);
  expect(slotUse(at('modules/trade/order/a.ts', `${lower}\nplatform.slots.all(rules);`))).toHaveLength(1);
});

test('a migration that was released and edited is found, and a later one that takes away what the release before uses', () => {
  const old = { file: 'm/0001_a.sql', sql: 'create table a (x integer);' };
  const released = `# names\n${createHash('sha256').update(old.sql).digest('hex')}  0001_a.sql\n`;
  const later = (sql: string) => expandContract([old, { file: 'm/0002_b.sql', sql }], released);
  expect(later('alter table a add column y integer;\ncreate table b (x integer not null);')).toEqual([]);
  expect(later('alter table a add column y integer not null default 0;')).toEqual([]);
  expect(later('-- contract: nobody reads it since 0.2\nalter table a drop column x;')).toEqual([]);
  for (const sql of [
    'drop table a;',
    'alter table a drop column x;',
    'alter table a rename to b;',
    'alter table a rename column x to y;',
    'alter table a alter column x type bigint;',
    'alter table a add column y integer not null;',
  ])
    expect(whats(later(sql)), sql).toEqual([expect.stringContaining('expand first')]);
  expect(whats(expandContract([{ ...old, sql: `${old.sql} ` }], released))[0]).toContain('never edited');
  expect(expandContract([{ ...old, sql: 'drop table a;' }], '# names\n')).toEqual([]);
});
