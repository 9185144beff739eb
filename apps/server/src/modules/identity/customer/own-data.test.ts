import { beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});
interface Part {
  operation: string;
  answer: unknown;
}

test('a shopper gets a copy of all that the shop has of them, and nothing of anybody else', async () => {
  const goods = await app.given.goods({ stock: 50 });
  const lines = [{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }];
  const order = await app.given.paidOrder(lines);
  const who = order.shopper;
  const other = await app.given.paidOrder(lines);
  await who.post('/shop/cart/lines', { ...lines[0], quantity: 2 });
  const { status, body } = await who.get('/shop/me/data');
  expect(status).toBe(200);
  const part = (name: string) => body.parts.find((p: Part) => p.operation === name)?.answer;
  expect(part('getMe')).toEqual((await who.get('/shop/me')).body);
  expect(part('getCart').lines).toHaveLength(1);
  expect(part('listAddresses').items).toHaveLength(1);
  // An order as its page shows it, with the whole address.
  const copied = part('listOrders').items;
  expect(copied.map((o: { id: string }) => o.id)).toEqual([order.id]);
  expect(copied[0].address.detail).toBe(part('listAddresses').items[0].detail);
  expect(JSON.stringify(body)).not.toContain(other.id);
  // Whatever a module shows to shoppers is in it.
  const shown = app.platform.http.operations.filter(
    (op) => op.audience === 'shopper' && op.method === 'GET' && !op.params && op.operationId !== 'getOwnData',
  );
  expect(body.parts.map((p: Part) => p.operation).sort()).toEqual(shown.map((op) => op.operationId).sort());
});

test('a shopper who leaves is forgotten: nothing personal is left but in orders, and their number and WeChat open a new account', async () => {
  const goods = await app.given.goods({ stock: 50 });
  const lines = [{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }];
  const order = await app.given.paidOrder(lines);
  const who = order.shopper;
  const { id: customerId } = (await who.get('/shop/me')).body;
  await who.post('/shop/cart/lines', { ...lines[0], quantity: 2 });
  const leave = () => who.send('DELETE', '/shop/me');
  expect(await leave()).toMatchObject({ status: 409, body: { code: 'LEAVING_UNFINISHED', detail: /待发货/ } });
  expect((await who.get('/shop/me')).status).toBe(200);

  const owner = await app.given.owner();
  await owner.post(`/admin/orders/${order.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' });
  await who.post(`/shop/orders/${order.id}/receipt`);
  expect((await leave()).status).toBe(204);
  expect((await who.get('/shop/me')).status).toBe(401);
  const { rows } = await app.sql.query(
    `select (select count(*) from customer where id = $1)::int as people,
       (select count(*) from customer_identity where customer_id = $1)::int as known,
       (select count(*) from customer_address where customer_id = $1)::int as addresses,
       (select count(*) from cart_line where customer_id = $1)::int as lines,
       (select count(*) from customer_session where customer_id = $1 and ended_at is null)::int as sessions,
       (select count(*) from order_head where customer_id = $1)::int as orders`,
    [customerId],
  );
  expect(rows[0]).toEqual({ people: 0, known: 0, addresses: 0, lines: 0, sessions: 0, orders: 1 });
  const seen = await owner.get(`/admin/orders/${order.id}`);
  expect(seen.body.customer).toMatchObject({ nickname: '已注销', phone: null });
});
