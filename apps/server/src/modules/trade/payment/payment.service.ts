import type { Transaction } from '@jishi/wechat';
import { now } from '../../../kernel/clock.ts';
import { type Tx, together } from '../../../platform/db/index.ts';
import { type Ending, move as moveLeg, type Work } from '../../../platform/ledger/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { paymentRefusals } from './payment.api.ts';
import { type Owing, PAYER, paidAccount } from './payment.rules.ts';
import { owingOf, payeeOf, type Verdict } from './payment.slots.ts';
import * as store from './payment.store.ts';
import { refundWhole } from './refund.service.ts';

/** Asks WeChat how a payment stands that nobody waits for any more, until it is over. */
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
  /** Why nobody wants the money; null: it is kept. */
  unwanted: 'closed' | 'twice' | null;
}
/** known: it was confirmed before. */
export type ConfirmOutcome = 'counted' | 'unwanted' | 'known';

/**
 * A payment is paid: by call-back or by query, first, again or late — always this one work. Money that is not wanted
 * any more is given back in the same transaction. Refuses with PAYMENT_MISMATCH when merchant, app or amount are not those of our payment; then
 * nothing is changed.
 */
export const confirmingWith = (platform: Platform): Work<Confirmation, Confirmed, ConfirmOutcome> => ({
  name: 'payment/confirm',
  reach: (_tenantId, { payment }) => ({
    chain: `payment/${payment.number}`,
    accounts: [PAYER, paidAccount(payment.subject_id)],
    ends: payeeOf(platform, payment.subject_kind).ends(owingOf(payment)),
  }),
  async prepare(tx, tenantId, asked) {
    const kinds = byKind(asked.map((a) => a.payment));
    const [payments, ...locked] = await together(
      store.lockPayments(
        tx,
        tenantId,
        asked.map((a) => a.payment.id),
      ),
      ...kinds.map(([kind, rows]) => payeeOf(platform, kind).lock(tx, tenantId, rows.map(owingOf))),
    );
    const verdictOf = new Map(kinds.map(([kind], n) => [kind, locked[n] as (owing: Owing) => Verdict]));
    return (one) => {
      const payment = payments.get(one.payment.id);
      checkTransaction(payment, one);
      if (payment.status === 'succeeded' || payment.status === 'late') return { answer: 'known' };
      const verdict = verdictOf.get(payment.subject_kind)?.(owingOf(payment)) ?? { unwanted: 'closed' };
      const money = moveLeg('fen', PAYER, paidAccount(payment.subject_id), payment.amount_fen);
      const endings: readonly Ending[] = 'kept' in verdict ? verdict.kept : [];
      return { legs: [...endings, money], reason: 'WeChat Pay', plan: confirmed(payment, verdict, one) };
    };
  },
  async write(tx, tenantId, accepted) {
    const plans = accepted.map((a) => a.plan);
    const kept = byKind(plans.flatMap((p) => (p.unwanted ? [] : { ...p.payment, at: p.at })));
    await together<unknown[]>(
      store.payPayments(tx, tenantId, plans),
      ...kept.map(([kind, rows]) =>
        payeeOf(platform, kind).paid(
          tx,
          tenantId,
          rows.map((row) => ({ ...owingOf(row), at: row.at })),
        ),
      ),
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
    write: async (tx, tenantId, accepted) => {
      for (const { plan } of accepted) await giveBack(platform, tx, tenantId, plan);
    },
  },
  repeated: async (_tx, _tenantId, asked) => asked.map(() => 'known'),
});

/** Money that nobody wants goes back, where people can see it. */
async function giveBack(
  platform: Platform,
  tx: Tx,
  tenantId: number,
  { payment, to, unwanted }: Confirmed,
): Promise<void> {
  if (!unwanted) return;
  const late = { ...payment, status: to };
  const { id, reason } = await payeeOf(platform, payment.subject_kind).unwanted(tx, tenantId, late, unwanted);
  await refundWhole(tx, tenantId, late, { caseId: id, reason });
}

/** By kind, in the order of their names, so that rows are locked in one order everywhere. */
function byKind<R extends { subject_kind: string }>(rows: readonly R[]): [string, R[]][] {
  const kinds = new Map<string, R[]>();
  for (const row of rows) kinds.set(row.subject_kind, [...(kinds.get(row.subject_kind) ?? []), row]);
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
}

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

function confirmed(payment: store.PaymentRow, verdict: Verdict, { transaction, notice }: Confirmation): Confirmed {
  const unwanted = 'unwanted' in verdict ? verdict.unwanted : null;
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
