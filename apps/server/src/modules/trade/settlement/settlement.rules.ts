import type { DIFFERENCES } from './settlement.api.ts';

export interface BookEntry {
  number: string;
  fen: number;
  /** Null: of something that is no order. */
  orderId: string | null;
  /** Whether the money has moved: a refund that WeChat accepted may still be under way, or have failed. */
  done: boolean;
}
export interface BillEntry {
  number: string;
  fen: number;
  /** WeChat's own state of the row, e.g. SUCCESS. */
  state: string;
}
export interface FoundDifference {
  kind: (typeof DIFFERENCES)[number];
  subject: 'payment' | 'refund' | 'purse';
  number: string;
  orderId: string | null;
  bookFen: number | null;
  billFen: number | null;
}

/**
 * Compares our book of a day with WeChat's bill, both ways; each number is reported once. What the bill lists under another day than our
 * book (`elsewhere`: those entries of the book) is no difference when it agrees otherwise. Amounts in fen.
 */
export function compare(
  subject: 'payment' | 'refund',
  book: readonly BookEntry[],
  bill: readonly BillEntry[],
  elsewhere: readonly BookEntry[] = [],
): FoundDifference[] {
  const inBill = new Map(bill.map((b) => [b.number, b]));
  const inBook = new Set(book.map((b) => b.number));
  const other = new Map(elsewhere.map((b) => [b.number, b]));
  const ours = book.flatMap((entry) => unlike(subject, entry, inBill.get(entry.number)));
  const theirs = bill
    .filter((b) => !inBook.has(b.number))
    .flatMap((b): FoundDifference[] => {
      const entry = other.get(b.number);
      if (entry) return unlike(subject, entry, b);
      if (b.state !== 'SUCCESS') return [];
      return [{ kind: 'missing-in-book', subject, number: b.number, orderId: null, bookFen: null, billFen: b.fen }];
    });
  return [...ours, ...theirs];
}

function unlike(subject: 'payment' | 'refund', entry: BookEntry, theirs: BillEntry | undefined): FoundDifference[] {
  const { number, orderId, fen: bookFen, done } = entry;
  const base = { subject, number, orderId, bookFen, billFen: theirs?.fen ?? null };
  if (!theirs) return done ? [{ ...base, kind: 'missing-in-bill' }] : [];
  if (theirs.fen !== bookFen) return [{ ...base, kind: 'amount' }];
  return (theirs.state === 'SUCCESS') === done ? [] : [{ ...base, kind: 'state' }];
}

/** Orders whose purses are not what the ledger says; in fen, or points. */
export const comparePurses = (
  entries: readonly { orderId: string; number: string; parts: number; ledger: number }[],
): FoundDifference[] =>
  entries
    .filter((e) => e.parts !== e.ledger)
    .map(({ orderId, number, parts, ledger }) => ({
      ...{ kind: 'purse' as const, subject: 'purse' as const, number, orderId },
      ...{ bookFen: parts, billFen: ledger },
    }));

/** Days from `first` to `last`, both counted, oldest first; none when `first` is later. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= Date.parse(`${last}T00:00:00Z`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/**
 * The last `most` days, newest first: from the first reconciled one to the last that has a bill or a result. A day without a row waits to
 * be reconciled. `rows` are newest first; none means that nothing was ever reconciled, and no day is shown.
 */
export function withWaitingDays<R extends { day: string }>(
  rows: readonly R[],
  lastBill: string,
  most: number,
): { day: string; row: R | null }[] {
  const [newest, oldest] = [rows.at(0)?.day, rows.at(-1)?.day];
  if (!newest || !oldest) return [];
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return daysBetween(oldest, newest > lastBill ? newest : lastBill)
    .slice(-most)
    .reverse()
    .map((day) => ({ day, row: byDay.get(day) ?? null }));
}

/** What handles a difference of the same kind found again. */
export const differenceKey = (d: {
  kind: string;
  subject: string;
  number: string;
  bookFen: number | null;
  billFen: number | null;
}): string => [d.kind, d.subject, d.number, d.bookFen, d.billFen].join('/');

const CAUSES: Record<FoundDifference['kind'], { cause: string; advice: string }> = {
  'missing-in-book': {
    cause: '微信有这笔成功交易，系统没有记录：可能回调丢失，或由其他系统用同一商户号收款',
    advice: '请在微信商户平台按单号核对这笔交易，并确认商户号没有被其他系统使用',
  },
  'missing-in-bill': {
    cause: '系统记为成功，微信当日账单没有这笔：可能跨零点入账，前后一天的账单里有就会自动消除',
    advice: '请等次日账单核对；若仍在，请联系微信支付客服核实，弄清后在这里标记已处理',
  },
  amount: { cause: '同一单号金额不一致', advice: '请勿发货，核对订单金额与微信商户平台的交易详情' },
  purse: {
    cause: '订单记录的余额、积分支付与账户流水不一致',
    advice: '请在客户页核对这位客户的明细，弄清后在这里标记已处理',
  },
  state: { cause: '系统与微信账单的退款状态不同', advice: '请在微信商户平台查询该单的最新状态' },
};
export const explainDifference = (kind: string): { cause: string; advice: string } =>
  CAUSES[kind as FoundDifference['kind']] ?? { cause: kind, advice: '' };
