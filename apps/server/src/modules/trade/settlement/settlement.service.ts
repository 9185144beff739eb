import { type TradeBill, WechatError, WechatPayError } from '@jishi/wechat';
import { chinaDate, chinaDayStart, DAY, HOUR, nowMs } from '../../../kernel/clock.ts';
import { sumFen } from '../../../kernel/money.ts';
import { cut } from '../../../kernel/text.ts';
import type { Platform } from '../../../platform/platform.ts';
import { wechatOf } from '../../identity/tenant/index.ts';
import { book } from '../payment/index.ts';
import { settlementRefusals } from './settlement.api.ts';
import { type BillEntry, compare } from './settlement.rules.ts';
import * as store from './settlement.store.ts';

/** WeChat makes the bill of a day until ten the next morning. */
const BILL_READY_AFTER_MS = DAY + 10 * HOUR;

/** The last day whose bill WeChat has made. */
export const lastBillDay = (atMs: number): string => chinaDate(atMs - BILL_READY_AFTER_MS);

/**
 * Compares our book of a day with WeChat's bill and keeps every difference; running again replaces the result. Refuses with
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
  if ('failure' in fetched) {
    await database.inTx(tenantId, (tx) =>
      store.saveDay(tx, tenantId, day, { ...summary(ours, [], []), status: 'failed', failure: fetched.failure }, []),
    );
    throw settlementRefusals.BILL_UNAVAILABLE({ day }, fetched.failure);
  }
  const { payments, refunds } = billEntries(fetched.bill);
  const entries = (rows: typeof ours.payments) =>
    rows.map((r) => ({ number: r.number, fen: r.amount_fen, orderId: r.order_id }));
  const differences = [
    ...compare('payment', entries(ours.payments), payments),
    ...compare('refund', entries(ours.refunds), refunds),
  ];
  const result = {
    ...summary(ours, payments, refunds),
    status: differences.length > 0 ? ('different' as const) : ('balanced' as const),
    failure: null,
  };
  await database.inTx(tenantId, (tx) => store.saveDay(tx, tenantId, day, result, differences));
}

type Book = Awaited<ReturnType<typeof book>>;
const summary = (ours: Book, payments: BillEntry[], refunds: BillEntry[]) => ({
  payments: ours.payments.length,
  payments_fen: sumFen(ours.payments.map((p) => p.amount_fen)),
  refunds: ours.refunds.length,
  refunds_fen: sumFen(ours.refunds.map((r) => r.amount_fen)),
  bill_payments_fen: sumFen(payments.map((p) => p.fen)),
  bill_refunds_fen: sumFen(refunds.map((r) => r.fen)),
});

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
