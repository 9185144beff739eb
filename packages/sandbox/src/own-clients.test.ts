import { generateKeyPairSync } from 'node:crypto';
import {
  type CombinedTransaction,
  MiniProgramClient,
  PayClient,
  type PayClientOptions,
  type TransferNotice,
  WechatDecryptionError,
  WechatPayError,
  WechatSignatureError,
} from '@jishi/wechat';
import { expect, test, vi } from 'vitest';
import { dayOf } from './pay/time.ts';
import type { Sandbox } from './sandbox.ts';
import { newNumber, paidOrder, prepayBody } from './test/merchant.ts';
import { listenForCallbacks, post, startSandbox } from './test/start.ts';

type Mode = 'certificate' | 'public-key';

function payClientOf({ merchant }: Sandbox, mode: Mode): PayClient {
  const { baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = merchant;
  const verifier = mode === 'certificate' ? { mode } : { mode, publicKeyId, publicKey };
  return new PayClient({ baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, verifier });
}

test.each<Mode>(['certificate', 'public-key'])(
  'PayClient sells, refunds, balances and reads call-backs in %s mode',
  async (mode) => {
    const sandbox = await startSandbox();
    const { url, received } = await listenForCallbacks(200);
    const client = payClientOf(sandbox, mode);
    const body = prepayBody(sandbox, { notify_url: url });
    const { prepay_id } = await client.prepayJsapi(body);
    expect((await client.queryByOutTradeNo(body.out_trade_no)).trade_state).toBe('NOTPAY');
    expect(sandbox.control.pay(client.jsapiPayParams(prepay_id)).result).toBe('ok');
    expect(await client.queryByOutTradeNo(body.out_trade_no)).toMatchObject({
      trade_state: 'SUCCESS',
      amount: { total: 12_900 },
    });
    const amount = { refund: 2_900, total: 12_900, currency: 'CNY' as const };
    await client.refund({ out_trade_no: body.out_trade_no, out_refund_no: 'R-1', amount, notify_url: url });
    await vi.waitFor(async () => expect((await client.queryRefund('R-1')).status).toBe('SUCCESS'));
    await vi.waitFor(() => expect(received).toHaveLength(2));
    const told = await Promise.all(received.map((one) => client.parseNotification(one.headers, one.body)));
    expect(told.map((one) => one.eventType)).toEqual(['TRANSACTION.SUCCESS', 'REFUND.SUCCESS']);
    const billDate = dayOf(Date.now());
    const bill = await client.tradeBill({ billDate, billType: 'ALL' });
    expect(bill.rows).toMatchObject([
      { outTradeNo: body.out_trade_no, tradeState: 'SUCCESS', totalFen: 12_900, refundFen: 0 },
      { outTradeNo: body.out_trade_no, tradeState: 'REFUND', outRefundNo: 'R-1', refundFen: 2_900 },
    ]);
    // Payment, its fee, refund.
    expect((await client.fundFlowBill({ billDate })).rows).toHaveLength(3);
  },
);

test('PayClient refuses an answer and a call-back with a wrong signature, and names WeChat’s code of a refusal', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(401, 401, 200);
  const client = payClientOf(sandbox, 'public-key');
  const body = prepayBody(sandbox, { notify_url: url });
  sandbox.control.addFault({ target: 'interface', action: 'tamper', path: '/v3/pay/transactions/jsapi' });
  await expect(client.prepayJsapi(body)).rejects.toBeInstanceOf(WechatSignatureError);
  await client.prepayJsapi(body);
  const other = client.prepayJsapi({ ...body, amount: { total: 1, currency: 'CNY' } });
  await expect(other).rejects.toMatchObject({ code: 'INVALID_REQUEST', status: 400 });
  await expect(other).rejects.toBeInstanceOf(WechatPayError);
  sandbox.control.addFault({ target: 'callback', action: 'tamper' });
  sandbox.control.addFault({ target: 'callback', action: 'probe' });
  sandbox.control.pay({ out_trade_no: body.out_trade_no });
  await vi.waitFor(() => expect(received).toHaveLength(3));
  const read = async (index: number) => client.parseNotification(received[index]!.headers, received[index]!.body);
  await expect(read(0)).rejects.toBeInstanceOf(WechatSignatureError);
  await expect(read(1)).rejects.toBeInstanceOf(WechatSignatureError);
  expect((await read(2)).eventType).toBe('TRANSACTION.SUCCESS');
});

test('PayClient places a mobile app’s order, and its call is taken', async () => {
  const sandbox = await startSandbox();
  const { mobileAppid } = sandbox.merchant;
  const client = payClientOf(sandbox, 'public-key');
  const { payer: _, ...body } = prepayBody(sandbox, { appid: mobileAppid });
  const { prepay_id } = await client.prepayApp({ ...body, appid: mobileAppid });
  const call = client.appPayParams(prepay_id, mobileAppid);
  expect(() => sandbox.control.pay({ ...call, noncestr: 'another' })).toThrow('支付验证签名失败');
  expect(sandbox.control.pay(call).result).toBe('ok');
  expect((await client.queryByOutTradeNo(body.out_trade_no)).trade_type).toBe('APP');
});

