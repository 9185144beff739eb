import { describe, expect, test, vi } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { callSigned, newNumber, paidOrder, sealed, withKey } from './test/merchant.ts';
import { listenForCallbacks, startSandbox } from './test/start.ts';

const ROOT = '/v3/profitsharing';
const soon = { sharingAfterMinute: false, sharingDelayMs: 0 };

/** A paid order for profit sharing, with what is done to it; two receivers are known. */
async function given(settings: Parameters<typeof startSandbox>[0] = { settings: soon }) {
  const sandbox = await startSandbox(settings);
  const { appid, mchid } = sandbox.merchant;
  const number = await paidOrder(sandbox, 10_000, undefined, { settle_info: { profit_sharing: true } });
  const transaction_id = sandbox.control.transactions()[0]?.transactionId ?? '';
  const person = { type: 'PERSONAL_OPENID', account: sandbox.control.login('周子墨').openid };
  const company = { type: 'MERCHANT_ID', account: '1900000002' };
  const add = (body: Record<string, unknown>) =>
    callSigned(sandbox, { path: `${ROOT}/receivers/add`, body: { appid, ...body }, ...withKey(sandbox) });
  await add({ ...person, relation_type: 'DISTRIBUTOR' });
  await add({ ...company, name: sealed(sandbox, '某某公司'), relation_type: 'SUPPLIER' });
  const share = (receivers: Record<string, unknown>[], change: Record<string, unknown> = {}) =>
    callSigned(sandbox, {
      path: `${ROOT}/orders`,
      body: { appid, transaction_id, out_order_no: newNumber('P'), receivers, unfreeze_unsplit: false, ...change },
      ...withKey(sandbox),
    });
  const unsplit = async () =>
    (await callSigned(sandbox, { path: `${ROOT}/transactions/${transaction_id}/amounts` })).body.unsplit_amount;
  const query = async (outOrderNo: string) =>
    (await callSigned(sandbox, { path: `${ROOT}/orders/${outOrderNo}?transaction_id=${transaction_id}` })).body;
  const to = (who: object, amount: number) => ({ ...who, amount, description: '推广佣金' });
  return { sandbox, appid, mchid, number, transaction_id, person, company, add, share, unsplit, query, to };
}
const refund = (sandbox: Sandbox, out_trade_no: string, fen: number) =>
  callSigned(sandbox, {
    path: '/v3/refund/domestic/refunds',
    body: { out_trade_no, out_refund_no: newNumber('R'), amount: { refund: fen, total: 10_000, currency: 'CNY' } },
  });

