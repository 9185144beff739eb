import type { Context } from '../../context.ts';
import type { Transaction } from '../../state.ts';
import type { Call } from '../call.ts';
import { checkBody } from '../fields.ts';
import { newSerial } from '../numbers.ts';
import { fingerprintOf } from '../prepay.ts';
import { heldOf, openParts, sharesOf } from '../purse.ts';
import type { Share, SharePart } from '../records.ts';
import { invalidRequest, notEnough, notExists, otherParameters, PayRefusal } from '../refusal.ts';
import { rfc3339 } from '../time.ts';
import { byTransactionId } from '../transactions.ts';
import { tellReceivers } from './notice.ts';
import { checkAppid, checkName, receiverKey } from './receivers.ts';
import { type ShareBody, shareFields, type UnfreezeBody, unfreezeFields } from './shapes.ts';

const MINUTE_MS = 60_000;
const MOST_TIMES = 50;

/** Takes a share. The same out_order_no with the same content answers with the one there is. */
export function share(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<ShareBody>(call.body(), shareFields);
  checkAppid(context, body.appid);
  // Encryption gives another text each time; who is meant stays the same.
  const content = { ...body, receivers: body.receivers.map(({ name: _, ...part }) => part) };
  const earlier = repeated(context, body.out_order_no, content);
  if (earlier) return shareView(earlier);
  const trade = sharedTrade(context, body.transaction_id);
  for (const part of body.receivers) checkReceiver(context, call, trade, part);
  checkSum(context, trade, body.receivers);
  const fault = context.faults.take('sharing');
  const parts = body.receivers.map(
    ({ type, account, amount, description }, index): SharePart => ({
      type,
      account,
      amountFen: amount,
      description,
      detailId: newSerial('3600', context.now()),
      result: 'PENDING',
      destined: fault && index === 0 ? 'CLOSED' : 'SUCCESS',
      failReason: fault && index === 0 ? (fault.reason ?? 'RECEIVER_REAL_NAME_NOT_VERIFIED') : null,
    }),
  );
  return shareView(keep(context, call, trade, { content, parts, unfreezes: body.unfreeze_unsplit, ...body }));
}

/** Gives what is left of an order to the merchant. */
export function unfreeze(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<UnfreezeBody>(call.body(), unfreezeFields);
  const earlier = repeated(context, body.out_order_no, body);
  if (earlier) return shareView(earlier);
  const trade = sharedTrade(context, body.transaction_id);
  return shareView(keep(context, call, trade, { content: body, parts: [], unfreezes: true, ...body }));
}

export function queryShare({ store }: Context, call: Call): Record<string, unknown> {
  const found = store.shares.get(call.params.number ?? '');
  if (!found || found.transactionId !== call.query.transaction_id) throw notExists('分账单不存在');
  return shareView(found);
}

export function unsplitAmount(context: Context, transactionId: string): Record<string, unknown> {
  const trade = byTransactionId(context.store, transactionId);
  if (!trade?.profitSharing) throw notExists('订单不存在或不是分账订单');
  return { transaction_id: transactionId, unsplit_amount: heldOf(context, trade) };
}

/** Sets the alarm at which a share is carried out. */
export function awaitShare(context: Context, one: Share): void {
  if (one.state === 'PROCESSING')
    context.alarms.set(`share/${one.outOrderNo}`, one.dueAtMs, () => finish(context, one.outOrderNo));
}

function finish(context: Context, outOrderNo: string): void {
  const { shares } = context.store;
  const one = shares.get(outOrderNo);
  if (one?.state !== 'PROCESSING') return;
  const parts = one.parts.map((part) => ({ ...part, result: part.destined }));
  const finished = shares.put(outOrderNo, { ...one, parts, state: 'FINISHED' });
  for (const part of parts) if (part.result === 'SUCCESS') tellReceivers(context, 'SUCCESS', finished, part);
}

