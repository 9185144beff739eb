import type { DIFFERENCES } from './settlement.api.ts';

export interface BookEntry {
  number: string;
  fen: number;
  orderId: string;
}
export interface BillEntry {
  number: string;
  fen: number;
  /** WeChat's own state of the row, e.g. SUCCESS. */
  state: string;
}
export interface FoundDifference {
  kind: (typeof DIFFERENCES)[number];
  subject: 'payment' | 'refund';
  number: string;
  orderId: string | null;
  bookFen: number | null;
  billFen: number | null;
}

/** Compares our book of a day with WeChat's bill, both ways; each number is reported once. Amounts in fen. */
export function compare(
  subject: 'payment' | 'refund',
  book: readonly BookEntry[],
  bill: readonly BillEntry[],
): FoundDifference[] {
  const inBill = new Map(bill.map((b) => [b.number, b]));
  const inBook = new Map(book.map((b) => [b.number, b]));
  const ours = book.flatMap((entry): FoundDifference[] => {
    const theirs = inBill.get(entry.number);
    const base = {
      subject,
      number: entry.number,
      orderId: entry.orderId,
      bookFen: entry.fen,
      billFen: theirs?.fen ?? null,
    };
    if (!theirs) return [{ ...base, kind: 'missing-in-bill' }];
    if (theirs.fen !== entry.fen) return [{ ...base, kind: 'amount' }];
    return theirs.state === 'SUCCESS' ? [] : [{ ...base, kind: 'state' }];
  });
  const onlyTheirs = bill
    .filter((b) => b.state === 'SUCCESS' && !inBook.has(b.number))
    .map(
      (b): FoundDifference => ({
        kind: 'missing-in-book',
        subject,
        number: b.number,
        orderId: null,
        bookFen: null,
        billFen: b.fen,
      }),
    );
  return [...ours, ...onlyTheirs];
}

const CAUSES: Record<FoundDifference['kind'], { cause: string; advice: string }> = {
  'missing-in-book': {
    cause: '微信有这笔成功交易，系统没有记录：可能回调丢失，或由其他系统用同一商户号收款',
    advice: '请在微信商户平台按单号核对这笔交易，并确认商户号没有被其他系统使用',
  },
  'missing-in-bill': {
    cause: '系统记为成功，微信当日账单没有这笔：可能跨零点入账',
    advice: '请查看前后一天的账单；若都没有，请立即联系微信支付客服核实',
  },
  amount: { cause: '同一单号金额不一致', advice: '请勿发货，核对订单金额与微信商户平台的交易详情' },
  state: { cause: '微信账单中的状态不是成功', advice: '请在微信商户平台查询该单的最新状态' },
};
export const explainDifference = (kind: string): { cause: string; advice: string } =>
  CAUSES[kind as FoundDifference['kind']] ?? { cause: kind, advice: '' };
