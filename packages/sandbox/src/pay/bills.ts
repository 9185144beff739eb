import type { Refund, Store, Transaction } from '../state.ts';
import { billTime } from './time.ts';

export type BillType = 'ALL' | 'SUCCESS' | 'REFUND';

/** WeChat's usual rate, in basis points of a percent: 0.60 %. */
const FEE_PER_10_000 = 60;
const COMMON =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额';
const REFUND_COLUMNS = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态';
const HEADERS: Record<BillType, string> = {
  ALL: `${COMMON},${REFUND_COLUMNS},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`,
  SUCCESS: `${COMMON},商品名称,商户数据包,手续费,费率,订单金额,费率备注`,
  REFUND: `${COMMON},退款申请时间,退款成功时间,${REFUND_COLUMNS},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`,
};
const SUMMARY_HEADER = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const FUND_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const FUND_SUMMARY_HEADER = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

interface Period {
  fromMs: number;
  untilMs: number;
}

/** The trade bill of a period, CSV with a BOM and backticks, or null when nothing happened. Amounts in yuan. */
export function tradeBill(store: Store, type: BillType, period: Period): string | null {
  const payments = type === 'REFUND' ? [] : paidIn(store, period);
  const refunds = type === 'SUCCESS' ? [] : refundedIn(store, period);
  const rows = [
    ...payments.map((trade) => ({ atMs: trade.paidAtMs ?? 0, cells: paymentCells(trade, type) })),
    ...refunds.map((refund) => ({ atMs: refund.createdAtMs, cells: refundCells(store, refund, type) })),
  ].sort((a, b) => a.atMs - b.atMs);
  if (rows.length === 0) return null;
  const paidFen = sum(payments.map((trade) => trade.totalFen));
  const backFen = sum(refunds.map((refund) => refund.refundFen));
  const fee = sum(payments.map((trade) => feeFen(trade.totalFen))) - sum(refunds.map((one) => feeFen(one.refundFen)));
  const summary = [String(rows.length), yuan(paidFen), yuan(backFen), '0.00', fees(fee), yuan(paidFen), yuan(backFen)];
  return csv([HEADERS[type], ...rows.map((row) => line(row.cells)), SUMMARY_HEADER, line(summary)]);
}

/** The fund-flow bill of the basic account: each payment, its fee, each refund. */
export function fundFlowBill(store: Store, period: Period): string | null {
  const flows = [
    ...paidIn(store, period).flatMap(paymentFlows),
    ...refundedIn(store, period).flatMap(refundFlows),
  ].sort((a, b) => a.atMs - b.atMs);
  if (flows.length === 0) return null;
  const earlier = { fromMs: 0, untilMs: period.fromMs };
  const before = [...paidIn(store, earlier).flatMap(paymentFlows), ...refundedIn(store, earlier).flatMap(refundFlows)];
  let balanceFen = sum(before.map((flow) => flow.fen));
  const lines = flows.map((flow, index) => {
    balanceFen += flow.fen;
    const serial = `${flow.number}${String(index + 1).padStart(4, '0')}`;
    const direction = flow.fen < 0 ? '支出' : '收入';
    const amount = yuan(Math.abs(flow.fen));
    return line([
      billTime(flow.atMs),
      flow.number,
      serial,
      ...flow.kind,
      direction,
      amount,
      yuan(balanceFen),
      'system',
      flow.note,
      flow.voucher,
    ]);
  });
  const income = flows.filter((flow) => flow.fen >= 0).map((flow) => flow.fen);
  const spent = flows.filter((flow) => flow.fen < 0).map((flow) => -flow.fen);
  const summary = [flows.length, income.length, yuan(sum(income)), spent.length, yuan(sum(spent))].map(String);
  return csv([FUND_HEADER, ...lines, FUND_SUMMARY_HEADER, line(summary)]);
}

function paidIn(store: Store, { fromMs, untilMs }: Period): Transaction[] {
  return store.transactions.filter(({ paidAtMs }) => paidAtMs !== null && paidAtMs >= fromMs && paidAtMs < untilMs);
}

function refundedIn(store: Store, { fromMs, untilMs }: Period): Refund[] {
  return store.refunds.filter(({ createdAtMs: ms, status }) => status !== 'CLOSED' && ms >= fromMs && ms < untilMs);
}

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
  const goods = [trade.description, trade.attach ?? '', fees(feeFen(trade.totalFen)), '0.60%', amount];
  if (type === 'SUCCESS') return [...common, ...goods, ''];
  return [...common, '0', '0', '0.00', '0.00', '', '', ...goods, '0.00', ''];
}

function refundCells(store: Store, refund: Refund, type: BillType): string[] {
  const trade = store.transactions.get(refund.outTradeNo);
  if (!trade) return [];
  const amount = yuan(refund.refundFen);
  const times = [billTime(refund.createdAtMs), refund.settledAtMs === null ? '' : billTime(refund.settledAtMs)];
  const status = refund.status === 'ABNORMAL' ? 'CHANGE' : refund.status;
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
    fees(-feeFen(refund.refundFen)),
    '0.60%',
    '0.00',
    amount,
    '',
  ];
}

interface Flow {
  atMs: number;
  /** Signed: what the account gains. */
  fen: number;
  number: string;
  kind: [string, string];
  note: string;
  voucher: string;
}

function paymentFlows(trade: Transaction): Flow[] {
  const base = { atMs: trade.paidAtMs ?? 0, number: trade.transactionId ?? '', voucher: trade.transactionId ?? '' };
  const fee = feeFen(trade.totalFen);
  const paid: Flow = {
    ...base,
    fen: trade.totalFen,
    kind: ['交易', '交易'],
    note: `结算总金额${yuan(trade.totalFen)}元`,
  };
  return fee === 0 ? [paid] : [paid, { ...base, fen: -fee, kind: ['交易', '扣除交易手续费'], note: '交易手续费' }];
}

function refundFlows(refund: Refund): Flow[] {
  const fee = feeFen(refund.refundFen);
  const note = `退款总金额${yuan(refund.refundFen)}元;含手续费${yuan(fee)}元`;
  return [
    {
      atMs: refund.createdAtMs,
      fen: fee - refund.refundFen,
      number: refund.refundId,
      kind: ['退款', '退款'],
      note,
      voucher: refund.outRefundNo,
    },
  ];
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const feeFen = (amountFen: number) => Math.round((amountFen * FEE_PER_10_000) / 10_000);

function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Fees are written with five decimals. */
const fees = (fen: number) => `${yuan(fen)}000`;

/** A backtick before every value; a line break would end the row. */
function line(cells: readonly string[]): string {
  return cells.map((cell) => `\`${cell.replace(/[\r\n]+/g, ' ')}`).join(',');
}

function csv(lines: string[]): string {
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
