import { expect, test } from 'vitest';
import { permissions } from './contract.ts';
import { kinds, sizes, unusedExports } from './files.ts';
import { circles, climbing } from './imports.ts';
import { floorOrder, slotUse } from './modules.ts';
import { parseSource } from './source.ts';
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

test('an export that nothing imports is found', () => {
  const a = at('kernel/a.ts', 'export const used = 1;\nexport const left = 2;');
  const b = at('kernel/b.ts', "import { used } from './a.ts';\nused;");
  expect(whats(unusedExports([a, b], /index/))).toEqual(['nothing imports left']);
});

test('a table that is named outside of its module is found', () => {
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
