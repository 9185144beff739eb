import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { WechatError } from '../errors.ts';

/** A bill as its header line names the columns; values without their backtick. */
export interface BillTable {
  rows: Record<string, string>[];
  summary: Record<string, string>;
  raw: string;
}
/** A line of a trade bill; times as WeChat writes them (Shanghai, YYYY-MM-DD HH:mm:ss). */
export interface TradeBillRow {
  at: string;
  transactionId: string;
  outTradeNo: string;
  tradeState: 'SUCCESS' | 'REFUND' | 'REVOKED';
  /** What the order cost; 0 on a refund's line. */
  totalFen: number;
  refundId: string;
  outRefundNo: string;
  /** What was asked back; 0 on a payment's line. */
  refundFen: number;
  refundState: string;
  /** WeChat's fee, negative when it is given back; the bill's fractions of a fen are rounded. */
  feeFen: number;
}
export interface TradeBill extends Omit<BillTable, 'rows'> {
  rows: TradeBillRow[];
}
/** A line of a fund-flow bill: what changed an account's balance. */
export interface FundFlowRow {
  at: string;
  transactionId: string;
  flowId: string;
  business: string;
  businessType: string;
  direction: '收入' | '支出';
  /** Always positive; `direction` says which way. */
  amountFen: number;
  balanceFen: number;
  applicant: string;
  note: string;
  /** The number of the merchant's own order or refund. */
  voucherNo: string;
}
export interface FundFlowBill extends Omit<BillTable, 'rows'> {
  rows: FundFlowRow[];
}

const MAX_BYTES = 256 * 1024 * 1024;
/** The one column in which a merchant's own text may hold what looks like the end of a value. */
const FREE_TEXT = '商品名称';

