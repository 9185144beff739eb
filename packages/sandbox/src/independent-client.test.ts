import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { dayOf } from './pay/time.ts';
import type { Sandbox } from './sandbox.ts';
import { newNumber, paidOrder, prepayBody } from './test/merchant.ts';
import { startSandbox } from './test/start.ts';

type Mode = 'certificate' | 'public-key';

/** What the answers of the interfaces below hold, each its part. */
interface Answer {
  prepay_id: string;
  code_url: string;
  trade_state: string;
  transaction_id: string;
  status: string;
  state: string;
  result: string;
  refund_id: string;
  package_info: string;
  transfer_bill_no: string;
  unsplit_amount: number;
  user_received_account: string;
  hash_value: string;
  download_url: string;
  data: {
    serial_no: string;
    encrypt_certificate: { ciphertext: string; nonce: string; associated_data: string };
  }[];
}
interface Interface {
  post<T = Answer>(body: unknown, config?: object): Promise<{ status: number; data: T }>;
  get<T = Answer>(config?: object): Promise<{ status: number; data: T }>;
}

/** The client's interface at a path; its own types know every step of a path as optional only. */
const at = (client: Wechatpay, path: string) => Reflect.get(client, path) as Interface;

/** An independent client of WeChat Pay, its verification of every answer on. */
function clientOf({ baseUrl, merchant }: Sandbox, mode: Mode) {
  const byCertificate = mode === 'certificate';
  return new Wechatpay({
    mchid: merchant.mchid,
    serial: merchant.serialNo,
    privateKey: merchant.privateKey,
    certs: byCertificate
      ? { [merchant.platformSerial]: merchant.platformCertificate }
      : { [merchant.publicKeyId]: merchant.publicKey },
    baseURL: `${baseUrl}/`,
    ...(byCertificate ? {} : { headers: { 'Wechatpay-Serial': merchant.publicKeyId } }),
    // The environment's proxy is not for this machine's own ports.
    proxy: false,
  } as ConstructorParameters<typeof Wechatpay>[0]);
}

const today = () => dayOf(Date.now());

test.each<Mode>(['certificate', 'public-key'])(
  'an independent client sells, refunds and balances in %s mode',
  async (mode) => {
    const sandbox = await startSandbox();
    const { mchid } = sandbox.merchant;
    const wxpay = clientOf(sandbox, mode);
    const body = prepayBody(sandbox, { out_trade_no: newNumber('A|b*') });
    const { data: placed } = await at(wxpay, 'v3/pay/transactions/jsapi').post(body);
    expect(placed.prepay_id).toMatch(/^wx[0-9a-f]{34}$/);

    const query = () =>
      at(wxpay, 'v3/pay/transactions/out-trade-no/{no}').get({ params: { mchid }, no: body.out_trade_no });
    expect((await query()).data).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 12_900 } });
    sandbox.control.pay({ prepay_id: placed.prepay_id });
    const paid = (await query()).data;
    expect(paid).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'JSAPI', payer: body.payer });
    const byId = await at(wxpay, 'v3/pay/transactions/id/{id}').get({ params: { mchid }, id: paid.transaction_id });
    expect(byId.data).toEqual(paid);

    const outRefundNo = newNumber('R');
    const { data: refund } = await at(wxpay, 'v3/refund/domestic/refunds').post({
      transaction_id: paid.transaction_id,
      out_refund_no: outRefundNo,
      amount: { refund: 2_900, total: 12_900, currency: 'CNY' },
    });
    expect(refund).toMatchObject({ status: 'PROCESSING', amount: { refund: 2_900, payer_refund: 2_900 } });
    await vi.waitFor(async () => {
      const { data } = await at(wxpay, 'v3/refund/domestic/refunds/{no}').get({ no: outRefundNo });
      expect(data.status).toBe('SUCCESS');
    });
    expect((await query()).data.trade_state).toBe('REFUND');
  },
);

test.each<Mode>(['certificate', 'public-key'])(
  'an independent client closes an order and gets a signed 204 in %s mode',
  async (mode) => {
    const sandbox = await startSandbox();
    const wxpay = clientOf(sandbox, mode);
    const body = prepayBody(sandbox, { payer: undefined });
    const { data: placed } = await at(wxpay, 'v3/pay/transactions/native').post(body);
    expect(placed.code_url).toBe(`${sandbox.baseUrl}/sandbox/pay?prepay_id=${placed.code_url.split('=').at(-1)}`);
    const close = () =>
      at(wxpay, 'v3/pay/transactions/out-trade-no/{no}/close').post(
        { mchid: sandbox.merchant.mchid },
        {
          no: body.out_trade_no,
        },
      );
    expect((await close()).status).toBe(204);
    expect((await close()).status).toBe(204);
    expect(sandbox.control.transactions()[0]?.state).toBe('CLOSED');
  },
);

