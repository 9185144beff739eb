import { describe, expect, test, vi } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { callSigned, newNumber, paidOrder, prepayBody, sealed, withKey } from './test/merchant.ts';
import { listenForCallbacks, startSandbox } from './test/start.ts';

const JSAPI = '/v3/pay/transactions/jsapi';
const REFUNDS = '/v3/refund/domestic/refunds';
const DAY_MS = 86_400_000;

const refund = (sandbox: Sandbox, out_trade_no: string, fen: number, total: number, number = newNumber('R')) =>
  callSigned(sandbox, {
    path: REFUNDS,
    body: { out_trade_no, out_refund_no: number, amount: { refund: fen, total, currency: 'CNY' } },
  });

describe('the merchant’s account', () => {
  test('money of an order can go back at once, and be spent from the next day', async () => {
    let ms = Date.now();
    const sandbox = await startSandbox({ clock: () => ms });
    const number = await paidOrder(sandbox, 10_000);
    expect(sandbox.control.balance()).toEqual({ basicFen: 9_940, availableFen: 0 });
    expect((await refund(sandbox, number, 4_000, 10_000)).status).toBe(200);
    expect(sandbox.control.balance()).toEqual({ basicFen: 5_964, availableFen: 0 });
    ms += DAY_MS;
    expect(sandbox.control.balance()).toEqual({ basicFen: 5_964, availableFen: 5_964 });
  });

  test('a refund of what was settled and spent is NOT_ENOUGH until the merchant pays in', async () => {
    const sandbox = await startSandbox({ settings: { settleDelayMs: 0 } });
    const number = await paidOrder(sandbox, 10_000);
    expect(() => sandbox.control.deposit(-9_941)).toThrow(TypeError);
    sandbox.control.deposit(-9_000);
    const short = await refund(sandbox, number, 10_000, 10_000, 'R-1');
    expect([short.status, short.body.code]).toEqual([403, 'NOT_ENOUGH']);
    expect(sandbox.control.refunds()).toEqual([]);
    expect((await refund(sandbox, number, 500, 10_000, 'R-2')).status).toBe(200);
    sandbox.control.deposit(9_000);
    expect((await refund(sandbox, number, 9_500, 10_000, 'R-1')).status).toBe(200);
    expect(sandbox.control.balance().basicFen).toBe(0);
  });

  test('the fund-flow bill ends with the balance', async () => {
    const sandbox = await startSandbox();
    await paidOrder(sandbox, 10_000);
    sandbox.control.deposit(5_000);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    for (const account of ['BASIC', 'ALL']) {
      const path = `/v3/bill/fundflowbill?bill_date=${today}&account_type=${account}`;
      const { body } = await callSigned(sandbox, { path });
      const { pathname, search } = new URL(body.download_url);
      const { text } = await callSigned(sandbox, { path: pathname + search, isText: true });
      const rows = text
        .trimEnd()
        .split('\r\n')
        .map((row) => row.split(',`'));
      expect(rows.at(-3)?.[7]).toBe('149.40');
      expect(rows.at(-3)?.[3]).toBe('充值');
    }
  });

  test('every documented kind of bill is known, others are PARAM_ERROR', async () => {
    const sandbox = await startSandbox();
    await paidOrder(sandbox, 10_000);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const ask = async (query: string) =>
      (await callSigned(sandbox, { path: `/v3/bill/${query}&bill_date=${today}` })).body.code ?? 'OK';
    expect(await ask('tradebill?bill_type=ALL_SPECIAL')).toBe('OK');
    expect(await ask('tradebill?bill_type=SUC_SPECIAL')).toBe('OK');
    expect(await ask('tradebill?bill_type=RECHARGE_REFUND')).toBe('NO_STATEMENT_EXIST');
    expect(await ask('tradebill?bill_type=REVOKED')).toBe('PARAM_ERROR');
    expect(await ask('fundflowbill?account_type=OPERATION')).toBe('NO_STATEMENT_EXIST');
    expect(await ask('fundflowbill?account_type=CASH')).toBe('PARAM_ERROR');
  });
});

describe('an abnormal refund', () => {
  async function abnormal() {
    const sandbox = await startSandbox();
    const { url, received } = await listenForCallbacks(200);
    const body = prepayBody(sandbox);
    await callSigned(sandbox, { path: JSAPI, body });
    sandbox.control.pay({ out_trade_no: body.out_trade_no });
    sandbox.control.addFault({ target: 'refund', action: 'abnormal' });
    const amount = { refund: 900, total: 12_900, currency: 'CNY' };
    const ask = { out_trade_no: body.out_trade_no, out_refund_no: 'R-1', amount, notify_url: url };
    const { body: taken } = await callSigned(sandbox, { path: REFUNDS, body: ask });
    await vi.waitFor(() => expect(sandbox.control.refunds()[0]?.status).toBe('ABNORMAL'));
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const apply = (change: Record<string, unknown>, headers = withKey(sandbox).headers) =>
      callSigned(sandbox, {
        path: `${REFUNDS}/${taken.refund_id}/apply-abnormal-refund`,
        body: { out_refund_no: 'R-1', ...change },
        headers,
      });
    const card = {
      type: 'USER_BANK_CARD',
      bank_type: 'ICBC_DEBIT',
      bank_account: sealed(sandbox, '6222021234567890123'),
      real_name: sealed(sandbox, '林小满'),
    };
    const query = async () => (await callSigned(sandbox, { path: `${REFUNDS}/R-1` })).body;
    return { sandbox, received, apply, card, query };
  }

  test('goes to another card, under the same numbers, and is told again', async () => {
    const { received, apply, card, query } = await abnormal();
    const again = await apply(card);
    expect([again.status, again.body.status, again.body.channel]).toEqual([200, 'PROCESSING', 'OTHER_BANKCARD']);
    await vi.waitFor(async () => expect((await query()).status).toBe('SUCCESS'));
    expect((await query()).user_received_account).toBe('ICBC借记卡0123');
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(JSON.parse(received[1]!.body).event_type).toBe('REFUND.SUCCESS');
    expect((await apply(card)).body.status).toBe('SUCCESS');
    expect((await apply({ type: 'MERCHANT_BANK_CARD' })).body.code).toBe('INVALID_REQUEST');
  });

  test('goes back to the merchant', async () => {
    const { apply, query } = await abnormal();
    expect((await apply({ type: 'MERCHANT_BANK_CARD' })).status).toBe(200);
    await vi.waitFor(async () => expect((await query()).user_received_account).toBe('商户结算银行账户'));
  });

  test('is refused without a card, in the clear, without the key’s name, for another bank, another number', async () => {
    const { apply, card, query } = await abnormal();
    const refused = async (change: Record<string, unknown>, headers?: { 'wechatpay-serial': string }) =>
      (await apply(change, headers)).body.code;
    expect(await refused({ ...card, bank_account: undefined })).toBe('PARAM_ERROR');
    expect(await refused({ ...card, real_name: '林小满' })).toBe('PARAM_ERROR');
    expect(await refused(card, {} as never)).toBe('PARAM_ERROR');
    expect(await refused({ ...card, bank_type: 'ICBC_CREDIT' })).toBe('PARAM_ERROR');
    expect(await refused({ ...card, out_refund_no: 'R-2' })).toBe('RESOURCE_NOT_EXISTS');
    expect((await query()).status).toBe('ABNORMAL');
  });
});
