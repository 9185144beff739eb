import { type TradeBill, WechatError, WechatPayError } from '@jishi/wechat';
import { chinaDate, chinaDayStart, DAY, HOUR, nowMs } from '../../../kernel/clock.ts';
import { sumFen } from '../../../kernel/money.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { cut } from '../../../kernel/text.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { wechatOf } from '../../identity/tenant/index.ts';
import { ORDER, pursesBetween } from '../order/index.ts';
import { book, bookOf, firstPaidAt } from '../payment/index.ts';
import { settlementRefusals } from './settlement.api.ts';
import { type BillEntry, type BookEntry, compare, comparePurses, daysBetween } from './settlement.rules.ts';
import * as store from './settlement.store.ts';

/** WeChat makes the bill of a day until ten the next morning. */
const BILL_READY_AFTER_MS = DAY + 10 * HOUR;

/** How far from a day of the bill our book may have the same entry: across midnight, and a refund that took a while. */
const NEAR_MS = 2 * DAY;

/** The last day whose bill WeChat has made. */
export const lastBillDay = (atMs: number): string => chinaDate(atMs - BILL_READY_AFTER_MS);

/**
 * Compares our book of a day with WeChat's bill and keeps every difference; running again replaces the result. A refund belongs to the day
 * on which WeChat accepted it. What the bill has under another day than our book is no difference, and clears the one of that day. Refuses with
 * DAY_NOT_OVER (a sandbox makes the bill of the running day too) and BILL_UNAVAILABLE, which is kept as a failed run.
 */
export async function reconcile(platform: Platform, tenantId: number, day: string): Promise<void> {
  const { database } = platform;
  const from = chinaDayStart(day);
  const account = await wechatOf(platform).account(tenantId);
  if (from.getTime() > nowMs() || (!account.sandbox && day > lastBillDay(nowMs())))
    throw settlementRefusals.DAY_NOT_OVER();
  const fetched = await fetchBill(() => account.client.tradeBill({ billDate: day, billType: 'ALL' }));
  const ours = await book(database.forTenant(tenantId), tenantId, from, new Date(from.getTime() + DAY));
  const purses = await pursesBetween(database.forTenant(tenantId), tenantId, from, new Date(from.getTime() + DAY));
  if ('failure' in fetched) {
    await database.inTx(tenantId, (tx) =>
      store.saveDay(tx, tenantId, day, { ...summary(ours, [], []), status: 'failed', failure: fetched.failure }, []),
    );
    throw settlementRefusals.BILL_UNAVAILABLE({ day }, fetched.failure);
  }
  const bill = billEntries(fetched.bill);
  const near = { from: new Date(from.getTime() - NEAR_MS), to: new Date(from.getTime() + DAY + NEAR_MS) };
  const elsewhere = await bookOf(database.forTenant(tenantId), tenantId, near, {
    payments: missing(ours.payments, bill.payments),
    refunds: missing(ours.refunds, bill.refunds),
  });
  const differences = [
    ...compare('payment', ours.payments.map(paymentEntry), bill.payments, elsewhere.payments.map(paymentEntry)),
    ...compare('refund', ours.refunds.map(refundEntry), bill.refunds, elsewhere.refunds.map(refundEntry)),
    ...comparePurses(purses),
  ];
  const result = {
    ...summary(ours, bill.payments, bill.refunds),
    status: differences.length > 0 ? ('different' as const) : ('balanced' as const),
    failure: null,
  };
  await database.inTx(tenantId, async (tx) => {
    await store.saveDay(tx, tenantId, day, result, differences);
    const by = { by: 'system', note: `已在 ${day} 的微信账单中出现（跨零点），自动消除` };
    for (const subject of ['payment', 'refund'] as const) {
      const numbers = elsewhere[`${subject}s`].map((r) => r.number);
      if (numbers.length > 0)
        await store.handle(tx, tenantId, { notDay: day, subject, numbers, kind: 'missing-in-bill' }, by);
    }
  });
}

/** Numbers that the bill of a day has and our book of the day has not. */
function missing(book: readonly { number: string }[], bill: readonly BillEntry[]): string[] {
  const bookNumbers = new Set(book.map((b) => b.number));
  return bill.flatMap((b) => (bookNumbers.has(b.number) ? [] : b.number));
}

