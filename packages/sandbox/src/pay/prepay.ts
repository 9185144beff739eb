import { createHash } from 'node:crypto';
import { type AppKind, appOf } from '../apps.ts';
import type { Context } from '../context.ts';
import type { KeyMode, Store, Transaction } from '../state.ts';
import { checkBody } from './fields.ts';
import { newPrepayId } from './numbers.ts';
import { expired, orderClosed, orderPaid, otherParameters, PayRefusal, paramError } from './refusal.ts';
import { type PrepayBody, type PrepayKind, prepayFields } from './shapes.ts';
import { parseRfc3339 } from './time.ts';

const MIN_MS = 60_000;
const DAY_MS = 86_400_000;
/** Validity without time_expire. */
const DEFAULT_VALIDITY_MS = 7 * DAY_MS;
const PREPAY_VALIDITY_MS = 2 * 3_600_000;
const H5_URL_VALIDITY_MS = 5 * MIN_MS;
export const TRADE_TYPE = { jsapi: 'JSAPI', app: 'APP', h5: 'MWEB', native: 'NATIVE' } as const;

/** Places or repeats a payment order. The same number with the same parameters gives a fresh prepay_id; with others, INVALID_REQUEST. */
export function prepay(context: Context, kind: PrepayKind, rawBody: unknown, keyMode: KeyMode): Record<string, string> {
  const body = checkBody<PrepayBody>(rawBody, prepayFields(kind));
  checkParties(context, kind, body);
  checkPayerAddress(context, kind, body.scene_info?.payer_client_ip);
  const trade = openTrade(context, kind, body, keyMode);
  return issuePrepay(context, kind, { outTradeNo: trade.outTradeNo, expiresAtMs: trade.expiresAtMs });
}

/** A prepay_id, or the address that carries it. A native code ends the one before it. */
export function issuePrepay(
  { store, now, baseUrl }: Context,
  kind: PrepayKind,
  of: { outTradeNo: string; expiresAtMs: number },
): Record<string, string> {
  const lifeMs = kind === 'h5' ? H5_URL_VALIDITY_MS : PREPAY_VALIDITY_MS;
  const prepayId = newPrepayId(now());
  if (kind === 'native') endCodes(store, of.outTradeNo, now());
  const expiresAtMs = Math.min(now() + lifeMs, of.expiresAtMs);
  store.prepays.put(prepayId, { prepayId, outTradeNo: of.outTradeNo, expiresAtMs });
  const sheet = `${baseUrl()}/sandbox/pay?prepay_id=${prepayId}`;
  if (kind === 'h5') return { h5_url: sheet };
  return kind === 'native' ? { code_url: sheet } : { prepay_id: prepayId };
}

function endCodes(store: Store, outTradeNo: string, now: number): void {
  for (const older of store.prepays.filter((one) => one.outTradeNo === outTradeNo && one.expiresAtMs > now))
    store.prepays.put(older.prepayId, { ...older, expiresAtMs: now });
}

/** WeChat compares the address with the phone's own; a loopback one cannot be it. */
export function checkPayerAddress({ settings }: Context, kind: PrepayKind, address: string | undefined): void {
  if (kind !== 'h5' || !settings.refuseLoopbackPayer) return;
  if (address && /^(127\.|::1$|::ffff:127\.)/.test(address))
    throw paramError('用户终端IP不能为127.0.0.1', {
      location: 'body',
      field: '/scene_info/payer_client_ip',
      value: address,
    });
}

const ANY: readonly AppKind[] = ['mini-program', 'official-account', 'mobile-app'];
/** Which apps an order of a kind may be placed for: each pays with openids, or in a client, of its own. */
const APPS: Record<PrepayKind, readonly AppKind[]> = {
  jsapi: ['mini-program', 'official-account'],
  app: ['mobile-app'],
  h5: ANY,
  native: ANY,
};

function checkParties(context: Context, kind: PrepayKind, body: PrepayBody): void {
  if (body.mchid !== context.keys.merchant.mchid)
    throw paramError('商户号mchid与Http头Authorization中的mchid不一致', { field: '/mchid', location: 'body' });
  checkApp(context, kind, body.appid, body.payer?.openid);
}

/** The app must be one of the merchant's that pays in this way, and the payer be known in it. */
export function checkApp(
  { keys, settings, store }: Context,
  kind: PrepayKind,
  appid: string,
  openid: string | undefined,
): void {
  const app = appOf(keys.merchant, appid);
  if (!app || !APPS[kind].includes(app.kind)) throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配');
  if (openid === undefined) return;
  const known = store.openids.get(openid);
  if (known && known.appid !== appid) throw paramError('appid和openid不匹配');
  if (!known && settings.knownOpenidsOnly)
    throw paramError('无效的openid', { field: '/payer/openid', location: 'body', value: openid });
}

function openTrade(context: Context, kind: PrepayKind, body: PrepayBody, keyMode: KeyMode): Transaction {
  const { store } = context;
  const now = context.now();
  // A number that was closed before it was placed is dead, and so is one of a combined payment, which is placed elsewhere.
  if (store.deadNumbers.get(body.out_trade_no)) throw orderClosed();
  const earlier = store.transactions.get(body.out_trade_no);
  if (!earlier) return store.transactions.put(body.out_trade_no, newTrade(kind, body, keyMode, now));
  if (earlier.fingerprint !== fingerprint(kind, body)) throw otherParameters();
  if (earlier.state === 'CLOSED') throw orderClosed();
  if (earlier.state !== 'NOTPAY') throw orderPaid();
  if (earlier.expiresAtMs <= now) throw expired('订单已过期，请更换商户订单号重新下单');
  return earlier;
}

function newTrade(kind: PrepayKind, body: PrepayBody, keyMode: KeyMode, now: number): Transaction {
  return {
    outTradeNo: body.out_trade_no,
    transactionId: null,
    tradeType: TRADE_TYPE[kind],
    state: 'NOTPAY',
    appid: body.appid,
    mchid: body.mchid,
    description: body.description,
    attach: body.attach ?? null,
    notifyUrl: body.notify_url,
    totalFen: body.amount.total,
    payerOpenid: kind === 'jsapi' ? (body.payer?.openid ?? null) : null,
    deviceId: body.scene_info?.device_id ?? null,
    profitSharing: body.settle_info?.profit_sharing ?? false,
    combineOutTradeNo: null,
    fingerprint: fingerprint(kind, body),
    keyMode,
    createdAtMs: now,
    expiresAtMs: expiryOf(body.time_expire, now),
    paidAtMs: null,
  };
}

/** At least a minute from now; a moment that has passed already is an error. */
export function expiryOf(timeExpire: string | undefined, now: number): number {
  if (timeExpire === undefined) return now + DEFAULT_VALIDITY_MS;
  const expiresAtMs = parseRfc3339(timeExpire);
  const detail = { field: '/time_expire', location: 'body', value: timeExpire };
  if (expiresAtMs === null)
    throw paramError('输入源“/body/time_expire”映射到值字段“交易结束时间”格式错误，应为 RFC 3339', detail);
  if (expiresAtMs <= now) throw paramError('交易结束时间time_expire早于当前时间', detail);
  return Math.max(expiresAtMs, now + MIN_MS);
}

/** Everything but the shopper's address, which may change between two tries. */
function fingerprint(kind: PrepayKind, { scene_info: _, ...rest }: PrepayBody): string {
  return fingerprintOf({ kind, ...rest });
}

/** Equal for equal content, in whatever order the fields came. */
export function fingerprintOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, content]) => [key, sorted(content)]),
  );
}