test('an independent client decrypts the platform certificate it verifies with', async () => {
  const sandbox = await startSandbox();
  const { data } = await at(clientOf(sandbox, 'certificate'), 'v3/certificates').get();
  const { serial_no, encrypt_certificate: sealed } = data.data[0]!;
  expect(serial_no).toBe(sandbox.merchant.platformSerial);
  const opened = Aes.AesGcm.decrypt(sealed.ciphertext, sandbox.merchant.apiV3Key, sealed.nonce, sealed.associated_data);
  expect(opened).toBe(sandbox.merchant.platformCertificate);
});

test.each<Mode>(['certificate', 'public-key'])(
  'an independent client loads the bill, packed and plain, in %s mode',
  async (mode) => {
    const sandbox = await startSandbox();
    const wxpay = clientOf(sandbox, mode);
    const body = prepayBody(sandbox);
    const { data: placed } = await at(wxpay, 'v3/pay/transactions/jsapi').post(body);
    sandbox.control.pay({ prepay_id: placed.prepay_id });
    for (const packed of [false, true]) {
      const params = { bill_date: today(), bill_type: 'ALL', ...(packed ? { tar_type: 'GZIP' } : {}) };
      const { data: bill } = await at(wxpay, 'v3/bill/tradebill').get({ params });
      const address = new URL(bill.download_url);
      const { data: file } = await at(wxpay, 'v3/billdownload/file').get<Buffer>({
        params: Object.fromEntries(address.searchParams),
        responseType: 'arraybuffer',
      });
      const csv = packed ? gunzipSync(file) : Buffer.from(file);
      expect(createHash('sha1').update(csv).digest('hex')).toBe(bill.hash_value);
      const rows = csv.toString('utf8').trimEnd().split('\r\n');
      expect(rows).toHaveLength(4);
      expect(rows[0]?.startsWith('\uFEFF交易时间,')).toBe(true);
      expect(rows[1]).toContain(`,\`${body.out_trade_no},`);
      expect(rows[3]).toBe('`1,`129.00,`0.00,`0.00,`0.77000,`129.00,`0.00');
    }
  },
);

test('an independent client rejects an answer whose signature is tampered with', async () => {
  const sandbox = await startSandbox();
  const wxpay = clientOf(sandbox, 'public-key');
  sandbox.control.addFault({ target: 'interface', action: 'tamper', path: '/v3/pay/transactions/jsapi' });
  const body = prepayBody(sandbox);
  await expect(at(wxpay, 'v3/pay/transactions/jsapi').post(body)).rejects.toMatchObject({
    code: 'EV3_RES_HEADER_SIGNATURE_DIGEST',
  });
  expect((await at(wxpay, 'v3/pay/transactions/jsapi').post(body)).data.prepay_id).toMatch(/^wx/);
});

/** A sensitive field as the independent client encrypts it, with the headers that go with it. */
function sealing({ merchant }: Sandbox) {
  return {
    seal: (text: string) => Rsa.encrypt(text, merchant.publicKey),
    config: { headers: { 'Wechatpay-Serial': merchant.publicKeyId } },
  };
}

test('an independent client places a mobile app’s order and signs its call', async () => {
  const sandbox = await startSandbox();
  const { mobileAppid, mchid, privateKey } = sandbox.merchant;
  const wxpay = clientOf(sandbox, 'public-key');
  const body = prepayBody(sandbox, { appid: mobileAppid, payer: undefined });
  const { data } = await at(wxpay, 'v3/pay/transactions/app').post(body);
  const [timestamp, noncestr] = [String(Formatter.timestamp()), Formatter.nonce()];
  const sign = Rsa.sign(Formatter.joinedByLineFeed(mobileAppid, timestamp, noncestr, data.prepay_id), privateKey);
  const call = {
    appid: mobileAppid,
    partnerid: mchid,
    prepayid: data.prepay_id,
    package: 'Sign=WXPay',
    noncestr,
    timestamp,
  };
  expect(() => sandbox.control.pay({ ...call, sign: `${sign}x` })).toThrow('支付验证签名失败');
  expect(sandbox.control.pay({ ...call, sign }).result).toBe('ok');
});