type Book = Awaited<ReturnType<typeof book>>;
type Row = Book['payments'][number];
const paymentEntry = (r: Row): BookEntry => ({
  number: r.number,
  fen: r.amount_fen,
  orderId: r.subject_kind === ORDER ? r.subject_id : null,
  done: true,
});
const refundEntry = (r: Row): BookEntry => ({ ...paymentEntry(r), done: r.status === 'succeeded' });

const summary = (ours: Book, payments: BillEntry[], refunds: BillEntry[]) => {
  const done = ours.refunds.filter((r) => refundEntry(r).done);
  const succeeded = refunds.filter((r) => r.state === 'SUCCESS');
  return {
    payments: ours.payments.length,
    payments_fen: sumFen(ours.payments.map((p) => p.amount_fen)),
    refunds: done.length,
    refunds_fen: sumFen(done.map((r) => r.amount_fen)),
    bill_payments_fen: sumFen(payments.map((p) => p.fen)),
    bill_refunds_fen: sumFen(succeeded.map((r) => r.fen)),
  };
};

/** How far back days are made up for, and how many in one run; a bill that could not be had is asked for again after half an hour. */
const MADE_UP_DAYS = 31;
const DAYS_AT_ONCE = 10;
const AGAIN_AFTER_MS = HOUR / 2;

/**
 * Days that should be reconciled and are not, oldest first: since the shop was first paid, at most a month; without any payment,
 * yesterday. Also those whose bill could not be had.
 */
async function dueDays(db: Db, tenantId: number): Promise<string[]> {
  const last = lastBillDay(nowMs());
  const firstPaid = await firstPaidAt(db, tenantId);
  const oldest = chinaDate(chinaDayStart(last).getTime() - MADE_UP_DAYS * DAY);
  const since = firstPaid ? chinaDate(firstPaid.getTime()) : last;
  const rows = new Map((await store.lastDays(db, tenantId, MADE_UP_DAYS + 2)).map((r) => [r.day, r]));
  return daysBetween([since, oldest].sort()[1] ?? last, last).filter((day) => {
    const row = rows.get(day);
    return !row || (row.status === 'failed' && row.ran_at.getTime() < nowMs() - AGAIN_AFTER_MS);
  });
}

/** Reconciles what is due; a bill that cannot be had ends the run, the next one goes on. A shop without WeChat has nothing to reconcile. */
export async function reconcileDue(platform: Platform, tenantId: number, signal: AbortSignal): Promise<void> {
  const { database, log } = platform;
  const due = await dueDays(database.forTenant(tenantId), tenantId);
  for (const day of due.slice(0, DAYS_AT_ONCE)) {
    if (signal.aborted) return;
    try {
      await reconcile(platform, tenantId, day);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ err: error, tenantId, day }, 'a day could not be reconciled; it is tried again');
      return;
    }
  }
}

/** A day without any trade has no bill: WeChat answers NO_STATEMENT_EXIST, which is an empty bill. */
async function fetchBill(
  download: () => Promise<TradeBill>,
): Promise<{ bill: TradeBill | null } | { failure: string }> {
  try {
    return { bill: await download() };
  } catch (error) {
    if (error instanceof WechatPayError && error.code === 'NO_STATEMENT_EXIST') return { bill: null };
    if (error instanceof WechatError) return { failure: cut(`微信账单下载失败：${error.message}`, 200) };
    throw error;
  }
}

/** The rows of a trade bill: one a payment, and one more a refund of it. */
function billEntries(bill: TradeBill | null): { payments: BillEntry[]; refunds: BillEntry[] } {
  const rows = bill?.rows ?? [];
  return {
    payments: rows
      .filter((r) => r.tradeState === 'SUCCESS')
      .map((r) => ({ number: r.outTradeNo, fen: r.totalFen, state: 'SUCCESS' })),
    refunds: rows
      .filter((r) => r.tradeState === 'REFUND')
      .map((r) => ({ number: r.outRefundNo, fen: r.refundFen, state: r.refundState })),
  };
}
