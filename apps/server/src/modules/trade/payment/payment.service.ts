import type { Transaction } from '@jishi/wechat';
import { now } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { move as moveLeg, post } from '../../../platform/ledger/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import { markPaid, PAYER, paidAccount } from '../order/index.ts';
import { paymentRefusals } from './payment.api.ts';
import type { UnwantedMoney } from './payment.slots.ts';
import * as store from './payment.store.ts';

/** Asks WeChat how a payment stands whose order needs it no more, until it is over. */
export const settlePayment = jobKind<{ paymentId: string }>('payment.settle');

/**
 * WeChat says that a number is paid: by call-back or by query, first, again or late — always this one command. Money that the order no
 * longer wants is given back in the same transaction. Refuses with PAYMENT_MISMATCH when merchant, app or amount are not those of our
 * payment; then nothing is changed.
 */
export async function confirmPayment(tx: Tx, tenantId: number, t: Transaction, giveBack: UnwantedMoney): Promise<void> {
  const payment = await store.lockPayment(tx, tenantId, t.out_trade_no);
  if (!payment || t.trade_state !== 'SUCCESS') throw paymentRefusals.PAYMENT_MISMATCH({ number: t.out_trade_no });
  const agrees = t.mchid === payment.mchid && t.appid === payment.appid && t.amount?.total === payment.amount_fen;
  if (!agrees) throw paymentRefusals.PAYMENT_MISMATCH({ number: t.out_trade_no });
  if (payment.status === 'succeeded' || payment.status === 'late') return;
  const at = t.success_time ? new Date(t.success_time) : now();
  const outcome = await markPaid(tx, tenantId, payment.order_id, at);
  await post(tx, tenantId, {
    id: `payment/${payment.number}`,
    legs: [moveLeg('fen', PAYER, paidAccount(payment.order_id), payment.amount_fen)],
    reason: 'WeChat Pay',
  });
  const columns = { transaction_id: t.transaction_id, payer_openid: t.payer?.openid ?? null, succeeded_at: at };
  const state = outcome === 'paid' ? 'succeeded' : 'late';
  const counted = await store.movePayment(tx, tenantId, payment.id, state, columns);
  // The row is locked and was neither: an order that is paid by a payment that does not count must not be committed.
  if (!counted) throw new Error(`payment ${payment.number} could not turn ${state}`);
  if (outcome !== 'paid') await giveBack(tx, tenantId, counted, outcome === 'late' ? 'closed' : 'twice');
}

/** Has WeChat asked about payments, each by a job of its own. */
export async function settleSoon(tx: Tx, tenantId: number, rows: readonly { id: string }[]): Promise<void> {
  for (const { id } of rows) await schedule(tx, tenantId, settlePayment, { paymentId: id }, { key: `settle/${id}` });
}
