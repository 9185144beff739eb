import type { Refund, Store, Transaction } from '../state.ts';
import { csv, line, type Period, yuan } from './csv.ts';
import { feeFen, refundFees } from './purse.ts';
import type { Deposit, Share, ShareReturn, TransferBill } from './records.ts';
import { billTime } from './time.ts';

const HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const SUMMARY_HEADER = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

/** The fund-flow bill of the basic account of a period, or null when nothing moved: payments, fees, refunds, shares, transfers, deposits. */
export function fundFlowBill(store: Store, mchid: string, period: Period): string | null {
  const all = flowsOf(store, mchid).sort((a, b) => a.atMs - b.atMs);
  const flows = all.filter(({ atMs }) => atMs >= period.fromMs && atMs < period.untilMs);
  if (flows.length === 0) return null;
  let balanceFen = sum(all.filter(({ atMs }) => atMs < period.fromMs).map((flow) => flow.fen));
  const lines = flows.map((flow, index) => {
    balanceFen += flow.fen;
    const serial = `${flow.number}${String(index + 1).padStart(4, '0')}`;
    const [direction, amount] = [flow.fen < 0 ? '支出' : '收入', yuan(Math.abs(flow.fen))];
    const account = [direction, amount, yuan(balanceFen), 'system', flow.note, flow.voucher];
    return line([billTime(flow.atMs), flow.number, serial, ...flow.kind, ...account]);
  });
  const income = flows.filter((flow) => flow.fen >= 0).map((flow) => flow.fen);
  const spent = flows.filter((flow) => flow.fen < 0).map((flow) => -flow.fen);
  const summary = [flows.length, income.length, yuan(sum(income)), spent.length, yuan(sum(spent))].map(String);
  return csv([HEADER, ...lines, SUMMARY_HEADER, line(summary)]);
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

function flowsOf(store: Store, mchid: string): Flow[] {
  const fees = refundFees(store.refunds.all());
  return [
    ...store.transactions.filter(({ paidAtMs }) => paidAtMs !== null).flatMap(paymentFlows),
    ...store.refunds
      .filter(({ status }) => status !== 'CLOSED')
      .map((refund) => refundFlow(refund, fees.get(refund.outRefundNo) ?? 0)),
    ...store.shares.all().flatMap((share) => shareFlows(share, mchid)),
    ...store.shareReturns.filter(({ result }) => result === 'SUCCESS').map(returnFlow),
    ...store.transfers.all().flatMap(transferFlows),
    ...store.deposits.all().map(depositFlow),
  ];
}

function paymentFlows(trade: Transaction): Flow[] {
  const base = { atMs: trade.paidAtMs ?? 0, number: trade.transactionId ?? '', voucher: trade.transactionId ?? '' };
  const fee = feeFen(trade.totalFen);
  const note = `结算总金额${yuan(trade.totalFen)}元`;
  const paid: Flow = { ...base, fen: trade.totalFen, kind: ['交易', '交易'], note };
  return fee === 0 ? [paid] : [paid, { ...base, fen: -fee, kind: ['交易', '扣除交易手续费'], note: '交易手续费' }];
}

function refundFlow(refund: Refund, fee: number): Flow {
  return {
    atMs: refund.createdAtMs,
    fen: fee - refund.refundFen,
    number: refund.refundId,
    kind: ['退款', '退款'],
    note: `退款总金额${yuan(refund.refundFen)}元;含手续费${yuan(fee)}元`,
    voucher: refund.outRefundNo,
  };
}

/** What goes to the merchant itself does not leave the account. */
function shareFlows(share: Share, mchid: string): Flow[] {
  const gone = share.parts.filter((part) => part.result === 'SUCCESS' && part.account !== mchid);
  return gone.map((part) => ({
    atMs: share.dueAtMs,
    fen: -part.amountFen,
    number: part.detailId,
    kind: ['分账', '分账'],
    note: part.description,
    voucher: share.outOrderNo,
  }));
}

const returnFlow = (one: ShareReturn): Flow => ({
  atMs: one.dueAtMs,
  fen: one.amountFen,
  number: one.returnId,
  kind: ['分账回退', '分账'],
  note: one.description,
  voucher: one.outReturnNo,
});

/** Money leaves when the transfer is taken, and comes back when it fails or is cancelled. */
function transferFlows(bill: TransferBill): Flow[] {
  const base = { number: bill.transferBillNo, note: bill.remark, voucher: bill.outBillNo };
  const out: Flow = { ...base, atMs: bill.createdAtMs, fen: -bill.amountFen, kind: ['商家转账', '转账'] };
  if (bill.state !== 'FAIL' && bill.state !== 'CANCELLED') return [out];
  return [out, { ...base, atMs: bill.updatedAtMs, fen: bill.amountFen, kind: ['商家转账退回', '转账'] }];
}

const depositFlow = ({ id, atMs, fen }: Deposit): Flow => ({
  atMs,
  fen,
  number: id,
  kind: fen > 0 ? ['充值', '充值'] : ['提现', '提现'],
  note: fen > 0 ? '商户充值' : '商户提现',
  voucher: id,
});

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
