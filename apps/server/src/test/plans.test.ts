import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { Connection } from '../platform/db/connection.ts';
import { type StartedApp, startApp, TENANT } from './app.ts';
import { fillShop } from './many-rows.ts';

/** What one query may read or sort without an index: a list shows a hundred rows at most. */
const MOST_ROWS = 1000;

/** Reads of a single thing, of what never grows, or of the job queue, which keeps its own tables short. */
const NO_LIST = new Set([
  '/shop/login-page',
  '/shop/orders/:id/payment',
  '/admin/carriers',
  '/admin/settings',
  '/wechat/message/:tenantCode',
  '/admin/me',
  // Of the job queue's own tables, which hold what is still to be done and not what was.
  '/admin/stuck-jobs',
]);

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** What is wrong with a plan: a table read whole, or more rows sorted or thrown away than a page can need. */
function faults(plan: Plan, sizes: ReadonlyMap<string, number>): string[] {
  const table = plan['Relation Name'] ?? '';
  const rows = plan['Actual Rows'] * plan['Actual Loops'];
  const thrown = (plan['Rows Removed by Filter'] ?? 0) * plan['Actual Loops'];
  const mine = [
    plan['Node Type'] === 'Seq Scan' && (sizes.get(table) ?? 0) > MOST_ROWS && `reads all of ${table}`,
    /Sort$/.test(plan['Node Type']) && rows > MOST_ROWS && `sorts ${rows} rows`,
    thrown > MOST_ROWS && `reads ${thrown} rows of ${table} to throw them away`,
  ].filter((fault) => fault !== false);
  return [...mine, ...(plan.Plans ?? []).flatMap((p) => faults(p, sizes))];
}

interface Asked {
  url: string;
  text: string;
  values: unknown[];
}