function repeated({ store }: Context, outOrderNo: string, content: object): Share | undefined {
  const earlier = store.shares.get(outOrderNo);
  if (earlier && earlier.fingerprint !== fingerprintOf(content)) throw otherParameters();
  return earlier;
}

/** An order placed for profit sharing, a minute old, of which something is left. */
function sharedTrade(context: Context, transactionId: string): Transaction {
  const trade = byTransactionId(context.store, transactionId);
  if (!trade?.profitSharing) throw invalidRequest('非分账订单不支持分账');
  if (context.settings.sharingAfterMinute && context.now() - (trade.paidAtMs ?? 0) < MINUTE_MS)
    throw invalidRequest('订单处理中，暂时无法分账，请稍后再试');
  if (heldOf(context, trade) === 0) throw notEnough('分账金额不足');
  const earlier = sharesOf(context.store, trade.outTradeNo);
  if (earlier.length >= MOST_TIMES) throw new PayRefusal(403, 'RULE_LIMIT', '单笔订单分账次数超过上限');
  return trade;
}

function checkReceiver(context: Context, call: Call, trade: Transaction, part: ShareBody['receivers'][number]): void {
  const isOwn = part.type === 'MERCHANT_ID' && part.account === trade.mchid;
  if (!isOwn && !context.store.receivers.get(receiverKey(part))?.isActive)
    throw invalidRequest('分账接收方关系不存在，请检查参数中每个接收方的关系');
  checkName(context, call, part);
}

/** Not more than is left, and to others not more than the agreed part of the order, all shares together. */
function checkSum(context: Context, trade: Transaction, parts: ShareBody['receivers']): void {
  const ofOthers = (all: readonly { account: string }[]) => all.filter((part) => part.account !== trade.mchid);
  const asked = parts.reduce((sum, part) => sum + part.amount, 0);
  const askedByOthers = (ofOthers(parts) as typeof parts).reduce((sum, part) => sum + part.amount, 0);
  const before = sharesOf(context.store, trade.outTradeNo).flatMap(openParts);
  const given = (ofOthers(before) as SharePart[]).reduce((sum, part) => sum + part.amountFen, 0);
  const most = Math.floor((trade.totalFen * context.settings.sharingMaxRatio) / 10_000);
  if (askedByOthers > 0 && given + askedByOthers > most) throw invalidRequest('分账金额超出最大分账比例');
  if (asked > heldOf(context, trade)) throw notEnough('分账金额不足');
}

interface NewShare {
  content: object;
  out_order_no: string;
  parts: SharePart[];
  unfreezes: boolean;
}
function keep(context: Context, call: Call, trade: Transaction, made: NewShare): Share {
  const now = context.now();
  const one = context.store.shares.put(made.out_order_no, {
    outOrderNo: made.out_order_no,
    orderId: newSerial('3008', now),
    outTradeNo: trade.outTradeNo,
    transactionId: trade.transactionId ?? '',
    parts: made.parts,
    unfreezes: made.unfreezes,
    state: 'PROCESSING',
    fingerprint: fingerprintOf(made.content),
    keyMode: call.keyMode,
    createdAtMs: now,
    dueAtMs: now + context.settings.sharingDelayMs,
  });
  awaitShare(context, one);
  return one;
}

function shareView(one: Share): Record<string, unknown> {
  return {
    transaction_id: one.transactionId,
    out_order_no: one.outOrderNo,
    order_id: one.orderId,
    state: one.state,
    receivers: one.parts.map((part) => ({
      type: part.type,
      account: part.account,
      amount: part.amountFen,
      description: part.description,
      result: part.result,
      ...(part.result === 'CLOSED' ? { fail_reason: part.failReason } : {}),
      detail_id: part.detailId,
      create_time: rfc3339(one.createdAtMs),
      // Documented as always there; what WeChat gives before the end is not known.
      finish_time: rfc3339(part.result === 'PENDING' ? one.createdAtMs : one.dueAtMs),
    })),
  };
}
