import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { Aes, Wechatpay } from 'wechatpay-axios-plugin';
import { dayOf } from './pay/time.ts';
import type { Sandbox } from './sandbox.ts';
import { newNumber, prepayBody } from './test/merchant.ts';
import { startSandbox } from './test/start.ts';

type Mode = 'certificate' | 'public-key';

/** What the answers of the interfaces below hold, each its part. */
interface Answer {
  prepay_id: string;
  code_url: string;
  trade_state: string;
  transaction_id: string;
  status: string;
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
