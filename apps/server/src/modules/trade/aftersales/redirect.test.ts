import { afterEach, beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { columnsWith } from '../../../test/columns-with.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { sweepsRun, timersRun } from '../../../test/later.ts';
import { deliver, signNotice } from '../../../test/notice.ts';
import { type Bought, refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
});
const { bought, detail, adminDetail, refund, all, atWechat, settled } = refundScene(() => ({ app, owner }));

const PRICE = 5900;
const CARD = { bank: 'ICBC_DEBIT', cardNumber: '6222020200112230', name: '欧阳晓' };
const PROOF = { note: '11 月 28 日已通过银行转账退回', picture: null };
const APPLY = '/v3/refund/domestic/refunds/';

/** A paid order of two pieces whose refund of one WeChat could not deliver. */
async function abnormal(times = 1): Promise<Bought & { caseId: string }> {
  const order = await bought([PRICE], 2);
  app.sandbox.control.addFault({ target: 'refund', action: 'abnormal', times, number: `${order.number}J` });
  const { body } = await refund(order, all(order, 1));
  await settled(order, ['failed']);
  return { ...order, caseId: body.id };
}
const toCard = (id: string, card: object = CARD, key?: string, who = owner) =>
  who.post(`/admin/refunds/${id}/card`, card, key);
const toMerchant = (id: string, proof: object = PROOF) => owner.post(`/admin/refunds/${id}/merchant-account`, proof);
const applied = () =>
  app.sandbox.control.calls()['POST /v3/refund/domestic/refunds/:number/apply-abnormal-refund'] ?? 0;
const row = async ({ id }: Bought) =>
  (await app.sql.query('select status, redirect, redirected_to from payment_refund where subject_id = $1', [id]))
    .rows[0];
const paid = async ({ id }: Bought) =>
  (await app.sql.query(`select balance::int as fen, reserved::int from ledger_account where id = 'paid/' || $1`, [id]))
    .rows[0];
const fault = (action: 'error' | 'lose-answer', more: object = {}) =>
  app.sandbox.control.addFault({ target: 'interface', path: APPLY, method: 'POST', action, ...more });

test('an abnormal refund is paid to the shopper’s card: under its number, once however often it is asked, with nothing of the card left', async () => {
  const order = await abnormal();
  expect((await adminDetail(order)).refunds[0].remedies).toEqual(['retry', 'other-account', 'by-hand']);
  const answers = await Promise.all(['a', 'b', 'c'].map((k) => toCard(order.caseId, CARD, `card-${order.id}-${k}`)));
  expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
  // The winner's own repeat gets its answer again.
  const winner = ['a', 'b', 'c'][answers.findIndex((a) => a.status === 200)];
  expect(await toCard(order.caseId, CARD, `card-${order.id}-${winner}`)).toMatchObject({
    status: 200,
    body: { state: 'sending', remedies: [] },
  });
  expect((await row(order)).redirect).toMatch(/^s2\./);
  const inTheClear = async () => [await columnsWith(app, CARD.cardNumber), await columnsWith(app, CARD.name)];
  expect(await inTheClear()).toEqual([[], []]);
  await settled(order, ['succeeded']);
  expect(await inTheClear()).toEqual([[], []]);
  expect(await row(order)).toEqual({ status: 'succeeded', redirect: null, redirected_to: 'card' });
  expect(atWechat(order)).toMatchObject([{ status: 'SUCCESS', otherAccount: { text: 'ICBC借记卡2230' } }]);
  expect(applied()).toBe(1);
  expect(await paid(order)).toEqual({ fen: order.totalFen - PRICE, reserved: 0 });
  const seen = await detail(order);
  expect(seen).toMatchObject({ refundedFen: PRICE, refunds: [{ state: 'succeeded', paidByHand: null }] });
  expect(seen.timeline.at(-1).text).toContain('已退到买家的银行卡');
});

test('it is paid to the merchant’s account: the shopper reads how the merchant gave the money back', async () => {
  const order = await abnormal();
  expect((await toMerchant(order.caseId)).status).toBe(200);
  expect((await detail(order)).refunds).toMatchObject([{ state: 'sending', paidByHand: null }]);
  await settled(order, ['succeeded']);
  expect(atWechat(order)).toMatchObject([{ status: 'SUCCESS', otherAccount: { text: '商户结算银行账户' } }]);
  const seen = await detail(order);
  expect(seen.refunds).toMatchObject([{ state: 'succeeded', paidByHand: PROOF }]);
  expect(seen.timeline.at(-1).text).toContain(PROOF.note);
  expect(await paid(order)).toEqual({ fen: order.totalFen - PRICE, reserved: 0 });
});

