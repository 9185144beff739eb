import { MiniProgramClient, type ShippingInfo } from '@jishi/wechat';
import { expect, test } from 'vitest';
import type { SandboxOptions } from './sandbox.ts';
import { callerOf } from './test/api.ts';
import { callSigned, paidOrder, prepayBody } from './test/merchant.ts';
import { post, startSandbox } from './test/start.ts';

test('shipping: checked, kept, corrected once, received', async () => {
  const sandbox = await startSandbox();
  const call = await callerOf(sandbox);
  const out_trade_no = await paidOrder(sandbox, 100);
  const { openid } = sandbox.control.login();
  const parcel = { tracking_no: 'YT0001', express_company: 'YTO', item_desc: '手冲咖啡礼盒' };
  const upload = async (change: Record<string, unknown> = {}) =>
    (
      await call('/wxa/sec/order/upload_shipping_info', {
        order_key: { order_number_type: 1, mchid: sandbox.merchant.mchid, out_trade_no },
        logistics_type: 1,
        delivery_mode: 1,
        shipping_list: [parcel],
        upload_time: '2024-05-20T13:29:35.120+08:00',
        payer: { openid },
        ...change,
      })
    ).errcode;
  const cases: [Record<string, unknown>, number][] = [
    [{ order_key: { order_number_type: 1, mchid: sandbox.merchant.mchid, out_trade_no: 'UNKNOWN1' } }, 10060001],
    [{ order_key: { order_number_type: 3 } }, 268485194],
    [{ payer: { openid: 'nobody' } }, 10060031],
    [{ payer: {} }, 10060014],
    [{ logistics_type: 9 }, 10060005],
    [{ delivery_mode: 2 }, 10060007],
    [{ delivery_mode: 2, logistics_type: 2, is_all_delivered: true }, 10060006],
    [{ upload_time: 'today' }, 268485216],
    [{ shipping_list: [{ ...parcel, tracking_no: '' }] }, 268485226],
    [{ shipping_list: [{ ...parcel, item_desc: '描'.repeat(121) }] }, 10060009],
    [{ shipping_list: [parcel, parcel] }, 268485228],
    [{ delivery_mode: 2, is_all_delivered: true, shipping_list: Array(16).fill(parcel) }, 10060024],
    [{ shipping_list: [{ ...parcel, express_company: 'SF' }] }, 10060014],
    [{ shipping_list: 'none' }, 10060014],
  ];
  for (const [change, errcode] of cases) expect([change, await upload(change)]).toEqual([change, errcode]);
  expect(sandbox.control.shipments()).toEqual([]);

  expect(await upload()).toBe(0);
  const later = (minutes: number, change: Record<string, unknown>) =>
    upload({ upload_time: `2024-05-20T13:${30 + minutes}:00+08:00`, ...change });
  expect(await later(1, {})).toBe(10060023);
  const other = { shipping_list: [{ ...parcel, tracking_no: 'YT0002' }] };
  expect(await upload(other)).toBe(268485216);
  expect(await later(2, { ...other, delivery_mode: 2, is_all_delivered: false })).toBe(10060002);
  expect(await later(2, other)).toBe(0);
  expect(await later(3, { shipping_list: [{ ...parcel, tracking_no: 'YT0003' }] })).toBe(10060003);
  const order = async () =>
    (await call('/wxa/sec/order/get_order', { merchant_id: sandbox.merchant.mchid, merchant_trade_no: out_trade_no }))
      .order;
  expect(await order()).toMatchObject({
    order_state: 2,
    sub_merchant_id: '',
    description: '手冲咖啡礼盒',
    shipping: { finish_shipping_count: 2, shipping_list: [{ tracking_no: 'YT0002', contact: {} }] },
  });
  expect((await post(`${sandbox.baseUrl}/sandbox/api/confirm-receipt`, { out_trade_no })).status).toBe(200);
  expect(await order()).toMatchObject({ order_state: 3 });
  sandbox.control.setClockSkewMs(120_000);
  expect(await order()).toMatchObject({ order_state: 6 });
  expect(await later(4, other)).toBe(10060004);
  sandbox.control.setClockSkewMs(86_400_000);
  const tomorrow = await callerOf(sandbox);
  const name = { merchant_id: sandbox.merchant.mchid, merchant_trade_no: out_trade_no };
  expect((await tomorrow('/wxa/sec/order/get_order', name)).order).toMatchObject({ order_state: 4 });
});

const parcelOf = (no: string) => ({ tracking_no: no, express_company: 'YTO', item_desc: '手冲咖啡' });
/** A shop with one paid order and the client that ships it. */
async function given(change: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandbox(change);
  const { baseUrl, appid, appSecret, mchid } = sandbox.merchant;
  const client = new MiniProgramClient({ baseUrl, appid, appSecret });
  const { openid } = sandbox.control.login();
  const number = await paidOrder(sandbox, 100);
  let minute = 10;
  const ship = (more: Partial<ShippingInfo> = {}, of = number) =>
    client.uploadShippingInfo({
      order_key: { order_number_type: 1, mchid, out_trade_no: of },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [parcelOf('YT1')],
      upload_time: `2026-01-01T10:${minute++}:00+08:00`,
      payer: { openid },
      ...more,
    });
  const name = { merchant_id: mchid, merchant_trade_no: number };
  return { sandbox, client, openid, number, ship, name };
}

