import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { MINUTE } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { later, sweepsRun, timersRun } from '../../../test/later.ts';
import { type ChosenNotice, chosenNotices } from '../../../test/notice-scene.ts';
import { PARCEL, refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
let shipped: ChosenNotice;
let refunded: ChosenNotice;
let due: ChosenNotice;
const { bought, refund, all, settled, ship } = refundScene(() => ({ app, owner }));

beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
beforeEach(async () => {
  [shipped, refunded, due] = (await chosenNotices(owner)) as [ChosenNotice, ChosenNotice, ChosenNotice];
});

type Person = Caller & { customerId?: string };
const idOf = async (shopper: Person) => (await shopper.get('/shop/me')).body.id as string;
const openidOf = async (shopper: Person): Promise<string> => {
  const sql = `select value from customer_identity where customer_id = $1 and kind = 'openid' and app = $2`;
  return (await app.sql.query(sql, [await idOf(shopper), app.sandbox.merchant.appid])).rows[0].value;
};
/** The shopper accepts in WeChat, and the mini program says so. */
async function accept(shopper: Person, templates: ChosenNotice[], atWechat = true): Promise<void> {
  const templateIds = templates.map((one) => one.templateId);
  if (atWechat)
    await fetch(`${app.sandbox.baseUrl}/sandbox/api/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ openid: await openidOf(shopper), templateIds }),
    });
  expect((await shopper.post('/shop/notices/rights', { templateIds })).status).toBe(204);
}
const rights = async (shopper: Person): Promise<number> => {
  const sql = 'select coalesce(sum(change), 0)::int as left from notice_right where customer_id = $1';
  return (await app.sql.query(sql, [await idOf(shopper)])).rows[0].left;
};
const inbox = async (shopper: Person) => {
  const openid = await openidOf(shopper);
  return app.sandbox.control.messages().filter((one) => one.openid === openid);
};
const fates = async (shopper: Person) =>
  (
    await app.sql.query(`select status, failure from notice_message where customer_id = $1 order by created_at, id`, [
      await idOf(shopper),
    ])
  ).rows;

test('templates come from WeChat, and one whose values do not fit is refused with the field', async () => {
  const { items } = (await owner.get('/admin/notices')).body;
  expect(items.map((one: { kind: string }) => one.kind).sort()).toEqual([
    'coupon-ending',
    'order-shipped',
    'payment-due',
    'refund-done',
  ]);
  expect((await app.guest.get('/shop/notices')).body.items).toContainEqual({
    kind: 'order-shipped',
    templateId: shipped.templateId,
    moments: ['paid'],
  });
  const wrong = { ...shipped, fields: [{ key: 'amount1', label: '金额', fact: 'goods' }] };
  const answer = await owner.send('PUT', '/admin/notices/order-shipped', wrong);
  expect(answer.body).toMatchObject({
    code: 'NOTICE_FIELD',
    errors: [{ field: 'fields.amount1', message: '“商品名称”放不进“金额”，微信不允许' }],
  });
  expect((await owner.send('PUT', '/admin/notices/nothing', shipped)).body.code).toBe('NOTICE_UNKNOWN');
});

test('a parcel is told of once for each acceptance, in the words of the template', async () => {
  const order = await bought([5900], 1);
  const { shopper } = order;
  await accept(shopper, [shipped]);
  expect((await ship(order)).status).toBe(201);
  await app.platform.jobs.drain();
  expect(await inbox(shopper)).toMatchObject([
    {
      templateId: shipped.templateId,
      page: `trade/order?id=${order.id}`,
      data: { character_string1: order.number, thing3: '中通快递', character_string4: PARCEL.trackingNumber },
    },
  ]);
  expect(await rights(shopper)).toBe(0);
  expect(await fates(shopper)).toEqual([{ status: 'sent', failure: null }]);
});

test('without an acceptance, or without a template, nobody is told and nothing fails', async () => {
  const silent = await bought([5900], 1);
  expect((await ship(silent)).status).toBe(201);
  const other = await bought([5900], 1);
  await accept(other.shopper, [shipped]);
  expect((await owner.send('DELETE', '/admin/notices/order-shipped')).status).toBe(204);
  expect((await ship(other)).status).toBe(201);
  await app.platform.jobs.drain();
  expect([...(await inbox(silent.shopper)), ...(await inbox(other.shopper))]).toEqual([]);
  expect(await rights(other.shopper)).toBe(1);
});

test('money that is back is told of, with its amount', async () => {
  const order = await bought([5900], 2);
  await accept(order.shopper, [refunded]);
  expect((await refund(order, all(order, 1))).status).toBe(201);
  await settled(order, ['succeeded']);
  await app.platform.jobs.drain();
  expect(await inbox(order.shopper)).toMatchObject([{ templateId: refunded.templateId, data: { amount3: '¥59.00' } }]);
});

test('an order about to close is told of ten minutes before, unless it is paid by then', async () => {
  const { skus } = await app.given.goods({ stock: 20, pricesFen: [5900] });
  const lines = [{ skuId: skus[0]?.id ?? '', quantity: 1 }];
  const [waiting, paid] = [await app.given.order(lines), await app.given.order(lines)];
  await accept(waiting.shopper, [due]);
  await accept(paid.shopper, [due]);
  await app.given.pay(paid);
  await timersRun(app);
  expect(await inbox(waiting.shopper)).toMatchObject([
    { templateId: due.templateId, data: { amount3: '¥67.00', phrase5: '待付款' } },
  ]);
  expect(await inbox(paid.shopper)).toEqual([]);
  expect(await rights(paid.shopper)).toBe(1);
});

test('WeChat knows of no right (43101): what we counted is forgotten, and staff read why', async () => {
  const order = await bought([5900], 1);
  await accept(order.shopper, [shipped], false);
  await accept(order.shopper, [shipped], false);
  await ship(order);
  await app.platform.jobs.drain();
  expect(await fates(order.shopper)).toEqual([{ status: 'refused', failure: '顾客没有接受这种通知，或次数已用完' }]);
  expect(await rights(order.shopper)).toBe(0);
  const { items } = (await owner.get('/admin/notices')).body;
  expect(items.find((one: { kind: string }) => one.kind === 'order-shipped').failure).toContain('次数已用完');
});

test('WeChat refuses the values (47003): said to staff, and the right is given back', async () => {
  const [first, ...rest] = shipped.fields;
  await owner.send('PUT', '/admin/notices/order-shipped', { ...shipped, fields: rest });
  expect(first?.key).toBe('character_string1');
  const order = await bought([5900], 1);
  await accept(order.shopper, [shipped]);
  await ship(order);
  await app.platform.jobs.drain();
  expect(await fates(order.shopper)).toEqual([{ status: 'failed', failure: '模板与设置的内容不一致，请重新选择模板' }]);
  expect(await rights(order.shopper)).toBe(1);
});

const SEND = '/cgi-bin/message/subscribe/send';
test('WeChat is busy: the message goes a minute later, once', async () => {
  const order = await bought([5900], 1);
  await accept(order.shopper, [shipped]);
  app.sandbox.control.addFault({ target: 'interface', action: 'error', path: SEND, code: '45009' });
  await ship(order);
  await app.platform.jobs.drain();
  expect(await fates(order.shopper)).toMatchObject([{ status: 'waiting' }]);
  await timersRun(app);
  expect(await inbox(order.shopper)).toHaveLength(1);
  expect(await fates(order.shopper)).toEqual([{ status: 'sent', failure: null }]);
});

test('an answer that is lost is never sent twice', async () => {
  const order = await bought([5900], 1);
  await accept(order.shopper, [shipped]);
  await accept(order.shopper, [shipped]);
  app.sandbox.control.addFault({ target: 'interface', action: 'lose-answer', path: SEND, status: 502 });
  await ship(order);
  await timersRun(app);
  await sweepsRun(app);
  expect(await inbox(order.shopper)).toHaveLength(1);
  expect(await fates(order.shopper)).toMatchObject([{ status: 'unknown' }]);
});

test('a message whose job was lost is sent by the sweeper, and one that is no news any more is not', async () => {
  const [order, old] = [await bought([5900], 1), await bought([5900], 1)];
  for (const { shopper } of [order, old]) await accept(shopper, [shipped]);
  for (const one of [order, old]) await ship(one);
  await app.sql.query(`delete from outbox where task = 'job:notice.send'`);
  await app.sql.query(
    `update notice_message set useful_until = now() where customer_id = (select customer_id from order_head where id = $1)`,
    [old.id],
  );
  later(app, 11 * MINUTE);
  await sweepsRun(app);
  expect(await inbox(order.shopper)).toHaveLength(1);
  expect(await fates(old.shopper)).toEqual([{ status: 'failed', failure: '已过时，没有发送' }]);
  expect([await rights(order.shopper), await rights(old.shopper)]).toEqual([0, 1]);
});

test('one right is one message, however many parcels leave at the same time', async () => {
  const order = await bought([5900], 1);
  const { shopper } = order;
  const body = (await shopper.get(`/shop/orders/${order.id}`)).body;
  const quote = { lines: [{ skuId: body.lines[0].skuId, quantity: 1 }] };
  const { totalFen } = (await shopper.post('/shop/quote', quote)).body;
  const addressId = (await shopper.get('/shop/addresses')).body.items[0].id;
  const placed = { ...quote, addressId, expectedTotalFen: totalFen, note: '', fromCart: false };
  const second = { shopper, addressId, ...(await shopper.post('/shop/orders', placed)).body };
  await app.given.pay(second);
  await accept(shopper, [shipped]);
  await Promise.all([ship(order), ship(second)]);
  await app.platform.jobs.drain();
  await vi.waitFor(async () => expect(await inbox(shopper)).toHaveLength(1));
  expect(await rights(shopper)).toBe(0);
});
