import type { Transaction } from '@jishi/wechat';
import { now } from '../../../kernel/clock.ts';
import { type Tx, together } from '../../../platform/db/index.ts';
import { move as moveLeg, type Work } from '../../../platform/ledger/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type HeadRow, lockHeads, orderChain, PAYER, paidAccount, settleOrder, writePaid } from '../order/index.ts';
import { paymentRefusals } from './payment.api.ts';
import { unwantedMoney } from './payment.slots.ts';
import * as store from './payment.store.ts';

/** Asks WeChat how a payment stands whose order needs it no more, until it is over. */
export const settlePayment = jobKind<{ paymentId: string }>('payment.settle');
/** WeChat says that a payment is paid. */
export interface Confirmation {
  /** As it was when the news came; what it is now is read under the lock. */
  payment: store.PaymentRow;
  transaction: Transaction;
  /** The call-back that said so, if one did. */
  notice: store.Notice | null;
}
interface Confirmed extends store.PaidPayment {
  payment: store.PaymentRow;
  notice: store.Notice | null;
  /** Why the order does not want the money; null: it does. */
  unwanted: 'closed' | 'twice' | null;
}
/** known: it was confirmed before. */
export type ConfirmOutcome = 'counted' | 'unwanted' | 'known';

/**
 * A payment is paid: by call-back or by query, first, again or late — always this one work. Money that the order no longer wants is
 * given back in the same transaction. Refuses with PAYMENT_MISMATCH when merchant, app or amount are not those of our payment; then
 * nothing is changed.
 */
export const confirmingWith = (platform: Platform): Work<Confirmation, Confirmed, ConfirmOutcome> => ({
  name: 'payment/confirm',
  reach: (_tenantId, { payment: { number, order_id } }) => ({
    chain: `payment/${number}`,
    accounts: [PAYER, paidAccount(order_id)],
    ends: [orderChain(order_id)],
  }),
  async prepare(tx, tenantId, asked) {
    const [payments, heads] = await together(
      store.lockPayments(
        tx,
        tenantId,
        asked.map((a) => a.payment.id),
      ),
      lockHeads(
        tx,
        tenantId,
        asked.map((a) => a.payment.order_id),
      ),
    );
    return (one) => {
      const payment = payments.get(one.payment.id);
      checkTransaction(payment, one);
      if (payment.status === 'succeeded' || payment.status === 'late') return { answer: 'known' };
      const plan = confirmed(payment, heads.get(payment.order_id), one);
      const money = moveLeg('fen', PAYER, paidAccount(payment.order_id), payment.amount_fen);
      const legs = plan.unwanted ? [money] : [settleOrder(payment.order_id), money];
      return { legs, reason: 'WeChat Pay', plan };
    };
  },
  async write(tx, tenantId, accepted) {
    const plans = accepted.map((a) => a.plan);
    const counted = plans.filter((p) => !p.unwanted).map((p) => ({ orderId: p.payment.order_id, at: p.at }));
    await together(
      store.payPayments(tx, tenantId, plans),
      writePaid(platform, tx, tenantId, counted, '微信支付成功'),
      store.keepNotices(
        tx,
        tenantId,
        plans.flatMap((p) => p.notice ?? []),
      ),
    );
    return plans.map((p) => (p.unwanted ? 'unwanted' : 'counted'));
  },
  afterwards: {
    isNeeded: (plan) => plan.unwanted !== null,
    async write(tx, tenantId, accepted) {
      const giveBack = platform.slots.one(unwantedMoney);
      for (const { plan } of accepted)
        if (plan.unwanted) await giveBack(tx, tenantId, { ...plan.payment, status: plan.to }, plan.unwanted);
    },
  },
  repeated: async (_tx, _tenantId, asked) => asked.map(() => 'known'),
});

function checkTransaction(
  payment: store.PaymentRow | undefined,
  { transaction: t }: Confirmation,
): asserts payment is store.PaymentRow {
  const agrees =
    payment?.number === t.out_trade_no &&
    t.trade_state === 'SUCCESS' &&
    t.mchid === payment.mchid &&
    t.appid === payment.appid &&
    t.amount?.total === payment.amount_fen;
  if (!agrees) throw paymentRefusals.PAYMENT_MISMATCH({ number: t.out_trade_no });
}

function confirmed(
  payment: store.PaymentRow,
  head: HeadRow | undefined,
  { transaction, notice }: Confirmation,
): Confirmed {
  const unwanted = head?.status === 'unpaid' ? null : head?.status === 'closed' ? 'closed' : 'twice';
  return {
    id: payment.id,
    payment,
    notice,
    unwanted,
    to: unwanted ? 'late' : 'succeeded',
    transactionId: transaction.transaction_id ?? null,
    payerOpenid: transaction.payer?.openid ?? null,
    at: transaction.success_time ? new Date(transaction.success_time) : now(),
  };
}

/** Has WeChat asked about payments, each by a job of its own. */
export async function settleSoon(tx: Tx, tenantId: number, rows: readonly { id: string }[]): Promise<void> {
  for (const { id } of rows) await schedule(tx, tenantId, settlePayment, { paymentId: id }, { key: `settle/${id}` });
}
