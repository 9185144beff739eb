import { expect, test } from 'vitest';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import {
  encrypted,
  merchant,
  merchantKeys,
  PUBLIC_KEY_ID,
  platformKeys,
  publicKeyMode,
  signatureOf,
  startPlatform,
} from '../test/platform.ts';
import { PayClient } from './client.ts';
import type { CombinedTransaction } from './combine.ts';

const { appid, mchid } = merchant;
/** A client of a platform that answers everything alike; `last` is the newest request, its body parsed. */
async function given(answer: object = {}) {
  const { baseUrl, asked } = await startPlatform(() => ({ body: answer }));
  const client = new PayClient({ ...merchant, baseUrl, verifier: publicKeyMode });
  const last = () => {
    const { method, path, body, headers, isSigned } = asked.at(-1)!;
    expect(isSigned).toBe(true);
    return { ask: `${method} ${path}`, body: body ? JSON.parse(body) : null, serial: headers['wechatpay-serial'] };
  };
  return { client, last };
}
const opened = (ciphertext: string) => Rsa.decrypt(ciphertext, platformKeys.privateKey);

const order = {
  description: '手冲咖啡',
  out_trade_no: 'T-000001',
  notify_url: 'https://a.example/n',
  amount: { total: 1 },
};

test('a mobile app’s prepay names its own appid, and its call is signed over the bare prepay_id', async () => {
  const { client, last } = await given({ prepay_id: 'wx1' });
  expect(await client.prepayApp({ ...order, appid: 'wxapp' })).toEqual({ prepay_id: 'wx1' });
  expect(last()).toMatchObject({ ask: 'POST /v3/pay/transactions/app', body: { appid: 'wxapp', mchid, ...order } });
  const params = client.appPayParams('wx1', 'wxapp');
  expect(params).toMatchObject({ appid: 'wxapp', partnerid: mchid, prepayid: 'wx1', package: 'Sign=WXPay' });
  const message = Formatter.joinedByLineFeed('wxapp', params.timestamp, params.noncestr, 'wx1');
  expect(Rsa.verify(message, params.sign, merchantKeys.publicKey)).toBe(true);
});

test('the call-up of another app than the client’s is signed for that app', async () => {
  const { client } = await given();
  const params = client.jsapiPayParams('wx1', 'wxofficial');
  expect(params.appId).toBe('wxofficial');
  const message = Formatter.joinedByLineFeed('wxofficial', params.timeStamp, params.nonceStr, 'prepay_id=wx1');
  expect(Rsa.verify(message, params.paySign, merchantKeys.publicKey)).toBe(true);
});

