import type { Context } from '../../context.ts';
import type { Call } from '../call.ts';
import { checkBody } from '../fields.ts';
import { newSerial } from '../numbers.ts';
import { fingerprintOf } from '../prepay.ts';
import type { Share, ShareReturn } from '../records.ts';
import { invalidRequest, notExists, otherParameters, paramError } from '../refusal.ts';
import { rfc3339 } from '../time.ts';
import { tellReceivers } from './notice.ts';
import { type ReturnBody, returnFields } from './shapes.ts';

const RETURNABLE_MS = 180 * 86_400_000;

/** A merchant gives back what it got of a share. The same out_return_no with the same content answers with the one there is. */
export function returnShare(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<ReturnBody>(call.body(), returnFields);
  const { store, settings, now } = context;
  if (!body.order_id === !body.out_order_no) throw paramError('order_id和out_order_no必须二选一');
  const share = store.shares.find((one) => one.orderId === body.order_id || one.outOrderNo === body.out_order_no);
  if (!share) throw notExists('分账单不存在');
  const earlier = store.shareReturns.get(body.out_return_no);
  if (earlier && earlier.fingerprint !== fingerprintOf(body)) throw otherParameters();
  if (earlier) return returnView(earlier, share);
  checkReturn(context, share, body);
  const fault = context.faults.take('sharing-return');
  const made = store.shareReturns.put(body.out_return_no, {
    outReturnNo: body.out_return_no,
    returnId: newSerial('3008', now()),
    outOrderNo: share.outOrderNo,
    mchid: body.return_mchid,
    amountFen: body.amount,
    description: body.description,
    result: 'PROCESSING',
    destined: fault ? 'FAILED' : 'SUCCESS',
    failReason: fault ? (fault.reason ?? 'BALANCE_NOT_ENOUGH') : null,
    fingerprint: fingerprintOf(body),
    createdAtMs: now(),
    dueAtMs: now() + settings.sharingDelayMs,
  });
  awaitReturn(context, made);
  return returnView(made, share);
}

export function queryReturn({ store }: Context, call: Call): Record<string, unknown> {
  const found = store.shareReturns.get(call.params.number ?? '');
  const share = found && store.shares.get(found.outOrderNo);
  if (!found || !share || share.outOrderNo !== call.query.out_order_no) throw notExists('回退单不存在');
  return returnView(found, share);
}

/** Sets the alarm at which a return is carried out. */
export function awaitReturn(context: Context, one: ShareReturn): void {
  if (one.result !== 'PROCESSING') return;
  context.alarms.set(`return/${one.outReturnNo}`, one.dueAtMs, () => {
    const { shares, shareReturns } = context.store;
    const due = shareReturns.get(one.outReturnNo);
    const share = due && shares.get(due.outOrderNo);
    if (due?.result !== 'PROCESSING' || !share) return;
    shareReturns.put(due.outReturnNo, { ...due, result: due.destined });
    const { mchid: account, amountFen, description } = due;
    if (due.destined === 'SUCCESS')
      tellReceivers(context, 'RETURN', share, { type: 'MERCHANT_ID', account, amountFen, description });
  });
}

/** Persons cannot give back, nobody more than they got, and not after 180 days. */
function checkReturn({ store, now }: Context, share: Share, body: ReturnBody): void {
  const got = share.parts.filter(
    (part) => part.type === 'MERCHANT_ID' && part.account === body.return_mchid && part.result === 'SUCCESS',
  );
  if (got.length === 0) throw invalidRequest('原分账单中没有该商户的成功分账，不支持回退');
  if (now() - share.createdAtMs > RETURNABLE_MS) throw invalidRequest('分账单已超过可回退的最大期限');
  const before = store.shareReturns.filter(
    (one) => one.outOrderNo === share.outOrderNo && one.mchid === body.return_mchid && one.result !== 'FAILED',
  );
  const returned = before.reduce((sum, one) => sum + one.amountFen, 0);
  if (returned + body.amount > got.reduce((sum, part) => sum + part.amountFen, 0))
    throw invalidRequest('回退金额大于可回退金额');
}

function returnView(one: ShareReturn, share: Share): Record<string, unknown> {
  return {
    order_id: share.orderId,
    out_order_no: share.outOrderNo,
    out_return_no: one.outReturnNo,
    return_id: one.returnId,
    return_mchid: one.mchid,
    amount: one.amountFen,
    description: one.description,
    result: one.result,
    ...(one.result === 'FAILED' ? { fail_reason: one.failReason } : {}),
    create_time: rfc3339(one.createdAtMs),
    finish_time: rfc3339(one.result === 'PROCESSING' ? one.createdAtMs : one.dueAtMs),
  };
}