test('an independent client sends an abnormal refund on to a card', async () => {
  const sandbox = await startSandbox();
  const wxpay = clientOf(sandbox, 'public-key');
  const { seal, config } = sealing(sandbox);
  const out_trade_no = await paidOrder(sandbox, 8_800);
  sandbox.control.addFault({ target: 'refund', action: 'abnormal' });
  const amount = { refund: 8_800, total: 8_800, currency: 'CNY' };
  const { data } = await at(wxpay, 'v3/refund/domestic/refunds').post({ out_trade_no, out_refund_no: 'R-1', amount });
  await vi.waitFor(() => expect(sandbox.control.refunds()[0]?.status).toBe('ABNORMAL'));
  const card = {
    type: 'USER_BANK_CARD',
    bank_type: 'CMB_DEBIT',
    bank_account: seal('6225880000001234'),
    real_name: seal('林小满'),
  };
  await at(wxpay, 'v3/refund/domestic/refunds/{id}/apply-abnormal-refund').post(
    { out_refund_no: 'R-1', ...card },
    { id: data.refund_id, ...config },
  );
  await vi.waitFor(async () => {
    const { data: found } = await at(wxpay, 'v3/refund/domestic/refunds/{no}').get({ no: 'R-1' });
    expect([found.status, found.user_received_account]).toEqual(['SUCCESS', 'CMB借记卡1234']);
  });
});

test('an independent client shares an order’s money and releases the rest', async () => {
  const sandbox = await startSandbox({ settings: { sharingAfterMinute: false, sharingDelayMs: 0 } });
  const wxpay = clientOf(sandbox, 'public-key');
  const { seal, config } = sealing(sandbox);
  const { appid } = sandbox.merchant;
  await paidOrder(sandbox, 10_000, undefined, { settle_info: { profit_sharing: true } });
  const transaction_id = sandbox.control.transactions()[0]?.transactionId ?? '';
  const company = { type: 'MERCHANT_ID', account: '1900000002' };
  await at(wxpay, 'v3/profitsharing/receivers/add').post(
    { appid, ...company, name: seal('某某公司'), relation_type: 'SUPPLIER' },
    config,
  );
  const receivers = [{ ...company, amount: 1_000, description: '货款' }];
  await at(wxpay, 'v3/profitsharing/orders').post({
    appid,
    transaction_id,
    out_order_no: 'P-1',
    receivers,
    unfreeze_unsplit: false,
  });
  await vi.waitFor(async () => {
    const { data } = await at(wxpay, 'v3/profitsharing/orders/{no}').get({ params: { transaction_id }, no: 'P-1' });
    expect(data.state).toBe('FINISHED');
  });
  const back = {
    out_order_no: 'P-1',
    out_return_no: 'B-1',
    return_mchid: company.account,
    amount: 400,
    description: '退货',
  };
  await at(wxpay, 'v3/profitsharing/return-orders').post(back);
  await vi.waitFor(async () => {
    const ask = { params: { out_order_no: 'P-1' }, no: 'B-1' };
    expect((await at(wxpay, 'v3/profitsharing/return-orders/{no}').get(ask)).data.result).toBe('SUCCESS');
  });
  const unsplit = () => at(wxpay, 'v3/profitsharing/transactions/{id}/amounts').get({ id: transaction_id });
  expect((await unsplit()).data.unsplit_amount).toBe(8_940);
  await at(wxpay, 'v3/profitsharing/orders/unfreeze').post({
    transaction_id,
    out_order_no: 'P-2',
    description: '解冻',
  });
  expect((await unsplit()).data.unsplit_amount).toBe(0);
  await at(wxpay, 'v3/profitsharing/receivers/delete').post({ appid, ...company });
});

test('an independent client transfers money to a user and takes another transfer back', async () => {
  const sandbox = await startSandbox({ settings: { transferDelayMs: 0 } });
  sandbox.control.deposit(10_000);
  const wxpay = clientOf(sandbox, 'public-key');
  const { seal, config } = sealing(sandbox);
  const create = (out_bill_no: string) =>
    at(wxpay, 'v3/fund-app/mch-transfer/transfer-bills').post(
      {
        appid: sandbox.merchant.appid,
        out_bill_no,
        transfer_scene_id: '1000',
        openid: sandbox.control.login('何川').openid,
        user_name: seal('何川'),
        transfer_amount: 5_000,
        transfer_remark: '抽奖奖金',
        transfer_scene_report_infos: [
          { info_type: '活动名称', info_content: '周年抽奖' },
          { info_type: '奖励说明', info_content: '一等奖' },
        ],
      },
      config,
    );
  const query = (no: string) => at(wxpay, 'v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{no}').get({ no });
  const { data: first } = await create('W1');
  sandbox.control.takeTransfer({ package: first.package_info });
  await vi.waitFor(async () => expect((await query('W1')).data.state).toBe('SUCCESS'));
  await create('W2');
  await at(wxpay, 'v3/fund-app/mch-transfer/transfer-bills/out-bill-no/{no}/cancel').post({}, { no: 'W2' });
  await vi.waitFor(async () => expect((await query('W2')).data.state).toBe('CANCELLED'));
  await expect(create('W3').then(() => create('W4'))).rejects.toMatchObject({
    response: { status: 403, data: { code: 'NOT_ENOUGH' } },
  });
});
