import { expect, test } from 'vitest';
import { buildApp, closeApp } from '../app.ts';
import { readConfig } from '../platform/config.ts';
import { resealTenant, sealedColumns } from '../platform/secrets/reseal.ts';
import { SECRET, type StartedApp, startApp, TENANT } from './app.ts';
import type { Placed } from './given.ts';

const NEXT = 'the-next-master-secret-long-enough-4567';
const PHONE = '13800001234';

/** A shop with something in every sealed column. */
async function shopWithSecrets(): Promise<StartedApp & { orderId: string }> {
  const app = await startApp();
  const goods = await app.given.goods();
  const order = await app.given.paidOrder([{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }]);
  const { id: customerId } = (await order.shopper.get('/shop/me')).body;
  const { rows } = await app.sql.query(
    "select value as openid from customer_identity where kind = 'openid' and customer_id = $1",
    [customerId],
  );
  const { openid } = rows[0];
  const reply = await fetch(`${app.sandbox.baseUrl}/sandbox/api/phone-code`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ openid }),
  });
  const { code } = (await reply.json()) as { code: string };
  expect((await order.shopper.post('/shop/me/phone', { code })).status).toBe(200);
  await cardOnItsWay(app, order);
  const owner = await app.given.owner();
  expect((await owner.post('/admin/me/second-factor')).status).toBe(200);
  const view = { name: '老客', filters: { phone: PHONE }, columns: [] };
  expect((await owner.send('PUT', '/admin/me/views/orders', view)).status).toBe(200);
  return { ...app, orderId: order.id };
}

/** A refund is to go to a card, and WeChat has not taken it yet. */
async function cardOnItsWay({ given, platform, sql }: StartedApp, order: Placed): Promise<void> {
  const owner = await given.owner();
  const [line] = (await order.shopper.get(`/shop/orders/${order.id}`)).body.lines;
  const ask = { lines: [{ lineId: line.id, quantity: 1 }], reason: '缺货' };
  expect((await owner.post(`/admin/orders/${order.id}/refunds`, ask)).status).toBe(201);
  const { id } = (await sql.query('select id from payment_refund')).rows[0];
  const { place } = platform.slots.all(sealedColumns).find((c) => c.column === 'redirect')!;
  const sealed = platform.secrets.seal(place(TENANT, { id }), JSON.stringify({ to: 'merchant' }));
  await sql.query('update payment_refund set redirect = $1', [sealed]);
}

/** Every column of every table in which a sealed text lies. */
async function columnsWithSealedTexts(app: StartedApp): Promise<string[]> {
  const { rows } = await app.sql.query(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'ARRAY', 'jsonb') order by 1, 2`,
  );
  const found: string[] = [];
  for (const { table, column } of rows) {
    const { rowCount } = await app.sql.query(`select 1 from ${table} where ${column}::text ~ '(^|\\W)s2[.]' limit 1`);
    if (rowCount) found.push(`${table}.${column}`);
  }
  return found;
}

test('a sealed text that is copied into another customer’s row does not open there', async () => {
  const app = await startApp();
  const [mine, theirs] = [await app.given.shopper(), await app.given.shopper()];
  await app.sql.query(
    'update customer_address set sealed = (select sealed from customer_address where customer_id = $1) where customer_id = $2',
    [theirs.customerId, mine.customerId],
  );
  expect((await theirs.get('/shop/addresses')).status).toBe(200);
  expect((await mine.get('/shop/addresses')).status).toBe(500);
});

test('every column that holds sealed texts is known to the command that seals them again', async () => {
  const app = await shopWithSecrets();
  const known = app.platform.slots.all(sealedColumns).map((c) => `${c.table}.${c.column}`);
  expect((await columnsWithSealedTexts(app)).sort()).toEqual([...known].sort());
});

// Builds the whole application several times.
test('a new master secret opens what the former one sealed; after sealing again the former is not needed', async () => {
  const app = await shopWithSecrets();
  const { token } = await app.given.owner();
  const under = async <T>(
    secrets: Record<string, string>,
    work: (next: Awaited<ReturnType<typeof buildApp>>) => Promise<T>,
  ) => {
    const config = readConfig(['--port', '0', '--data', app.platform.config.dataDir], {
      PASSWORD_COST: '10',
      ...secrets,
    });
    const next = await buildApp(config, { app: app.database.url, worker: app.database.workerUrl });
    try {
      return await work(next);
    } finally {
      await closeApp(next);
    }
  };
  const seen = (secrets: Record<string, string>) =>
    under(secrets, async ({ http }) => {
      const get = async (url: string) =>
        (await http.server.inject({ url, headers: { authorization: `Bearer ${token}` } })).json();
      const headers = { authorization: `Bearer ${token}` };
      const receiver = await http.server.inject({
        method: 'POST',
        url: `/admin/orders/${app.orderId}/receiver`,
        headers,
      });
      return {
        order: receiver.json().phone,
        found: (await get(`/admin/orders?phone=${PHONE}`)).items?.length,
        merchant: (await get('/admin/wechat')).mchid,
      };
    });
  const right = { order: PHONE, found: 1, merchant: app.sandbox.merchant.mchid };
  const both = { JISHI_SECRET: NEXT, JISHI_SECRET_OLD: SECRET };
  expect(await seen(both)).toEqual({ ...right, found: 0 });
  expect(await under(both, (next) => resealTenant(next, TENANT))).toBeGreaterThanOrEqual(5);
  expect(await under(both, (next) => resealTenant(next, TENANT))).toBe(0);
  expect(await seen({ JISHI_SECRET: NEXT })).toEqual(right);
}, 120_000);
