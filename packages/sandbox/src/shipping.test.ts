import { expect, test } from 'vitest';
import { callerOf } from './test/api.ts';
import { paidOrder } from './test/merchant.ts';
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
  expect(await upload()).toBe(10060023);
  expect(await upload({ shipping_list: [{ ...parcel, tracking_no: 'YT0002' }] })).toBe(0);
  expect(await upload({ shipping_list: [{ ...parcel, tracking_no: 'YT0003' }] })).toBe(10060003);
  const order = async () =>
    (await call('/wxa/sec/order/get_order', { merchant_id: sandbox.merchant.mchid, merchant_trade_no: out_trade_no }))
      .order;
  expect(await order()).toMatchObject({ order_state: 2, shipping: { shipping_list: [{ tracking_no: 'YT0002' }] } });
  expect((await post(`${sandbox.baseUrl}/sandbox/api/confirm-receipt`, { out_trade_no })).status).toBe(200);
  expect(await order()).toMatchObject({ order_state: 3 });
});
