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

/** Gives the value of a column; a bill of another type lacks some. */
const reader = (row: Record<string, string>) => ({
  text: (column: string) => row[column] ?? '',
  fen: (...columns: string[]) => yuanToFen(columns.map((column) => row[column]).find((value) => value) ?? '0'),
});

/** The rows of a trade bill in our words, amounts in fen. Throws WechatError when an amount cannot be read. */
export function tradeRows(table: BillTable): TradeBill {
  const rows = table.rows.map((row): TradeBillRow => {
    const { text, fen } = reader(row);
    return {
      at: text('交易时间'),
      transactionId: text('微信订单号'),
      outTradeNo: text('商户订单号'),
      tradeState: text('交易状态') as TradeBillRow['tradeState'],
      // The amount that the order named; what is settled differs when WeChat or the shop gave a coupon.
      totalFen: fen('订单金额', '应结订单金额'),
      refundId: noZero(text('微信退款单号')),
      outRefundNo: noZero(text('商户退款单号')),
      refundFen: fen('申请退款金额', '退款金额'),
      refundState: text('退款状态'),
      feeFen: roundedFen(text('手续费') || '0'),
    };
  });
  return { ...table, rows };
}

/** WeChat writes 0 for a number that is not there. */
const noZero = (number: string) => (number === '0' ? '' : number);

/** The rows of a fund-flow bill in our words, amounts in fen. Throws WechatError when an amount cannot be read. */
export function fundFlowRows(table: BillTable): FundFlowBill {
  const rows = table.rows.map((row): FundFlowRow => {
    const { text, fen } = reader(row);
    return {
      at: text('记账时间'),
      transactionId: text('微信支付业务单号'),
      flowId: text('资金流水单号'),
      business: text('业务名称'),
      businessType: text('业务类型'),
      direction: text('收支类型') as FundFlowRow['direction'],
      amountFen: fen('收支金额(元)'),
      balanceFen: fen('账户结余(元)'),
      applicant: text('资金变更提交申请人'),
      note: text('备注'),
      voucherNo: text('业务凭证号'),
    };
  });
  return { ...table, rows };
}