/** A shop of years, people to ask with, and what there is to ask for. */
async function oldShop(app: StartedApp) {
  const owner = await app.given.owner();
  const { id: goodsId, skus, categoryId } = await app.given.goods();
  const skuId = skus[0]?.id ?? '';
  const order = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  const { lines } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  const ask = { lines: [{ lineId: lines[0].id, quantity: 1 }], reason: '不想要了' };
  await order.shopper.post(`/shop/orders/${order.id}/refunds`, ask);
  const { items } = (await owner.get('/admin/refunds')).body;
  await owner.post(`/admin/refunds/${items[0].id}/approval`, {});
  await app.platform.jobs.drain();
  const shipped = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  await owner.post(`/admin/orders/${shipped.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' });
  await owner.post('/admin/reconciliations', { day: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) });
  await shipped.shopper.post('/shop/cart/lines', { skuId, quantity: 1 });
  await app.platform.jobs.drain();
  await fillShop(app.sql);
  return { owner, shopper: shipped.shopper, goodsId, skuId, categoryId, order: shipped };
}

/** A sealed text opens only in its own row; what is copied is read as the address that it was. */
function readCopiedAddresses({ platform: { secrets } }: StartedApp): void {
  const open = secrets.open.bind(secrets);
  vi.spyOn(secrets, 'open').mockImplementation((...sealed) => {
    try {
      return open(...sealed);
    } catch {
      return JSON.stringify({ name: '林小满', phone: '13800001234', province: '', city: '', district: '', detail: '' });
    }
  });
}

test('no list, count or search of a shop of years reads a table whole, sorts a thousand rows or throws them away', async () => {
  const app = await startApp();
  const shop = await oldShop(app);
  const asked: Asked[] = [];
  let url = '';
  readCopiedAddresses(app);
  const read = Connection.prototype.read;
  vi.spyOn(Connection.prototype, 'read').mockImplementation(function (this: Connection, tenantId, text, values) {
    asked.push({ url, text, values });
    return read.call(this, tenantId, text, values);
  });
  const visit = async (caller: StartedApp['guest'], address: string) => {
    url = address;
    const answer = await caller.get(address);
    expect(answer.status, `${address} ${JSON.stringify(answer.body).slice(0, 300)}`).toBeLessThan(300);
    const next = answer.body?.next;
    if (!next || address.includes('cursor=')) return;
    url = `${address} (next)`;
    const more = await caller.get(`${address}${address.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`);
    expect(more.status, address).toBe(200);
  };
  const { owner, shopper, goodsId, skuId, categoryId, order } = shop;
  const department = (await app.sql.query('select department_id as id from catalog_goods limit 1 offset 50')).rows[0]
    .id;
  for (const address of [
    ...['', '?sort=newest', '?sort=price-up', '?sort=price-down'].map((q) => `/shop/goods${q}`),
    ...[categoryId, department].flatMap((c) => [
      `/shop/goods?category=${c}`,
      `/shop/goods?category=${c}&sort=price-up`,
    ]),
    `/shop/goods/${goodsId}`,
    '/shop/categories',
    ...['w1', 'w2 w7', 'w1 w2 w3 w5', 'w9 w200', '没有这个词'].map((q) => `/shop/search?q=${encodeURIComponent(q)}`),
    '/shop/search?q=w1&sort=price-up',
    ...['w', 'w1'].map((q) => `/shop/search/words?q=${q}`),
    '/shop/profile',
  ])
    await visit(app.guest, address);
  for (const address of [
    '/shop/orders',
    '/shop/orders?state=received',
    '/shop/orders/counts',
    `/shop/orders/${order.id}`,
    '/shop/refunds',
    '/shop/cart',
    '/shop/addresses',
    '/shop/me',
    '/shop/sessions',
  ])
    await visit(shopper, address);
  const { number } = order;
  for (const address of [
    '/admin/today',
    ...[
      '',
      '?state=on',
      '?state=draft',
      `?category=${categoryId}`,
      `?category=${department}`,
      '?keyword=w1',
      '?keyword=w3%20w9',
    ].map((q) => `/admin/goods${q}`),
    `/admin/goods/${goodsId}`,
    '/admin/categories',
    ...['', '?low=true', `?goodsId=${goodsId}`].map((q) => `/admin/stock${q}`),
    `/admin/stock/${skuId}/entries`,
    ...[
      '',
      '?state=paid',
      '?state=received',
      `?number=${number}`,
      '?phone=13800001234',
      '?number=4200000000000000000000000777',
    ].map((q) => `/admin/orders${q}`),
    `/admin/orders?from=${encodeURIComponent(new Date(Date.now() - 30 * 86_400_000).toISOString())}`,
    '/admin/orders/counts',
    `/admin/orders/${order.id}`,
    ...['', '?state=requested', '?state=succeeded'].map((q) => `/admin/refunds${q}`),
    '/admin/reconciliations',
    `/admin/reconciliations/${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)}`,
    '/admin/app-keys',
    '/admin/wechat',
    '/admin/audit',
    '/admin/staff',
    '/admin/me/sessions',
    '/admin/security',
  ])
    await visit(owner, address);
  vi.restoreAllMocks();
  const unvisited = app.platform.http.operations
    .filter(({ method, url: pattern }) => {
      const like = new RegExp(`^${pattern.replace(/:\w+/g, '[^/?]+')}($|[? ])`);
      return method === 'GET' && !NO_LIST.has(pattern) && !asked.some((a) => like.test(a.url));
    })
    .map((op) => op.url);
  expect(unvisited, 'a list that is not tried here').toEqual([]);

  const { rows: tables } = await app.sql.query(
    'select relname, reltuples::int as rows from pg_class where relkind = $1',
    ['r'],
  );
  const sizes = new Map<string, number>(tables.map((t) => [t.relname, t.rows]));
  expect(sizes.get('order_head')).toBeGreaterThan(10_000);
  const client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
  await client.query(`select set_config('jishi.tenant', '${TENANT}', false)`);
  const found: string[] = [];
  for (const { url: address, text, values } of asked) {
    const { rows } = await client.query(`explain (analyze, format json) ${text}`, values);
    for (const fault of faults(rows[0]['QUERY PLAN'][0].Plan, sizes))
      found.push(`${address}: ${fault}\n    ${text.slice(0, 160)}`);
  }
  await client.end();
  expect(asked.length).toBeGreaterThan(60);
  expect([...new Set(found)]).toEqual([]);
}, 240_000);
