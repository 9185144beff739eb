import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Context } from '../context.ts';
import { type BillType, tradeBill } from './bills.ts';
import { fundFlowBill } from './fund-bill.ts';
import { invalidRequest, PayRefusal, paramError } from './refusal.ts';
import { dayOf, startOfDay } from './time.ts';

const DAY_MS = 86_400_000;
const READY_AFTER_MS = 10 * 3_600_000;
const KEPT_MS = 92 * DAY_MS;
const URL_LIFE_MS = 5 * 60_000;

/** What each documented type holds here; those of a merchant's own making (…_SPECIAL) hold the same. */
const TRADE_BILLS: Record<string, BillType | null> = {
  ALL: 'ALL',
  SUCCESS: 'SUCCESS',
  REFUND: 'REFUND',
  RECHARGE_REFUND: null,
  ALL_SPECIAL: 'ALL',
  SUC_SPECIAL: 'SUCCESS',
  REF_SPECIAL: 'REFUND',
};

interface BillFile {
  bytes: Buffer;
  gzip: boolean;
  expiresAtMs: number;
}

type Query = Record<string, string | undefined>;

/** Bills that have been asked for, until their download address expires. A restart forgets them: the merchant asks again. */
export class BillFiles {
  readonly #files = new Map<string, BillFile>();

  /** `/v3/bill/tradebill`; nothing is ever charged up here, so that RECHARGE_REFUND has no bill. */
  tradeBill(context: Context, query: Query): Record<string, string> {
    const type = query.bill_type ?? 'ALL';
    const plain = TRADE_BILLS[type];
    if (plain === undefined) throw wrongQuery('bill_type', type);
    return this.#offer(context, query, (period) => (plain ? tradeBill(context.store, plain, period) : null));
  }

  /** `/v3/bill/fundflowbill`; only the basic account moves here. */
  fundFlowBill(context: Context, query: Query): Record<string, string> {
    const account = query.account_type ?? 'BASIC';
    if (!['BASIC', 'OPERATION', 'FEES', 'ALL'].includes(account)) throw wrongQuery('account_type', account);
    const moves = account === 'BASIC' || account === 'ALL';
    const { store, keys } = context;
    return this.#offer(context, query, (period) => (moves ? fundFlowBill(store, keys.merchant.mchid, period) : null));
  }

  /** The bytes behind a download address. */
  download(context: Context, token: string | undefined): BillFile {
    const file = this.#files.get(token ?? '');
    if (!file || file.expiresAtMs <= context.now()) throw invalidRequest('下载链接无效或已过期，请重新申请账单');
    return file;
  }

  #offer(
    context: Context,
    query: Query,
    write: (period: { fromMs: number; untilMs: number }) => string | null,
  ): Record<string, string> {
    if (query.tar_type !== undefined && query.tar_type !== 'GZIP') throw wrongQuery('tar_type', query.tar_type);
    const csv = write(periodOf(context, query.bill_date));
    if (csv === null) throw new PayRefusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const plain = Buffer.from(csv, 'utf8');
    const gzip = query.tar_type === 'GZIP';
    const token = randomBytes(24).toString('base64url');
    const now = context.now();
    for (const [old, file] of this.#files) if (file.expiresAtMs <= now) this.#files.delete(old);
    this.#files.set(token, { bytes: gzip ? gzipSync(plain) : plain, gzip, expiresAtMs: now + URL_LIFE_MS });
    return {
      hash_type: 'SHA1',
      // Of the bill before it is packed.
      hash_value: createHash('sha1').update(plain).digest('hex'),
      download_url: `${context.baseUrl()}/v3/billdownload/file?token=${token}${gzip ? '&tartype=gzip' : ''}`,
    };
  }
}

/** A past day of the last three months, ready at 10:00 of the next; today as well unless the rule is on. */
function periodOf({ settings, now }: Context, day: string | undefined): { fromMs: number; untilMs: number } {
  const fromMs = day === undefined ? null : startOfDay(day);
  if (fromMs === null) throw wrongQuery('bill_date', day);
  const untilMs = fromMs + DAY_MS;
  if (fromMs > now() || fromMs < now() - KEPT_MS)
    throw invalidRequest('账单日期bill_date超出可下载范围，仅支持三个月内的账单');
  if (settings.billNextDayOnly) {
    if (day === dayOf(now())) throw new PayRefusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    if (now() < untilMs + READY_AFTER_MS) throw new PayRefusal(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试');
  }
  return { fromMs, untilMs };
}

function wrongQuery(field: string, value: string | undefined): PayRefusal {
  return paramError(`输入源“/query/${field}”取值有误`, { location: 'query', field, value: value ?? '' });
}
