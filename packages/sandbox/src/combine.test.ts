import { MiniProgramClient } from '@jishi/wechat';
import { expect, test, vi } from 'vitest';
import { callSigned, newNumber, prepayBody } from './test/merchant.ts';
import { listenForCallbacks, startSandbox } from './test/start.ts';

const ROOT = '/v3/combine-transactions';

async function given() {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(200);
  const { appid, mchid } = sandbox.merchant;
  const part = (fen: number) => ({
    mchid,
    out_trade_no: newNumber('S'),
    description: '手冲咖啡礼盒',
    attach: '分店',
    amount: { total_amount: fen, currency: 'CNY' },
  });
  const body = {
    combine_appid: appid,
    combine_mchid: mchid,
    combine_out_trade_no: newNumber('C'),
    sub_orders: [part(8_800), part(1_200)],
    combine_payer_info: { openid: sandbox.control.login('何川').openid },
    notify_url: url,
  };
  const place = (change: Record<string, unknown> = {}, kind = 'jsapi') =>
    callSigned(sandbox, { path: `${ROOT}/${kind}`, body: { ...body, ...change } });
  const path = `${ROOT}/out-trade-no/${body.combine_out_trade_no}`;
  const query = async () => (await callSigned(sandbox, { path })).body;
  const named = body.sub_orders.map(({ out_trade_no }) => ({ mchid, out_trade_no }));
  const close = (sub_orders = named) =>
    callSigned(sandbox, { path: `${path}/close`, body: { combine_appid: appid, sub_orders } });
  return { sandbox, received, body, part, place, query, close, named };
}

test('a combined payment is shown as one sum, paid at once, told once, and refunded part by part', async () => {
  const { sandbox, received, body, place, query } = await given();
  const { body: placed } = await place();
  const sheet = await (await fetch(`${sandbox.baseUrl}/sandbox/pay?prepay_id=${placed.prepay_id}`)).text();
  expect(sheet).toContain('100.00');
  expect(sandbox.control.pay({ prepay_id: placed.prepay_id }).result).toBe('ok');
  const paid = await query();
  expect(paid.combine_payer_info).toEqual(body.combine_payer_info);
  expect(paid.sub_orders).toMatchObject([
    { out_trade_no: body.sub_orders[0]!.out_trade_no, trade_state: 'SUCCESS', amount: { payer_amount: 8_800 } },
    { out_trade_no: body.sub_orders[1]!.out_trade_no, trade_state: 'SUCCESS', amount: { payer_amount: 1_200 } },
  ]);
  await vi.waitFor(() => expect(received).toHaveLength(1));
  expect(sandbox.control.callbacks().map((one) => one.resource)).toEqual([paid]);
  const { out_trade_no } = body.sub_orders[1]!;
  const amount = { refund: 1_200, total: 1_200, currency: 'CNY' };
  const refund = { out_trade_no, out_refund_no: 'R-1', amount };
  expect((await callSigned(sandbox, { path: '/v3/refund/domestic/refunds', body: refund })).status).toBe(200);
  expect((await query()).sub_orders[1].trade_state).toBe('REFUND');
  expect((await place()).body.code).toBe('ORDER_PAID');
});

test('its parts are not found, closed or placed as single orders', async () => {
  const { sandbox, body, place } = await given();
  await place();
  const { out_trade_no } = body.sub_orders[0]!;
  const { mchid } = sandbox.merchant;
  const path = `/v3/pay/transactions/out-trade-no/${out_trade_no}`;
  expect((await callSigned(sandbox, { path: `${path}?mchid=${mchid}` })).body.code).toBe('ORDER_NOT_EXIST');
  expect((await callSigned(sandbox, { path: `${path}/close`, body: { mchid } })).body.code).toBe('INVALID_REQUEST');
  const single = prepayBody(sandbox, { out_trade_no });
  expect((await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body: single })).status).toBe(400);
  expect((await place({ combine_out_trade_no: newNumber('C') })).body.code).toBe('OUT_TRADE_NO_USED');
});

test('it is closed whole: every part must be named; closing again is fine', async () => {
  const { place, query, close, named } = await given();
  const { body: placed } = await place();
  expect((await close(named.slice(1))).body.code).toBe('INVALID_REQUEST');
  expect((await close()).status).toBe(204);
  expect((await close()).status).toBe(204);
  expect((await query()).sub_orders.map((one: { trade_state: string }) => one.trade_state)).toEqual([
    'CLOSED',
    'CLOSED',
  ]);
  expect((await place()).body.code).toBe('ORDER_CLOSED');
  expect(placed.prepay_id).toMatch(/^wx/);
});

