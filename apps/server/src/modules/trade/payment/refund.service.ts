import type { RefundNotice } from '@jishi/wechat';
import { now, nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { cut } from '../../../kernel/text.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { type Chain, move as moveLeg, post, releaseAll, reserve, settleAll } from '../../../platform/ledger/index.ts';
import { emit, eventKind, jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import { paymentRefusals } from './payment.api.ts';
import { PAYER, paidAccount } from './payment.rules.ts';
import { type PaymentRow, paymentsOf } from './payment.store.ts';
import { type Redirect, redirectRefusal } from './redirect.rules.ts';
import * as rules from './refund.rules.ts';
import * as store from './refund.store.ts';

/** A refund came into another state; who listens looks which, because events may come in any order. */
export const refundTurned = eventKind<{ refundId: string; caseId: string }>('payment.refund-turned');
export const sendRefund = jobKind<{ refundId: string }>('payment.send-refund');
export const checkRefund = jobKind<{ refundId: string }>('payment.check-refund');

export interface RefundAsk {
  amountFen: number;
  reason: string;
  /** What people see of it: the after-sales case that it pays. */
  caseId: string;
}
type Row = Omit<store.RefundRow, 'trade_number' | 'paid_fen'>;

const chainOf = (number: string): string => `refund/${number}`;
const reserved = (subjectId: string, number: string, { amountFen, reason }: RefundAsk): Chain => ({
  id: chainOf(number),
  legs: [
    reserve('fen', paidAccount(subjectId), PAYER, amountFen, {
      lackCode: 'REFUND_EXCEEDS_PAID',
      message: '退款金额超过可退金额',
    }),
  ],
  reason,
});

/** Records the intent to give money back; a job tells WeChat. Refuses with REFUND_EXCEEDS_PAID: the ledger holds what was paid. */
async function openRefund(
  tx: Tx,
  tenantId: number,
  payment: PaymentRow,
  ask: RefundAsk,
  beside: Chain[] = [],
): Promise<void> {
  const id = newId();
  const number = numberOf(id);
  await post(tx, tenantId, [...beside, reserved(payment.subject_id, number, ask)]);
  const { id: paymentId, subject_kind: kind, subject_id: subjectId } = payment;
  const refund = { id, paymentId, kind, subjectId, number, attempt: 1, ...ask };
  await store.insertRefund(tx, tenantId, refund);
  await send(tx, tenantId, id);
}

const numberOf = (id: string): string => `R${id.replaceAll('-', '')}`;

/**
 * Gives part or all of what was paid for a thing back; what else comes back for it is posted with it (`beside`). Refuses with
 * PAYMENT_MISMATCH when it was not paid here.
 */
export async function refundPayment(
  tx: Tx,
  tenantId: number,
  { kind, id }: { kind: string; id: string },
  ask: RefundAsk,
  beside: Chain[],
): Promise<void> {
  const paid = (await paymentsOf(tx, tenantId, kind, id)).find((p) => p.status === 'succeeded');
  if (!paid) throw paymentRefusals.PAYMENT_MISMATCH({ kind, id });
  await openRefund(tx, tenantId, paid, ask, beside);
}

/** Gives a payment that nobody wants (late, or the second one) back whole. */
export const refundWhole = (tx: Tx, tenantId: number, payment: PaymentRow, ask: Omit<RefundAsk, 'amountFen'>) =>
  openRefund(tx, tenantId, payment, { ...ask, amountFen: payment.amount_fen });

/**
 * Tries a case's refund again as its state asks for: refused, it is sent under the same number; closed, under a new one; abnormal, WeChat
 * is asked how it stands. False when there is nothing to try again.
 */
export async function retryRefund(tx: Tx, tenantId: number, caseId: string): Promise<boolean> {
  const row = await store.refundOfCase(tx, tenantId, caseId);
  if (row?.status === 'failed') {
    if (!(await resumeRefund(tx, tenantId, row.id))) return false;
    await send(tx, tenantId, row.id);
    return true;
  }
  if (row?.status === 'abnormal') {
    if (!(await store.turnRefund(tx, tenantId, row.id, 'processing', { next_try_at: now() }))) return false;
    await look(tx, tenantId, row.id);
    return true;
  }
  if (row?.status !== 'closed') return false;
  const id = newId();
  const ask = { amountFen: row.amount_fen, reason: row.reason, caseId };
  await post(tx, tenantId, [
    { id: `${chainOf(row.number)}/release`, legs: [releaseAll(chainOf(row.number))], reason: 'closed by WeChat' },
    reserved(row.subject_id, numberOf(id), ask),
  ]);
  const { payment_id: paymentId, subject_kind: kind, subject_id: subjectId } = row;
  const next = { id, paymentId, kind, subjectId, number: numberOf(id), attempt: row.attempt + 1 };
  await store.insertRefund(tx, tenantId, { ...next, ...ask });
  await send(tx, tenantId, id);
  return true;
}

const send = (tx: Tx, tenantId: number, refundId: string, afterMs?: number) =>
  schedule(tx, tenantId, sendRefund, { refundId }, { ...later(afterMs), key: `send-refund/${refundId}` });
const look = (tx: Tx, tenantId: number, refundId: string, afterMs?: number) =>
  schedule(tx, tenantId, checkRefund, { refundId }, { ...later(afterMs), key: `check-refund/${refundId}` });
const later = (ms?: number) => (ms === undefined ? {} : { runAt: inMs(ms) });
const inMs = (ms: number): Date => new Date(nowMs() + ms);

/**
 * The merchant paid the shopper in another way: the refund is over and the book says so. Returns fen, or null when WeChat may still pay
 * it. What the shopper was owed is no longer reserved.
 */
export async function payByHand(tx: Tx, tenantId: number, caseId: string): Promise<number | null> {
  const row = await store.refundOfCase(tx, tenantId, caseId);
  const done =
    row && (await store.turnRefund(tx, tenantId, row.id, 'by-hand', { next_try_at: null, succeeded_at: now() }));
  if (!done) return null;
  await post(tx, tenantId, {
    id: `${chainOf(row.number)}/by-hand`,
    legs: [releaseAll(chainOf(row.number)), moveLeg('fen', paidAccount(row.subject_id), rules.BY_HAND, row.amount_fen)],
    reason: 'paid back by hand',
  });
  return row.amount_fen;
}

export type RefundNews = Pick<RefundNotice, 'out_refund_no' | 'refund_id' | 'success_time' | 'amount'> & {
  status: string;
  create_time?: string;
  /** Of a call-back, which may come long after what it tells of. */
  isCallback?: boolean;
};

/**
 * What WeChat says of a refund: from its answer, its call-back or a query, in any order and more than once. Refuses with
 * PAYMENT_MISMATCH when the number or the amount is not ours; then nothing is changed. Returns the state that it did not fit, such as a
 * success after the merchant paid by hand; null when it fits.
 */
export async function applyRefundNews(tx: Tx, tenantId: number, news: RefundNews): Promise<string | null> {
  const row = await store.refundByNumber(tx, tenantId, news.out_refund_no);
  if (!row || news.amount.refund !== row.amount_fen)
    throw paymentRefusals.PAYMENT_MISMATCH({ number: news.out_refund_no });
  const to = rules.refundStateOf(news.status);
  if (to === 'abnormal' && news.isCallback && row.status === 'processing' && row.redirected_to) {
    // It may tell of the time before the refund was sent on to another account, so WeChat is asked how it stands now.
    await look(tx, tenantId, row.id);
    return null;
  }
  const accepted = news.create_time ? new Date(news.create_time) : (row.accepted_at ?? now());
  const wait = nextLook(to, 1);
  const turned = await store.turnRefund(tx, tenantId, row.id, to, {
    refund_id: news.refund_id,
    accepted_at: accepted,
    tries: 0,
    failure: rules.STATE_TEXTS[to] ?? null,
    redirect: null,
    ...(to === 'abnormal' ? { redirected_to: null } : {}),
    next_try_at: wait === null ? null : inMs(wait),
    ...(to === 'succeeded' ? { succeeded_at: news.success_time ? new Date(news.success_time) : now() } : {}),
  });
  if (!turned) return row.status === to ? null : row.status;
  if (to === 'succeeded')
    await post(tx, tenantId, {
      id: `${chainOf(row.number)}/settle`,
      legs: [settleAll(chainOf(row.number))],
      reason: 'refunded',
    });
  if (wait !== null) await look(tx, tenantId, row.id, wait);
  await tell(tx, tenantId, row);
  return null;
}

const tell = (tx: Tx, tenantId: number, row: Pick<Row, 'id' | 'case_id'>) =>
  emit(tx, tenantId, refundTurned, { refundId: row.id, caseId: row.case_id });

/** WeChat will not take this refund as it stands. What may pass, such as a lack of funds, is sent again by itself. */
export async function refuseRefund(tx: Tx, tenantId: number, row: Row, code: string, message: string): Promise<void> {
  const { text, again } = rules.reasonOf(code, message);
  const tries = row.tries + 1;
  const wait = again && tries < rules.REFUSED_TRIES ? rules.afterRefusalMs(tries) : null;
  const failed = await store.turnRefund(tx, tenantId, row.id, 'failed', {
    failure: cut(text, 200),
    tries,
    next_try_at: wait === null ? null : inMs(wait),
  });
  if (!failed) return;
  if (wait !== null) await send(tx, tenantId, row.id, wait);
  await tell(tx, tenantId, row);
}

/** A refused refund comes to its next try; false when staff decided otherwise meanwhile. */
export const resumeRefund = async (tx: Tx, tenantId: number, id: string): Promise<boolean> =>
  (await store.turnRefund(tx, tenantId, id, 'sending', { next_try_at: now() })) !== undefined;

/** Nobody knows whether WeChat took it: it is sent again under the same number until there is an answer. */
export async function sendLater(tx: Tx, tenantId: number, row: Row, why = rules.SILENT_TEXT): Promise<void> {
  const tries = row.tries + 1;
  const wait = rules.afterSilenceMs(tries);
  const columns = { failure: why, tries, next_try_at: inMs(wait) };
  if (await store.noteRefund(tx, tenantId, row.id, 'sending', columns)) await send(tx, tenantId, row.id, wait);
}

/** Asked about and still under way, or no answer: asked again later. `why` is noted when given. */
export async function lookLater(tx: Tx, tenantId: number, row: Row, why?: string): Promise<void> {
  const tries = row.tries + 1;
  const state = row.status as rules.RefundState;
  const wait = nextLook(state, tries);
  const columns = { tries, next_try_at: wait === null ? null : inMs(wait), ...(why ? { failure: why } : {}) };
  if ((await store.noteRefund(tx, tenantId, row.id, state, columns)) && wait !== null)
    await look(tx, tenantId, row.id, wait);
}

export const redirectPlace = (tenantId: number, refundId: string): Place => ({
  tenantId,
  purpose: 'refund-redirect',
  row: refundId,
});

/**
 * Has WeChat pay the abnormal refund of a case to another account; a job tells it. The card is kept sealed until WeChat has it. False
 * when the refund is not abnormal.
 */
export async function redirectRefund(
  tx: Tx,
  secrets: Secrets,
  tenantId: number,
  caseId: string,
  redirect: Redirect,
): Promise<boolean> {
  const row = await store.refundOfCase(tx, tenantId, caseId);
  if (row?.status !== 'abnormal' || !row.refund_id) return false;
  const turned = await store.turnRefund(tx, tenantId, row.id, 'processing', {
    redirect: secrets.seal(redirectPlace(tenantId, row.id), JSON.stringify(redirect)),
    redirected_to: redirect.to,
    failure: null,
    tries: 0,
    next_try_at: now(),
  });
  if (!turned) return false;
  await look(tx, tenantId, row.id);
  return true;
}

/** WeChat sends the refund on; how it ends is told by a call-back, or asked. */
export async function redirectAccepted(tx: Tx, tenantId: number, row: Row, answer: RefundNews): Promise<void> {
  const wait = rules.afterLookMs(1);
  const columns = { redirect: null, failure: null, tries: 0, next_try_at: inMs(wait) };
  if (!(await store.noteRefund(tx, tenantId, row.id, 'processing', columns))) return;
  if (rules.refundStateOf(answer.status) === 'processing') await look(tx, tenantId, row.id, wait);
  else await applyRefundNews(tx, tenantId, answer);
}

/** WeChat does not send it on: the refund is abnormal as before, unless WeChat says otherwise when it is asked now. */
export async function redirectRefused(tx: Tx, tenantId: number, row: Row, code: string, words: string): Promise<void> {
  const turned = await store.turnRefund(tx, tenantId, row.id, 'abnormal', {
    redirect: null,
    redirected_to: null,
    failure: cut(redirectRefusal(code, words), 200),
    tries: 0,
    next_try_at: now(),
  });
  if (!turned) return;
  await look(tx, tenantId, row.id);
  await tell(tx, tenantId, row);
}

function nextLook(state: rules.RefundState, looks: number): number | null {
  if (state === 'processing') return rules.afterLookMs(looks);
  return state === 'abnormal' ? rules.afterAbnormalMs(looks) : null;
}

/** Sets refunds in motion again whose job was lost. */
export async function pushRefunds(tx: Tx, tenantId: number, rows: { id: string; status: string }[]): Promise<void> {
  for (const { id, status } of rows)
    await (status === 'sending' || status === 'failed' ? send(tx, tenantId, id) : look(tx, tenantId, id));
}

/** How each case's refund stands, for its page. */
export interface RefundStanding {
  state: rules.RefundState;
  failure: string | null;
  nextTryAt: Date | null;
  remedies: rules.Remedy[];
  /** Where WeChat paid it instead, after it was abnormal. */
  redirectedTo: Redirect['to'] | null;
}
export async function refundStandings(
  db: Db,
  tenantId: number,
  caseIds: string[],
): Promise<Map<string, RefundStanding>> {
  const rows = await store.refundsOfCases(db, tenantId, caseIds);
  return new Map(
    [...rows].map(([caseId, row]) => {
      const state = row.status as rules.RefundState;
      const { failure, next_try_at: nextTryAt } = row;
      const redirectedTo = row.redirected_to as Redirect['to'] | null;
      return [caseId, { state, failure, nextTryAt, remedies: rules.remediesOf(state), redirectedTo }];
    }),
  );
}