test.each<Mode>(['certificate', 'public-key'])(
  'PayClient sends an abnormal refund on, shares and transfers in %s mode',
  async (mode) => {
    const sandbox = await startSandbox({
      settings: { sharingAfterMinute: false, sharingDelayMs: 0, transferDelayMs: 0 },
    });
    const client = payClientOf(sandbox, mode);
    const { url, received } = await listenForCallbacks(200);
    const number = await paidOrder(sandbox, 10_000, undefined, { settle_info: { profit_sharing: true } });
    sandbox.control.addFault({ target: 'refund', action: 'abnormal' });
    const amount = { refund: 100, total: 10_000, currency: 'CNY' as const };
    const { refund_id } = await client.refund({ out_trade_no: number, out_refund_no: 'R-1', amount });
    await vi.waitFor(async () => expect((await client.queryRefund('R-1')).status).toBe('ABNORMAL'));
    const card = { bank_type: 'ICBC_DEBIT', bank_account: '6222021234567890123', real_name: '林小满' };
    await client.applyAbnormalRefund(refund_id, { out_refund_no: 'R-1', type: 'USER_BANK_CARD', ...card });
    await vi.waitFor(async () => expect((await client.queryRefund('R-1')).status).toBe('SUCCESS'));

    const { transaction_id = '' } = await client.queryByOutTradeNo(number);
    const { openid } = sandbox.control.login('周子墨');
    const person = { type: 'PERSONAL_OPENID' as const, account: openid, name: '周子墨' };
    await client.sharing.addReceiver({ ...person, relation_type: 'DISTRIBUTOR' });
    const receivers = [{ ...person, amount: 1_000, description: '推广佣金' }];
    await client.sharing.share({ transaction_id, out_order_no: 'P-1', receivers, unfreeze_unsplit: true });
    await vi.waitFor(async () =>
      expect((await client.sharing.query({ transaction_id, out_order_no: 'P-1' })).receivers?.[0]?.result).toBe(
        'SUCCESS',
      ),
    );
    expect((await client.sharing.unsplitAmount(transaction_id)).unsplit_amount).toBe(0);
    await client.sharing.deleteReceiver({ type: 'PERSONAL_OPENID', account: openid });

    const { package_info = '' } = await client.transfers.create({
      out_bill_no: 'W1',
      transfer_scene_id: '1011',
      openid,
      user_name: '周子墨',
      transfer_amount: 500,
      transfer_remark: '赔付',
      notify_url: url,
      transfer_scene_report_infos: [{ info_type: '赔付原因', info_content: '商品质量问题退款' }],
    });
    sandbox.control.takeTransfer(client.transfers.requestParams(package_info));
    await vi.waitFor(async () => expect((await client.transfers.query('W1')).state).toBe('SUCCESS'));
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const notice = await client.parseNotification<TransferNotice>(received[0]!.headers, received[0]!.body);
    expect(notice).toMatchObject({ eventType: 'MCHTRANSFER.BILL.FINISHED', resource: { state: 'SUCCESS' } });
  },
);

test('PayClient places a combined payment, reads its one call-back, and closes another', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(200);
  const client = payClientOf(sandbox, 'certificate');
  const part = (fen: number) => ({
    out_trade_no: newNumber('S'),
    description: '手冲咖啡礼盒',
    attach: '分店',
    amount: { total_amount: fen, currency: 'CNY' as const },
  });
  const place = async () => {
    const body = { combine_out_trade_no: newNumber('C'), sub_orders: [part(8_800), part(1_200)], notify_url: url };
    const combine_payer_info = { openid: sandbox.control.login().openid };
    return { ...body, ...(await client.combined.prepayJsapi({ ...body, combine_payer_info })) };
  };
  const paid = await place();
  sandbox.control.pay(client.jsapiPayParams(paid.prepay_id));
  const found = await client.combined.query(paid.combine_out_trade_no);
  expect(found.sub_orders.map((one) => one.trade_state)).toEqual(['SUCCESS', 'SUCCESS']);
  await vi.waitFor(() => expect(received).toHaveLength(1));
  const told = await client.parseNotification<CombinedTransaction>(received[0]!.headers, received[0]!.body);
  expect(told.resource).toEqual(found);
  const left = await place();
  await client.combined.close(left);
  expect((await client.combined.query(left.combine_out_trade_no)).sub_orders[0]?.trade_state).toBe('CLOSED');
});

test('PayClient reads call-backs whose associated data is empty', async () => {
  const sandbox = await startSandbox({ settings: { emptyAssociatedData: true } });
  const { url, received } = await listenForCallbacks(200);
  const number = await paidOrder(sandbox, 8_800, url);
  await vi.waitFor(() => expect(received).toHaveLength(1));
  expect(JSON.parse(received[0]!.body).resource.associated_data).toBe('');
  const { resource } = await payClientOf(sandbox, 'certificate').parseNotification(
    received[0]!.headers,
    received[0]!.body,
  );
  expect(resource).toMatchObject({ out_trade_no: number, trade_state: 'SUCCESS' });
});