test('placed again it gives a fresh prepay_id; with anything changed INVALID_REQUEST', async () => {
  const { place, part } = await given();
  const first = await place();
  expect((await place()).body.prepay_id).not.toBe(first.body.prepay_id);
  expect((await place({ sub_orders: [part(1), part(2)] })).body.code).toBe('INVALID_REQUEST');
});

test.each<[string, (g: Awaited<ReturnType<typeof given>>) => Record<string, unknown>, string]>([
  ['a single part', ({ part }) => ({ sub_orders: [part(1)] }), 'PARAM_ERROR'],
  ['eleven parts', ({ part }) => ({ sub_orders: Array.from({ length: 11 }, () => part(1)) }), 'PARAM_ERROR'],
  [
    'a part without attach',
    ({ part }) => ({ sub_orders: [part(1), { ...part(1), attach: undefined }] }),
    'PARAM_ERROR',
  ],
  ['a device of 17', () => ({ scene_info: { payer_client_ip: '1.2.3.4', device_id: 'd'.repeat(17) } }), 'PARAM_ERROR'],
  [
    'another merchant’s part',
    ({ part }) => ({ sub_orders: [part(1), { ...part(1), mchid: '1900000002' }] }),
    'MCH_NOT_EXISTS',
  ],
  ['another appid', () => ({ combine_appid: 'wx0000000000000000' }), 'APPID_MCHID_NOT_MATCH'],
  ['no payer', () => ({ combine_payer_info: undefined }), 'PARAM_ERROR'],
  ['an unknown field', () => ({ mchid: '1900000002' }), 'PARAM_ERROR'],
])('%s is refused and places nothing', async (_name, change, code) => {
  const here = await given();
  expect((await here.place(change(here))).body.code).toBe(code);
  expect(here.sandbox.control.transactions()).toEqual([]);
});

test('native codes and H5 addresses lead to the same sheet', async () => {
  const { place, sandbox } = await given();
  const native = await place({ combine_payer_info: undefined }, 'native');
  expect(await (await fetch(native.body.code_url)).text()).toContain('100.00');
  expect(sandbox.control.transactions().map((one) => one.tradeType)).toEqual(['NATIVE', 'NATIVE']);
});

test('its parcels are told together: all parts that are named, or none of them; a part alone is not taken', async () => {
  const { sandbox, body, place } = await given();
  const { body: placed } = await place();
  sandbox.control.pay({ prepay_id: placed.prepay_id });
  const { baseUrl, appid, appSecret, mchid } = sandbox.merchant;
  const client = new MiniProgramClient({ baseUrl, appid, appSecret });
  const keyOf = (out_trade_no: string) => ({ order_number_type: 1 as const, mchid, out_trade_no });
  const partOf = (out_trade_no: string, item_desc = '咖啡') => ({
    order_key: keyOf(out_trade_no),
    logistics_type: 1 as const,
    delivery_mode: 1 as const,
    shipping_list: [{ tracking_no: `YT${out_trade_no}`, express_company: 'YTO', item_desc }],
  });
  const [first, second] = body.sub_orders.map((one) => one.out_trade_no);
  const upload = (sub_orders: ReturnType<typeof partOf>[], of = body.combine_out_trade_no) =>
    client.uploadCombinedShippingInfo({
      order_key: keyOf(of),
      sub_orders,
      upload_time: '2026-01-01T10:00:00+08:00',
      payer: { openid: body.combine_payer_info.openid },
    });
  const refused = (errcode: number) => expect.objectContaining({ errcode });
  await expect(upload([partOf(first!)], 'UNKNOWN1')).rejects.toEqual(refused(10060001));
  await expect(upload([])).rejects.toEqual(refused(10060014));
  await expect(upload([partOf(first!), partOf(first!)])).rejects.toEqual(refused(10060014));
  await expect(upload([partOf(first!), partOf(second!, '')])).rejects.toEqual(refused(10060008));
  expect(sandbox.control.shipments()).toEqual([]);
  const alone = { ...partOf(first!), upload_time: '2026-01-01T10:00:00+08:00', payer: body.combine_payer_info };
  await expect(client.uploadShippingInfo(alone)).rejects.toEqual(refused(10060001));
  await upload([partOf(first!), partOf(second!)]);
  expect(sandbox.control.shipments().map((one) => one.parcels[0]?.trackingNo)).toEqual([`YT${first}`, `YT${second}`]);
});
