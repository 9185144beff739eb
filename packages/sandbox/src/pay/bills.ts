import type { Refund, Store, Transaction } from '../state.ts';
import { csv, line, type Period, yuan } from './csv.ts';
import { feeFen, refundFees } from './purse.ts';
import { billTime } from './time.ts';

export type BillType = 'ALL' | 'SUCCESS' | 'REFUND';

const COMMON =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额';
const REFUND_COLUMNS = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态';
const HEADERS: Record<BillType, string> = {
  ALL: `${COMMON},${REFUND_COLUMNS},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`,
  SUCCESS: `${COMMON},商品名称,商户数据包,手续费,费率,订单金额,费率备注`,
  REFUND: `${COMMON},退款申请时间,退款成功时间,${REFUND_COLUMNS},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`,
};
const SUMMARY_HEADER = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
/** The trade bill of a period, CSV with a BOM and backticks, or null when nothing happened. Amounts in yuan. */
export function tradeBill(store: Store, type: BillType, period: Period): string | null {
  const payments = type === 'REFUND' ? [] : paidIn(store, period);
  const refunds = type === 'SUCCESS' ? [] : refundedIn(store, period);
  const fees = refundFees(store.refunds.all());
  const feeBack = (refund: Refund) => fees.get(refund.outRefundNo) ?? 0;
  const rows = [
    ...payments.map((trade) => ({ atMs: trade.paidAtMs ?? 0, cells: paymentCells(trade, type) })),
    ...refunds.map((refund) => ({
      atMs: refund.createdAtMs,
      cells: refundCells(store, refund, type, period, feeBack(refund)),
    })),
  ].sort((a, b) => a.atMs - b.atMs);
  if (rows.length === 0) return null;
  const paidFen = sum(payments.map((trade) => trade.totalFen));
  const backFen = sum(refunds.map((refund) => refund.refundFen));
  const fee = sum(payments.map((trade) => feeFen(trade.totalFen))) - sum(refunds.map(feeBack));
  const summary = [
    String(rows.length),
    yuan(paidFen),
    yuan(backFen),
    '0.00',
    fiveDecimals(fee),
    yuan(paidFen),
    yuan(backFen),
  ];
  return csv([HEADERS[type], ...rows.map((row) => line(row.cells)), SUMMARY_HEADER, line(summary)]);
}

function paidIn(store: Store, { fromMs, untilMs }: Period): Transaction[] {
  return store.transactions.filter(({ paidAtMs }) => paidAtMs !== null && paidAtMs >= fromMs && paidAtMs < untilMs);
}

/** By the day on which WeChat took them, whatever became of them. Source: WeChat Pay, 下载账单, 交易账单. */
function refundedIn(store: Store, { fromMs, untilMs }: Period): Refund[] {
  return store.refunds.filter(({ createdAtMs: ms }) => ms >= fromMs && ms < untilMs);
}

/** Bills are made from nine the next morning; what happens to a refund later does not change them. */
const MADE_AFTER_MS = 9 * 3_600_000;
function settledBy(refund: Refund, period: Period): boolean {
  return refund.settledAtMs !== null && refund.settledAtMs <= period.untilMs + MADE_AFTER_MS;
}
/** What WeChat writes for a refund that was closed before the bill was made is not documented. */
const STATUS = { SUCCESS: 'SUCCESS', ABNORMAL: 'CHANGE', CLOSED: 'FAIL', PROCESSING: 'PROCESSING' } as const;

function commonCells(trade: Transaction, atMs: number, state: string, settledYuan: string): string[] {
  return [
    billTime(atMs),
    trade.appid,
    trade.mchid,
    '0',
    trade.deviceId ?? '',
    trade.transactionId ?? '',
    trade.outTradeNo,
    trade.payerOpenid ?? '',
    trade.tradeType,
    state,
    'OTHERS',
    'CNY',
    settledYuan,
    '0.00',
  ];
}

function paymentCells(trade: Transaction, type: BillType): string[] {
  const amount = yuan(trade.totalFen);
  const common = commonCells(trade, trade.paidAtMs ?? 0, 'SUCCESS', amount);
  const goods = [trade.description, trade.attach ?? '', fiveDecimals(feeFen(trade.totalFen)), '0.60%', amount];
  if (type === 'SUCCESS') return [...common, ...goods, ''];
  return [...common, '0', '0', '0.00', '0.00', '', '', ...goods, '0.00', ''];
}

function refundCells(store: Store, refund: Refund, type: BillType, period: Period, feeBack: number): string[] {
  const trade = store.transactions.get(refund.outTradeNo);
  if (!trade) return [];
  const amount = yuan(refund.refundFen);
  const status = settledBy(refund, period) ? STATUS[refund.status] : 'PROCESSING';
  const times = [billTime(refund.createdAtMs), status === 'SUCCESS' ? billTime(refund.settledAtMs ?? 0) : ''];
  return [
    ...commonCells(trade, refund.createdAtMs, 'REFUND', '0.00'),
    ...(type === 'REFUND' ? times : []),
    refund.refundId,
    refund.outRefundNo,
    amount,
    '0.00',
    'ORIGINAL',
    status,
    trade.description,
    trade.attach ?? '',
    fiveDecimals(-feeBack),
    '0.60%',
    '0.00',
    amount,
    '',
  ];
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Fees are written with five decimals. */
const fiveDecimals = (fen: number) => `${yuan(fen)}000`;