describe('shares', () => {
  test('go to those who are known, once under one number, up to 30 % in all, out of what the fee leaves', async () => {
    const { share, to, person, company, unsplit, query } = await given();
    expect(await unsplit()).toBe(9_940);
    const first = await share([to(person, 1_000), to(company, 500)], { out_order_no: 'P-1' });
    expect([first.status, first.body.state]).toEqual([200, 'PROCESSING']);
    const again = await share([to(person, 1_000), to(company, 500)], { out_order_no: 'P-1' });
    expect(again.body.order_id).toBe(first.body.order_id);
    expect((await share([to(person, 999)], { out_order_no: 'P-1' })).body.code).toBe('INVALID_REQUEST');
    await vi.waitFor(async () => expect((await query('P-1')).state).toBe('FINISHED'));
    expect((await query('P-1')).receivers.map((one: { result: string }) => one.result)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(await unsplit()).toBe(8_440);
    const over = await share([to(person, 1_501)]);
    expect([over.body.code, over.body.message]).toEqual(['INVALID_REQUEST', '分账金额超出最大分账比例']);
    expect((await share([to(person, 1_500)])).status).toBe(200);
  });

  test('to the merchant itself have no such limit, and are told at the address of the account', async () => {
    const { sandbox, share, to, mchid, transaction_id } = await given();
    const { url, received } = await listenForCallbacks(200);
    sandbox.control.settings({ sharingNotifyUrl: url });
    const own = { type: 'MERCHANT_ID', account: mchid };
    expect((await share([to(own, 9_940)], { out_order_no: 'P-1' })).status).toBe(200);
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(JSON.parse(received[0]!.body)).toMatchObject({ event_type: 'PROFITSHARING.SUCCESS', summary: '分账' });
    expect(sandbox.control.callbacks().at(-1)?.resource).toMatchObject({
      mchid,
      transaction_id,
      out_order_no: 'P-1',
      receiver: { type: 'MERCHANT_ID', account: mchid, amount: 9_940 },
    });
    expect(sandbox.control.balance()).toEqual({ basicFen: 9_940, availableFen: 9_940 });
  });

  test('end for good with the release of what is left', async () => {
    const { sandbox, share, to, person, unsplit, transaction_id } = await given();
    const release = (out_order_no: string) =>
      callSigned(sandbox, {
        path: `${ROOT}/orders/unfreeze`,
        body: { transaction_id, out_order_no, description: '解冻' },
      });
    await share([to(person, 1_000)], { out_order_no: 'P-1' });
    expect(sandbox.control.balance()).toEqual({ basicFen: 8_940, availableFen: 0 });
    expect((await release('P-1')).body.code).toBe('INVALID_REQUEST');
    expect((await release('P-2')).status).toBe(200);
    expect((await release('P-2')).status).toBe(200);
    expect(sandbox.control.balance()).toEqual({ basicFen: 8_940, availableFen: 8_940 });
    expect(await unsplit()).toBe(0);
    expect((await share([to(person, 1)])).body.code).toBe('NOT_ENOUGH');
    expect((await release('P-3')).body.code).toBe('NOT_ENOUGH');
  });

  test('with unfreeze_unsplit release the rest at once', async () => {
    const { sandbox, share, to, person, unsplit } = await given();
    await share([to(person, 1_000)], { unfreeze_unsplit: true });
    expect([await unsplit(), sandbox.control.balance().availableFen]).toEqual([0, 8_940]);
  });

  test('a receiver whose account is in trouble gets nothing, and says why', async () => {
    const { sandbox, share, to, person, company, query, unsplit } = await given();
    sandbox.control.addFault({ target: 'sharing', action: 'closed', reason: 'RECEIVER_RECEIPT_LIMIT' });
    await share([to(person, 1_000), to(company, 500)], { out_order_no: 'P-1' });
    await vi.waitFor(async () => expect((await query('P-1')).state).toBe('FINISHED'));
    expect((await query('P-1')).receivers).toMatchObject([
      { result: 'CLOSED', fail_reason: 'RECEIVER_RECEIPT_LIMIT' },
      { result: 'SUCCESS' },
    ]);
    expect(await unsplit()).toBe(9_440);
  });

  test('are refused before the first minute, for ordinary orders, strangers, wrong names and unencrypted ones', async () => {
    const { sandbox, share, to, person, appid } = await given({ settings: { sharingDelayMs: 0 } });
    expect((await share([to(person, 1)])).body.message).toContain('订单处理中');
    sandbox.control.settings({ sharingAfterMinute: false });
    await paidOrder(sandbox, 10_000);
    const ordinary = sandbox.control.transactions()[1]?.transactionId;
    const refused = async (receivers: Record<string, unknown>[], change = {}) =>
      (await share(receivers, change)).body.message;
    expect(await refused([to(person, 1)], { transaction_id: ordinary })).toBe('非分账订单不支持分账');
    expect(await refused([to(person, 1)], { transaction_id: '4200' })).toBe('非分账订单不支持分账');
    expect(await refused([to({ ...person, account: 'o-stranger' }, 1)])).toContain('分账接收方关系不存在');
    expect(await refused([{ ...to(person, 1), name: sealed(sandbox, '张三') }])).toBe('微信用户姓名与实名不一致');
    expect(await refused([{ ...to(person, 1), name: '周子墨' }])).toContain('加密后的密文');
    expect((await share([{ ...to(person, 1), name: sealed(sandbox, '周子墨') }])).status).toBe(200);
    await callSigned(sandbox, { path: `${ROOT}/receivers/delete`, body: { appid, ...person } });
    expect(await refused([to(person, 1)])).toContain('分账接收方关系不存在');
    expect(sandbox.control.shares()).toHaveLength(1);
  });

  test('a receiver is refused without the name of a company, or with a relation that does not say itself', async () => {
    const { add } = await given();
    const company = { type: 'MERCHANT_ID', account: '1900000003', relation_type: 'SUPPLIER' };
    expect((await add(company)).body.code).toBe('PARAM_ERROR');
    const friend = { type: 'PERSONAL_OPENID', account: 'o1' };
    expect((await add({ ...friend, relation_type: 'CUSTOM' })).body.code).toBe('PARAM_ERROR');
    expect((await add({ ...friend, relation_type: 'CUSTOM', custom_relation: '邻居' })).status).toBe(200);
    expect((await add({ ...friend, relation_type: 'FRIEND' })).body.code).toBe('PARAM_ERROR');
  });
});

describe('what was shared and a refund', () => {
  test('before sharing a refund comes out of the frozen money; after it only out of what is available', async () => {
    const { sandbox, share, to, company, number } = await given();
    expect((await refund(sandbox, number, 1_000)).status).toBe(200);
    await share([to(company, 500)], { out_order_no: 'P-1' });
    expect((await refund(sandbox, number, 1_000)).body.code).toBe('NOT_ENOUGH');
    sandbox.control.deposit(1_000);
    expect((await refund(sandbox, number, 1_000)).status).toBe(200);
  });

  test('a merchant gives back what it got, not more; a person cannot', async () => {
    const { sandbox, share, to, person, company } = await given();
    await share([to(person, 500), to(company, 500)], { out_order_no: 'P-1' });
    await vi.waitFor(() => expect(sandbox.control.shares()[0]?.state).toBe('FINISHED'));
    const giveBack = (out_return_no: string, amount: number, change = {}) =>
      callSigned(sandbox, {
        path: `${ROOT}/return-orders`,
        body: {
          out_order_no: 'P-1',
          out_return_no,
          return_mchid: company.account,
          amount,
          description: '用户退款',
          ...change,
        },
      });
    const query = async (number: string) =>
      (await callSigned(sandbox, { path: `${ROOT}/return-orders/${number}?out_order_no=P-1` })).body;
    const before = sandbox.control.balance().basicFen;
    expect((await giveBack('B-1', 300)).body.result).toBe('PROCESSING');
    await vi.waitFor(async () => expect((await query('B-1')).result).toBe('SUCCESS'));
    expect(sandbox.control.balance().basicFen).toBe(before + 300);
    expect((await giveBack('B-1', 300)).body.return_id).toBe((await query('B-1')).return_id);
    expect((await giveBack('B-1', 200)).body.code).toBe('INVALID_REQUEST');
    expect((await giveBack('B-2', 201)).body.code).toBe('INVALID_REQUEST');
    expect((await giveBack('B-2', 1, { return_mchid: person.account.slice(0, 20) })).body.code).toBe('INVALID_REQUEST');
    expect((await giveBack('B-2', 1, { order_id: '1' })).body.code).toBe('PARAM_ERROR');
    sandbox.control.addFault({ target: 'sharing-return', action: 'failed' });
    await giveBack('B-3', 200);
    await vi.waitFor(async () =>
      expect(await query('B-3')).toMatchObject({ result: 'FAILED', fail_reason: 'BALANCE_NOT_ENOUGH' }),
    );
    expect((await giveBack('B-4', 200)).status).toBe(200);
  });
});