test('changing the mode or the logistics of a half-shipped order is its one correction', async () => {
  const { client, ship, name } = await given();
  const half = { delivery_mode: 2 as const, is_all_delivered: false };
  await ship(half);
  await ship({ ...half, shipping_list: [parcelOf('YT2')] });
  expect((await client.order(name)).shipping.shipping_list).toHaveLength(2);
  await ship({ shipping_list: [parcelOf('YT3')] });
  await expect(ship({ shipping_list: [parcelOf('YT4')] })).rejects.toMatchObject({ errcode: 10060003 });
  expect((await client.order(name)).shipping).toMatchObject({ finish_shipping: true, delivery_mode: 1 });
});

test('a parcel is taken for received after ten days, one of another kind after two', async () => {
  const express = await given();
  await express.ship();
  const state = async ({ client, name }: Awaited<ReturnType<typeof given>>) => (await client.order(name)).order_state;
  const afterDays = (of: typeof express, days: number) => of.sandbox.control.setClockSkewMs(days * 86_400_000);
  afterDays(express, 9.9);
  expect(await state(express)).toBe(2);
  afterDays(express, 10.5);
  expect(await state(express)).toBe(6);
  const pickUp = await given();
  await pickUp.ship({ logistics_type: 4, shipping_list: [{ item_desc: '咖啡' }] });
  afterDays(pickUp, 2.5);
  expect(await state(pickUp)).toBe(6);
});

test('the shopper is asked to confirm once, for express parcels, after the dispatch', async () => {
  const { client, ship, name } = await given();
  const received_time = Math.floor(Date.parse('2026-01-02T10:00:00+08:00') / 1000);
  const remind = (at = received_time) => client.remindReceipt({ ...name, received_time: at });
  await expect(remind()).rejects.toMatchObject({ errcode: 10060028 });
  await ship();
  await expect(remind(received_time - 3 * 86_400)).rejects.toMatchObject({ errcode: 10060029 });
  await remind();
  await expect(remind()).rejects.toMatchObject({ errcode: 10060030 });
  const other = await given();
  await other.ship({ logistics_type: 2, shipping_list: [{ item_desc: '咖啡' }] });
  await expect(other.client.remindReceipt({ ...other.name, received_time })).rejects.toMatchObject({
    errcode: 10060032,
  });
});

test('orders are listed newest first, a page at a time, by state and payer', async () => {
  const { client, sandbox, openid, number, ship } = await given();
  const numbers = [number, await paidOrder(sandbox, 200), await paidOrder(sandbox, 300)];
  await ship({}, numbers[1]);
  const first = await client.orders({ page_size: 2 });
  const second = await client.orders({ page_size: 2, last_index: first.last_index });
  const seen = [...first.order_list, ...second.order_list].map((order) => order.merchant_trade_no);
  expect(seen).toEqual([...numbers].reverse());
  expect([first.has_more, second.has_more]).toEqual([true, false]);
  expect((await client.orders({ order_state: 2 })).order_list.map((o) => o.merchant_trade_no)).toEqual([numbers[1]]);
  expect((await client.orders({ openid: 'nobody' })).order_list).toEqual([]);
  expect((await client.orders({ openid, pay_time_range: { end_time: 1 } })).order_list).toEqual([]);
  await expect(client.orders({ last_index: 'abc' })).rejects.toMatchObject({ errcode: 10060011 });
});

test('presales are reported 15 to 330 days ahead, before they are shipped; the rest of the management answers', async () => {
  const { client, number, ship, sandbox } = await given();
  const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * 86_400;
  const report = (days: number, of = number) =>
    client.reportSpecialOrder({ order_id: of, type: 1, delay_to: inDays(days) });
  await expect(report(10)).rejects.toMatchObject({ errcode: 268546001 });
  await report(20);
  await expect(report(20, 'UNKNOWN1')).rejects.toMatchObject({ errcode: 268546002 });
  await ship();
  await expect(report(20)).rejects.toMatchObject({ errcode: 268546002 });
  await client.setMessageJumpPath('pages/order/index');
  expect(await client.tradeManagement()).toEqual({ managed: true, confirmed: true });
  sandbox.control.settings({ tradeManaged: false });
  expect(await client.tradeManagement()).toEqual({ managed: false, confirmed: false });
});

test('an order paid with the official account’s AppID is none of the mini program’s', async () => {
  const { sandbox, client, ship } = await given();
  const { openid } = sandbox.control.login('何川', 'official-account');
  const change = { appid: sandbox.merchant.officialAppid, payer: { openid } };
  const body = prepayBody(sandbox, change);
  const { body: answer } = await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body });
  sandbox.control.pay({ prepay_id: answer.prepay_id });
  await expect(ship({ payer: { openid } }, body.out_trade_no)).rejects.toMatchObject({ errcode: 10060001 });
  expect((await client.orders({ openid })).order_list).toEqual([]);
});

test('a text is checked for people of the mini program who were in it lately', async () => {
  const { sandbox, client, openid } = await given();
  const check = (of: string, scene = 2) => client.checkText({ openid: of, scene: scene as 2, content: '好喝' });
  expect((await check(openid)).suggest).toBe('pass');
  await expect(check(openid, 9)).rejects.toMatchObject({ errcode: 40129 });
  await expect(check('nobody')).rejects.toMatchObject({ errcode: 40003 });
  const official = sandbox.control.login('何川', 'official-account').openid;
  await expect(check(official)).rejects.toMatchObject({ errcode: 43104 });
  sandbox.control.setClockSkewMs(2 * 3_600_000 + 60_000);
  await expect(check(openid)).rejects.toMatchObject({ errcode: 61010 });
});