test('an abnormal refund goes to a card, whose number and owner only WeChat can read, or back to the merchant', async () => {
  const { client, last } = await given({ status: 'PROCESSING' });
  const card = {
    type: 'USER_BANK_CARD',
    bank_type: 'ICBC_DEBIT',
    bank_account: '6222000000000000',
    real_name: '张三',
  } as const;
  await client.applyAbnormalRefund('503', { out_refund_no: 'R-1', ...card });
  const { ask, body, serial } = last();
  expect(ask).toBe('POST /v3/refund/domestic/refunds/503/apply-abnormal-refund');
  expect(body).toMatchObject({ out_refund_no: 'R-1', type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT' });
  expect([opened(body.bank_account), opened(body.real_name), serial]).toEqual([
    '6222000000000000',
    '张三',
    PUBLIC_KEY_ID,
  ]);
  await client.applyAbnormalRefund('503', { out_refund_no: 'R-1', type: 'MERCHANT_BANK_CARD' });
  expect(last().body).toEqual({ out_refund_no: 'R-1', type: 'MERCHANT_BANK_CARD' });
});

const amount = { total_amount: 1, currency: 'CNY' as const };
const parts = [
  { out_trade_no: 'S-000001', description: '咖啡', attach: '1', amount },
  { mchid: '1900000002', out_trade_no: 'S-000002', description: '杯', attach: '2', amount },
];
const combined = { combine_out_trade_no: 'C-000001', sub_orders: parts, notify_url: 'https://a.example/c' };

test('a combined payment is placed in all four ways, queried, and closed with all of its orders', async () => {
  const { client, last } = await given({ prepay_id: 'wx1' });
  const whole = {
    combine_appid: appid,
    combine_mchid: mchid,
    ...combined,
    sub_orders: [{ mchid, ...parts[0] }, parts[1]],
  };
  await client.combined.prepayJsapi({ ...combined, combine_payer_info: { openid: 'o1' } });
  expect(last()).toMatchObject({
    ask: 'POST /v3/combine-transactions/jsapi',
    body: { ...whole, combine_payer_info: { openid: 'o1' } },
  });
  await client.combined.prepayNative(combined);
  expect(last()).toMatchObject({ ask: 'POST /v3/combine-transactions/native', body: whole });
  const scene_info = { payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' as const } };
  await client.combined.prepayH5({ ...combined, scene_info });
  expect(last()).toMatchObject({ ask: 'POST /v3/combine-transactions/h5', body: { ...whole, scene_info } });
  await client.combined.prepayApp({ ...combined, combine_appid: 'wxapp' });
  expect(last()).toMatchObject({
    ask: 'POST /v3/combine-transactions/app',
    body: { ...whole, combine_appid: 'wxapp' },
  });
  await client.combined.query('C|1');
  expect(last().ask).toBe('GET /v3/combine-transactions/out-trade-no/C%7C1');
  const named = parts.map(({ mchid: of, out_trade_no }) => ({ ...(of ? { mchid: of } : {}), out_trade_no }));
  await client.combined.close({ combine_out_trade_no: 'C-000001', sub_orders: named });
  expect(last()).toMatchObject({
    ask: 'POST /v3/combine-transactions/out-trade-no/C-000001/close',
    body: {
      combine_appid: appid,
      sub_orders: [
        { mchid, out_trade_no: 'S-000001' },
        { mchid: '1900000002', out_trade_no: 'S-000002' },
      ],
    },
  });
});

test('the call-back of a combined payment is read with all of its orders', async () => {
  const { client } = await given();
  const told = { combine_appid: appid, combine_mchid: mchid, combine_out_trade_no: 'C-000001', sub_orders: parts };
  const resource = { original_type: 'transaction', ...encrypted(JSON.stringify(told), '') };
  const body = JSON.stringify({ id: 'EV-1', event_type: 'TRANSACTION.SUCCESS', resource });
  const notice = await client.parseNotification<CombinedTransaction>(signatureOf(body), body);
  expect(notice.resource.sub_orders.map((one) => one.out_trade_no)).toEqual(['S-000001', 'S-000002']);
});

test('profit sharing: every interface as documented, names only WeChat can read', async () => {
  const { client, last } = await given({ state: 'PROCESSING' });
  const { sharing } = client;
  await sharing.addReceiver({
    type: 'MERCHANT_ID',
    account: '1900000002',
    name: '某某公司',
    relation_type: 'SUPPLIER',
  });
  const { ask, body, serial } = last();
  expect(ask).toBe('POST /v3/profitsharing/receivers/add');
  expect(body).toMatchObject({ appid, type: 'MERCHANT_ID', account: '1900000002', relation_type: 'SUPPLIER' });
  expect([opened(body.name), serial]).toEqual(['某某公司', PUBLIC_KEY_ID]);
  await sharing.addReceiver({ type: 'PERSONAL_OPENID', account: 'o1', relation_type: 'DISTRIBUTOR' });
  expect(last().body).toEqual({ appid, type: 'PERSONAL_OPENID', account: 'o1', relation_type: 'DISTRIBUTOR' });
  await sharing.deleteReceiver({ type: 'PERSONAL_OPENID', account: 'o1' });
  expect(last()).toMatchObject({
    ask: 'POST /v3/profitsharing/receivers/delete',
    body: { appid, type: 'PERSONAL_OPENID', account: 'o1' },
  });

  const part = { type: 'PERSONAL_OPENID' as const, account: 'o1', amount: 5, description: '推广佣金' };
  const share = { transaction_id: '4200001', out_order_no: 'P|1', unfreeze_unsplit: true };
  await sharing.share({ ...share, receivers: [part] });
  expect(last()).toMatchObject({ ask: 'POST /v3/profitsharing/orders', body: { appid, ...share, receivers: [part] } });
  await sharing.share({ ...share, receivers: [part, { ...part, account: 'o2', name: '李四' }] });
  const named = last();
  expect([named.body.receivers[0], opened(named.body.receivers[1].name)]).toEqual([part, '李四']);

  await sharing.query({ out_order_no: 'P|1', transaction_id: '4200001' });
  expect(last().ask).toBe('GET /v3/profitsharing/orders/P%7C1?transaction_id=4200001');
  await sharing.unfreeze({ transaction_id: '4200001', out_order_no: 'P-2', description: '解冻' });
  expect(last().ask).toBe('POST /v3/profitsharing/orders/unfreeze');
  await sharing.unsplitAmount('4200001');
  expect(last().ask).toBe('GET /v3/profitsharing/transactions/4200001/amounts');
  const back = {
    out_order_no: 'P|1',
    out_return_no: 'B-1',
    return_mchid: '1900000002',
    amount: 5,
    description: '退货',
  };
  await sharing.returnShare(back);
  expect(last()).toMatchObject({ ask: 'POST /v3/profitsharing/return-orders', body: back });
  await sharing.queryReturn({ out_return_no: 'B-1', out_order_no: 'P|1' });
  expect(last().ask).toBe('GET /v3/profitsharing/return-orders/B-1?out_order_no=P%7C1');
});

test('transfers: every interface as documented, the name only WeChat can read', async () => {
  const { client, last } = await given({ state: 'WAIT_USER_CONFIRM', package_info: 'affffddafdfafddffda==' });
  const infos = [
    { info_type: '岗位类型', info_content: '分销员' },
    { info_type: '报酬说明', info_content: '七月佣金' },
  ];
  const bill = {
    out_bill_no: 'W1',
    transfer_scene_id: '1005' as const,
    openid: 'o1',
    transfer_amount: 200_000,
    transfer_remark: '七月佣金',
    transfer_scene_report_infos: infos,
  };
  const answer = await client.transfers.create({ ...bill, user_name: '王五' });
  const { ask, body, serial } = last();
  expect(ask).toBe('POST /v3/fund-app/mch-transfer/transfer-bills');
  expect(body).toMatchObject({ appid, ...bill });
  expect([opened(body.user_name), serial]).toEqual(['王五', PUBLIC_KEY_ID]);
  await client.transfers.create(bill);
  expect(last().body).toEqual({ appid, ...bill });
  expect(client.transfers.requestParams(answer.package_info!)).toEqual({
    mchId: mchid,
    appId: appid,
    package: 'affffddafdfafddffda==',
  });
  await client.transfers.query('W1');
  expect(last().ask).toBe('GET /v3/fund-app/mch-transfer/transfer-bills/out-bill-no/W1');
  await client.transfers.queryByBillNo('133');
  expect(last().ask).toBe('GET /v3/fund-app/mch-transfer/transfer-bills/transfer-bill-no/133');
  await client.transfers.cancel('W1');
  expect(last()).toMatchObject({
    ask: 'POST /v3/fund-app/mch-transfer/transfer-bills/out-bill-no/W1/cancel',
    body: null,
  });
});