/** Unpacks a bill and checks it against the SHA-1 that came with its address. Throws WechatError when they do not match. */
export function openBill(file: Buffer, sha1: string): string {
  const bytes = unpack(file);
  const hash = createHash('sha1').update(bytes).digest('hex');
  if (hash !== sha1.toLowerCase()) throw new WechatError(`bill does not match its hash: ${hash} instead of ${sha1}`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function unpack(file: Buffer): Buffer {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    return gunzipSync(file, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new WechatError('the bill cannot be unpacked', { cause: error });
  }
}

/**
 * Reads a bill: rows under a header, last a row of sums under its own header; every value has a backtick before it. Throws
 * WechatError for anything else, so that no line is lost in silence.
 */
export function parseBill(raw: string): BillTable {
  const lines = raw.split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const [header = '', sumHeader = '', sums = ''] = [lines[0], lines.at(-2), lines.at(-1)];
  if (lines.length < 3 || isRow(header) || isRow(sumHeader) || !isRow(sums))
    throw new WechatError('the bill has no header or no sums');
  const columns = names(header);
  return {
    rows: joined(lines.slice(1, -2)).map((line) => record(columns, line)),
    summary: record(names(sumHeader), sums),
    raw,
  };
}

const isRow = (line: string) => line.startsWith('`');
const names = (line: string): string[] => line.split(',').map((name) => name.trim());

/** A line without a backtick goes on with the text of the line before. */
function joined(lines: string[]): string[] {
  const rows: string[] = [];
  for (const line of lines) {
    if (isRow(line)) rows.push(line);
    else if (rows.length > 0) rows.push(`${rows.pop()}\n${line}`);
    else throw new WechatError('the bill has a line that belongs to no row');
  }
  return rows;
}

/** Values may hold commas; each begins with ",`", so that is where a row is cut. */
function record(columns: string[], line: string): Record<string, string> {
  const values = line
    .slice(1)
    .split(',`')
    .map((value) => value.trim());
  const surplus = values.length - columns.length;
  const text = columns.indexOf(FREE_TEXT);
  if (surplus > 0 && text >= 0) values.splice(text, surplus + 1, values.slice(text, text + surplus + 1).join(',`'));
  if (values.length !== columns.length) throw new WechatError(`a bill row has ${values.length} values: ${line}`);
  return Object.fromEntries(columns.map((column, i) => [column, values[i] ?? '']));
}

const YUAN = /^(-?)(\d{1,12})(?:\.(\d{1,2})(\d*))?$/;

/** "12.30" as 1230 fen, without floating point. Throws WechatError for what is no amount or has fractions of a fen. */
export function yuanToFen(yuan: string): number {
  const fraction = YUAN.exec(yuan)?.[4] ?? '';
  if (/[1-9]/.test(fraction)) throw new WechatError(`fractions of a fen: ${yuan}`);
  return roundedFen(yuan);
}

/** Fees come with five decimals; half a fen rounds away from zero. */
function roundedFen(yuan: string): number {
  const match = YUAN.exec(yuan);
  if (!match) throw new WechatError(`no amount in yuan: ${yuan}`);
  const [, sign, whole, cents = '', rest = ''] = match;
  const fen = Number(whole) * 100 + Number(cents.padEnd(2, '0')) + (rest >= '5' ? 1 : 0);
  return sign && fen ? -fen : fen;
}

/** The name under which this bill has a column. Throws WechatError when it has none: what is not there must not be read as 0. */
function columnOf({ rows }: BillTable, ...names: string[]): string {
  const header = rows[0] ?? {};
  const found = names.find((name) => name in header);
  if (!found) throw new WechatError(`the bill has no column ${names.join(' or ')}`);
  return found;
}

const TRADE_STATES: readonly string[] = ['SUCCESS', 'REFUND', 'REVOKED'] satisfies TradeBillRow['tradeState'][];

/**
 * The rows of a trade bill in our words, amounts in fen: of today's format, or the older one (总金额, 退款金额), in which coupons were
 * part of the amount. Throws WechatError when a column or an amount is not there or cannot be read.
 */
export function tradeRows(table: BillTable): TradeBill {
  if (table.rows.length === 0) return { ...table, rows: [] };
  const column = (...names: string[]) => columnOf(table, ...names);
  const [at, transactionId, outTradeNo, state, total, fee] = [
    column('交易时间'),
    column('微信订单号'),
    column('商户订单号'),
    column('交易状态'),
    column('订单金额', '总金额'),
    column('手续费'),
  ] as const;
  const refundOf = refundReader(table, total === '总金额');
  const rows = table.rows.map((row): TradeBillRow => {
    const tradeState = row[state] ?? '';
    if (!TRADE_STATES.includes(tradeState)) throw new WechatError(`the bill has a row of unknown state ${tradeState}`);
    return {
      at: row[at] ?? '',
      transactionId: row[transactionId] ?? '',
      outTradeNo: row[outTradeNo] ?? '',
      tradeState: tradeState as TradeBillRow['tradeState'],
      // The amount that the order named; what is settled differs when WeChat or the shop gave a coupon.
      totalFen: yuanToFen(row[total] ?? ''),
      ...refundOf(row, tradeState),
      feeFen: roundedFen(row[fee] ?? ''),
    };
  });
  return { ...table, rows };
}

type RefundPart = Pick<TradeBillRow, 'refundId' | 'outRefundNo' | 'refundFen' | 'refundState'>;

/** A bill of payments only (SUCCESS) has no columns for refunds, and no row of one. */
function refundReader(table: BillTable, isOlder: boolean): (row: Record<string, string>, state: string) => RefundPart {
  if (!('微信退款单号' in (table.rows[0] ?? {}))) {
    return (_, state) => {
      if (state === 'REFUND') throw new WechatError('the bill has a refund, but no columns for it');
      return { refundId: '', outRefundNo: '', refundFen: 0, refundState: '' };
    };
  }
  const number = columnOf(table, '商户退款单号');
  const amount = columnOf(table, isOlder ? '退款金额' : '申请退款金额');
  const status = columnOf(table, '退款状态');
  return (row) => ({
    refundId: noZero(row.微信退款单号 ?? ''),
    outRefundNo: noZero(row[number] ?? ''),
    refundFen: yuanToFen(row[amount] ?? ''),
    refundState: row[status] ?? '',
  });
}

/** WeChat writes 0 for a number that is not there. */
const noZero = (number: string) => (number === '0' ? '' : number);

const FUND_COLUMNS = {
  at: '记账时间',
  transactionId: '微信支付业务单号',
  flowId: '资金流水单号',
  business: '业务名称',
  businessType: '业务类型',
  direction: '收支类型',
  applicant: '资金变更提交申请人',
  note: '备注',
  voucherNo: '业务凭证号',
} as const;
const FUND_AMOUNTS = { amountFen: '收支金额(元)', balanceFen: '账户结余(元)' } as const;

/** The rows of a fund-flow bill in our words, amounts in fen. Throws WechatError when a column or an amount is not there. */
export function fundFlowRows(table: BillTable): FundFlowBill {
  const rows = table.rows.map((row) => {
    const text = (column: string) => row[columnOf(table, column)] ?? '';
    return {
      ...mapped(FUND_COLUMNS, text),
      ...mapped(FUND_AMOUNTS, (column) => yuanToFen(text(column))),
    } as FundFlowRow;
  });
  return { ...table, rows };
}

const mapped = <K extends string, V>(columns: Record<K, string>, read: (column: string) => V) =>
  Object.fromEntries(Object.entries<string>(columns).map(([name, column]) => [name, read(column)])) as Record<K, V>;
