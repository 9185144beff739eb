import { expect, test } from 'vitest';
import { permissions } from './contract.ts';
import { kinds, sizes, unusedExports } from './files.ts';
import { circles, climbing } from './imports.ts';
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