test('a card that WeChat does not take, or that cannot be paid either, is a failed case again and can be sent elsewhere', async () => {
  const order = await abnormal(2);
  fault('error', { status: 400, code: 'PARAM_ERROR' });
  expect((await toCard(order.caseId)).status).toBe(200);
  await settled(order, ['failed']);
  expect((await adminDetail(order)).refunds[0]).toMatchObject({
    failure: expect.stringContaining('核对开户银行'),
    remedies: ['retry', 'other-account', 'by-hand'],
  });
  expect(await row(order)).toEqual({ status: 'abnormal', redirect: null, redirected_to: null });
  // This time WeChat takes it and cannot deliver it again.
  expect((await toCard(order.caseId)).status).toBe(200);
  await app.platform.jobs.drain();
  await settled(order, ['failed']);
  expect((await toMerchant(order.caseId)).status).toBe(200);
  await settled(order, ['succeeded']);
  expect(atWechat(order)).toHaveLength(1);
});

test('WeChat that is silent, or whose answer is lost, is asked again; a lost job is found; the card is paid once', async () => {
  const order = await abnormal();
  fault('error', { times: 2 });
  const lost = await abnormal();
  expect((await toCard(order.caseId)).status).toBe(200);
  await app.platform.jobs.drain();
  expect((await adminDetail(order)).refunds[0]).toMatchObject({
    state: 'sending',
    failure: expect.stringContaining('没有响应'),
  });
  await timersRun(app);
  fault('lose-answer');
  await timersRun(app);
  await timersRun(app);
  await settled(order, ['succeeded']);
  expect(await row(order)).toMatchObject({ redirect: null });
  expect((await toCard(lost.caseId)).status).toBe(200);
  await app.sql.query('update outbox set relayed_at = now() where relayed_at is null');
  await app.sql.query(`update payment_refund set next_try_at = now() - interval '11 minutes' where subject_id = $1`, [
    lost.id,
  ]);
  await sweepsRun(app);
  await settled(lost, ['succeeded']);
});

test('a call-back that tells late that the refund was abnormal does not undo the new account', async () => {
  const order = await abnormal();
  app.sandbox.control.settings({ refundDelayMs: 600_000 });
  expect((await toCard(order.caseId)).status).toBe(200);
  await app.platform.jobs.drain();
  const [sent] = atWechat(order);
  const notice = signNotice(
    app,
    {
      mchid: app.sandbox.merchant.mchid,
      out_trade_no: sent!.outTradeNo,
      transaction_id: sent!.transactionId,
      out_refund_no: sent!.outRefundNo,
      refund_id: sent!.refundId,
      refund_status: 'ABNORMAL',
      user_received_account: '支付用户零钱',
      amount: { total: sent!.totalFen, refund: PRICE, payer_total: sent!.totalFen, payer_refund: PRICE },
    },
    { event: 'REFUND.ABNORMAL' },
  );
  expect((await deliver(app, notice, '/wechat/refund/shop1')).status).toBe(200);
  await app.platform.jobs.drain();
  expect(await row(order)).toMatchObject({ status: 'processing', redirected_to: 'card' });
  expect((await owner.post(`/admin/refunds/${order.caseId}/by-hand`, PROOF)).body.code).toBe('REFUND_STATE');
  app.sandbox.control.settings({ refundDelayMs: 20 });
});

test('only abnormal refunds, only staff who may refund, only a whole card; each use is in the audit', async () => {
  const order = await bought([PRICE], 2);
  app.sandbox.control.addFault({ target: 'refund', action: 'closed', number: `${order.number}J` });
  const { body } = await refund(order, all(order, 1));
  expect((await toCard(body.id)).body.code).toBe('REFUND_STATE');
  await settled(order, ['failed']);
  expect((await toCard(body.id)).body.code).toBe('REFUND_NOT_ABNORMAL');
  expect((await toMerchant(body.id)).body.code).toBe('REFUND_NOT_ABNORMAL');
  expect((await adminDetail(order)).refunds[0].remedies).toEqual(['retry', 'by-hand']);
  const strange = await abnormal();
  const clerk = await app.given.staff(['order:read']);
  expect((await toCard(strange.caseId, CARD, undefined, clerk)).status).toBe(403);
  for (const wrong of [{ bank: 'XXX' }, { cardNumber: '123' }, { cardNumber: '6222x20200112230' }, { name: '' }])
    expect((await toCard(strange.caseId, { ...CARD, ...wrong })).status, JSON.stringify(wrong)).toBe(400);
  expect((await toMerchant(strange.caseId, { note: '', picture: null })).status).toBe(400);
  expect((await toCard(strange.caseId)).status).toBe(200);
  const { rows } = await app.sql.query(
    `select operation, result, target from audit where operation = 'sendRefundToCard' and target = $1 and result < 300`,
    [strange.caseId],
  );
  expect(rows).toEqual([{ operation: 'sendRefundToCard', result: 200, target: strange.caseId }]);
  await settled(strange, ['succeeded']);
});
