import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { WechatError } from '../errors.ts';

/** A bill as its header line names the columns; values without their backtick. */
export interface BillTable {
  rows: Record<string, string>[];
  summary: Record<string, string>;
  raw: string;
}
export interface TradeBillRow {
  at: string;
  transactionId: string;
  outTradeNo: string;
  tradeState: 'SUCCESS' | 'REFUND' | 'REVOKED';
  totalFen: number;
  refundId: string;
  outRefundNo: string;
  refundFen: number;
  refundState: string;
  feeFen: number;
}
export interface TradeBill extends Omit<BillTable, 'rows'> {
  rows: TradeBillRow[];
}

/** Checks the SHA-1 that came with the address and unpacks. Throws WechatError when it does not match. */
export function openBill(file: Buffer, sha1: string): string {
  const bytes = file[0] === 0x1f && file[1] === 0x8b ? gunzipSync(file) : file;
  const hash = createHash('sha1').update(bytes).digest('hex');
  if (hash !== sha1.toLowerCase()) throw new WechatError(`bill does not match its hash: ${hash} instead of ${sha1}`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

const cells = (line: string): string[] => line.split(',').map((c) => c.replace(/^`/, '').trim());
const record = (names: string[], values: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));

/** A bill is rows under a header, then one row of sums under another header; every value has a backtick before it. */
export function parseBill(raw: string): BillTable {
  const lines = raw.split(/\r?\n/).filter((l) => l.trim() !== '');
  const values = (line: string) => line.startsWith('`');
  const header = cells(lines[0] ?? '');
  const end = lines.findIndex((l, i) => i > 0 && !values(l));
  const body = lines.slice(1, end === -1 ? undefined : end);
  const summary = end === -1 ? {} : record(cells(lines[end] ?? ''), cells(lines[end + 1] ?? ''));
  return { rows: body.map((l) => splitRow(header, l)), summary, raw };
}

/** Values may hold commas; each begins with ",`", so that is where a row is cut. */
const splitRow = (header: string[], line: string): Record<string, string> =>
  record(
    header,
    line
      .slice(1)
      .split(',`')
      .map((v) => v.trim()),
  );

/** "12.30" as 1230 fen, without floating point. */
export function yuanToFen(yuan: string): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(yuan.trim());
  if (!match) return 0;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] ? -fen : fen;
}

/** The rows of a trade bill (type ALL) in our words, amounts in fen. */
export function tradeRows(table: BillTable): TradeBill {
  const rows = table.rows.map(
    (r): TradeBillRow => ({
      at: r.交易时间 ?? '',
      transactionId: r.微信订单号 ?? '',
      outTradeNo: r.商户订单号 ?? '',
      tradeState: (r.交易状态 ?? '') as TradeBillRow['tradeState'],
      totalFen: yuanToFen(r.应结订单金额 ?? r.订单金额 ?? ''),
      refundId: r.微信退款单号 ?? '',
      outRefundNo: r.商户退款单号 ?? '',
      refundFen: yuanToFen(r.退款金额 ?? ''),
      refundState: r.退款状态 ?? '',
      feeFen: yuanToFen(r.手续费 ?? ''),
    }),
  );
  return { rows, summary: table.summary, raw: table.raw };
}
