import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { Connection } from '../platform/db/connection.ts';
import { type StartedApp, startApp, TENANT } from './app.ts';
import { type Asker, addressesOf, oldShop } from './old-shop.ts';

/** What one query may read or sort without an index: a list shows a hundred rows at most. */
const MOST_ROWS = 1000;

/** Reads of a single thing, of what never grows, or of the job queue, which keeps its own tables short. */
const NO_LIST = new Set([
  '/shop/login-page',
  '/shop/orders/:id/payment',
  '/shop/payments/:number/order',
  '/admin/carriers',
  '/shop/regions',
  // One signature.
  '/shop/js-sdk',
  '/shop/texts/:name',
  '/admin/settings',
  '/admin/purse-settings',
  '/admin/sms',
  // Of WeChat, which keeps them.
  '/admin/notice-templates',
  '/wechat/message/:tenantCode',
  '/admin/me',
  // Whether the shop was set up, before anybody can sign in.
  '/admin/setup',
  // Of the job queue's own tables, which hold what is still to be done and not what was.
  '/admin/stuck-jobs',
  // Backups, one a night for a year, of no shop.
  '/admin/system',
  // Made of the shopper's own lists, each of which is tried here.
  '/shop/me/data',
  // A person's own of the last seven days; older ones are deleted.
  '/admin/me/exports',
  // A person's own, thirty a list at most.
  '/admin/me/views/:list',
  '/admin/me/exports/:id/file',
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

/** Small enough to be filled in seconds, large enough that a thousand rows too many show. */
const FILLING = {
  sizes: { goods: 4000, customers: 3000, orders: 40_000 },
  others: { shops: 9, goods: 40, customers: 30, orders: 200 },
  log: () => {},
};

test('no list, count or search of a shop of years reads a table whole, sorts a thousand rows or throws them away', async () => {
  const app = await startApp();
  const shop = await oldShop(app, FILLING);
  const asked: Asked[] = [];
  let url = '';
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
  for (const [asker, addresses] of Object.entries(addressesOf(shop, 1)))
    for (const address of addresses) await visit(shop.callers[asker as Asker], address);
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