test('MiniProgramClient logs in, reads a phone number and draws a code', async () => {
  const sandbox = await startSandbox();
  const { baseUrl, appid, appSecret } = sandbox.merchant;
  const client = new MiniProgramClient({ baseUrl, appid, appSecret });
  const { code, openid } = sandbox.control.login('唐果果');
  expect((await client.codeToSession(code)).openid).toBe(openid);
  const phone = await post(`${baseUrl}/sandbox/api/phone-code`, { openid });
  expect(JSON.stringify(await client.phoneNumber(String(phone.body.code)))).toContain('19900000006');
  expect((await client.unlimitedCode({ scene: 'g=1', page: 'pages/home/index' })).subarray(0, 3)).toEqual(
    Buffer.from([0xff, 0xd8, 0xff]),
  );
  await expect(client.codeToSession(code)).rejects.toMatchObject({ errcode: 40029 });
});

test('PayClient places H5 and Native orders, closes one, loads the platform certificate', async () => {
  const sandbox = await startSandbox();
  const client = payClientOf(sandbox, 'certificate');
  const { payer: _, ...body } = prepayBody(sandbox);
  const { code_url } = await client.prepayNative(body);
  expect((await fetch(code_url)).status).toBe(200);
  await client.closeByOutTradeNo(body.out_trade_no);
  await client.closeByOutTradeNo(body.out_trade_no);
  expect((await client.queryByOutTradeNo(body.out_trade_no)).trade_state).toBe('CLOSED');
  const scene_info = { payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' as const } };
  const { h5_url } = await client.prepayH5({ ...body, out_trade_no: newNumber(), scene_info });
  expect(await (await fetch(h5_url)).text()).toContain('129.00');
  expect(JSON.stringify(await client.certificates())).toContain(sandbox.merchant.platformSerial);
});

test('MiniProgramClient ships, checks a text, and renews a token that WeChat no longer knows', async () => {
  const sandbox = await startSandbox();
  const { baseUrl, appid, appSecret, mchid } = sandbox.merchant;
  const client = new MiniProgramClient({ baseUrl, appid, appSecret });
  const { openid } = sandbox.control.login();
  const number = await paidOrder(sandbox, 8_800);
  await client.uploadShippingInfo({
    order_key: { order_number_type: 1, mchid, out_trade_no: number },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [{ tracking_no: 'YT0001', express_company: 'YTO', item_desc: '手冲咖啡礼盒' }],
    upload_time: '2024-05-20T13:29:35.120+08:00',
    payer: { openid },
  });
  expect(sandbox.control.shipments()).toMatchObject([{ isAllDelivered: true, parcels: [{ trackingNo: 'YT0001' }] }]);
  sandbox.control.reset();
  sandbox.control.login();
  expect(await client.checkText({ openid, scene: 2, content: '很好喝' })).toMatchObject({ suggest: 'pass' });
  const data = { thing1: { value: '手冲咖啡礼盒' } };
  const send = () => client.sendSubscribeMessage({ touser: openid, template_id: 'shipped', data });
  await expect(send()).rejects.toMatchObject({ errcode: 43101 });
  await post(`${baseUrl}/sandbox/api/subscribe`, { openid, templateIds: ['shipped'] });
  await send();
  expect(sandbox.control.messages()).toMatchObject([{ openid, templateId: 'shipped' }]);
});

test('keys are tried without a trace; a wrong APIv3 key and a wrong public key are told apart', async () => {
  const sandbox = await startSandbox();
  const { baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = sandbox.merchant;
  const right = { baseUrl, mchid, appid, serialNo, privateKey, apiV3Key };
  const verifier = { mode: 'public-key' as const, publicKeyId, publicKey };
  const tried = (change: Partial<PayClientOptions>) => new PayClient({ ...right, verifier, ...change }).tryKeys();
  expect(await tried({})).toEqual({ hasCertificates: true });
  expect(await tried({ verifier: { mode: 'certificate' } })).toEqual({ hasCertificates: true });
  await expect(tried({ apiV3Key: 'x'.repeat(32) })).rejects.toBeInstanceOf(WechatDecryptionError);
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  const wrong = { ...verifier, publicKey: String(other) };
  await expect(tried({ verifier: wrong })).rejects.toBeInstanceOf(WechatSignatureError);
  sandbox.control.settings({ publicKeyModeOnly: true });
  expect(await tried({})).toEqual({ hasCertificates: false });
  expect(await tried({ verifier: { mode: 'certificate' } })).toEqual({ hasCertificates: false });
  await expect(tried({ verifier: wrong })).rejects.toBeInstanceOf(WechatSignatureError);
  await expect(tried({ serialNo: '1'.repeat(40) })).rejects.toMatchObject({ code: 'SIGN_ERROR' });
  expect(sandbox.control.transactions()).toEqual([]);
});
