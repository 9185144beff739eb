import { randomBytes } from 'node:crypto';
import { appOf } from '../../apps.ts';
import type { Context } from '../../context.ts';
import { personOfOpenid } from '../../people.ts';
import type { Call } from '../call.ts';
import { checkBody } from '../fields.ts';
import { newSerial } from '../numbers.ts';
import { fingerprintOf } from '../prepay.ts';
import { balance } from '../purse.ts';
import type { TransferBill } from '../records.ts';
import { invalidRequest, notEnough, PayRefusal, paramError } from '../refusal.ts';
import { opened } from '../sensitive.ts';
import { rfc3339 } from '../time.ts';
import { awaitTransfer, CONFIRM_MS, goOn, mayTurn, turn } from './flow.ts';
import { sceneOf, type TransferBody, transferFields } from './shapes.ts';

const LEAST_FEN = 10;
/** From here the name of the receiver is required. */
const NAMED_FEN = 200_000;
const MOST_RED_PACKET_FEN = 20_000;

/** Takes a transfer, whose money leaves the account at once. The same out_bill_no with the same content is the same transfer. */
export function createTransfer(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<TransferBody>(call.body(), transferFields);
  // Encryption gives another text each time; who is meant stays the same.
  const name = body.user_name === undefined ? null : opened(context.keys, call, body.user_name);
  const content = { ...body, user_name: name };
  const earlier = goOn(context, body.out_bill_no);
  if (earlier && earlier.fingerprint !== fingerprintOf(content))
    throw invalidRequest('单号已存在但信息不一致，请查单后比较确认');
  if (earlier) return acceptedView(earlier);
  const perception = checkScene(body);
  checkReceiver(context, body, name);
  checkAmount(context, body);
  const fault = context.faults.take('transfer');
  if (fault?.action === 'not-enough' || balance(context).availableFen < body.transfer_amount)
    throw notEnough('商户账户资金不足，请充值后原单重试，请勿更换商家转账单号');
  const bill = newBill(context, call, body, { perception, fingerprint: fingerprintOf(content) });
  const fails = failureOf(context, body, name, fault);
  const isSlow = fault?.action === 'accepted';
  const kept = context.store.transfers.put(bill.outBillNo, {
    ...bill,
    ...(fails ? { destined: 'FAIL' as const, failReason: fails } : {}),
    ...(isSlow ? { state: 'ACCEPTED' as const, dueAtMs: bill.createdAtMs + context.settings.transferDelayMs } : {}),
  });
  awaitTransfer(context, kept);
  return acceptedView(kept);
}

export function queryTransfer(context: Context, find: { outBillNo?: string; transferBillNo?: string }) {
  const { transfers } = context.store;
  const number = find.outBillNo ?? transfers.find((one) => one.transferBillNo === find.transferBillNo)?.outBillNo;
  const bill = number === undefined ? undefined : goOn(context, number);
  if (!bill) throw new PayRefusal(404, 'NOT_FOUND', '记录不存在');
  return {
    mch_id: context.keys.merchant.mchid,
    appid: bill.appid,
    out_bill_no: bill.outBillNo,
    transfer_bill_no: bill.transferBillNo,
    state: bill.state,
    transfer_amount: bill.amountFen,
    transfer_remark: bill.remark,
    ...(isFailed(bill) ? { fail_reason: bill.failReason } : {}),
    openid: bill.openid,
    create_time: rfc3339(bill.createdAtMs),
    update_time: rfc3339(bill.updatedAtMs),
  };
}

/** Until somebody confirms; once more is fine. */
export function cancelTransfer(context: Context, outBillNo: string): Record<string, unknown> {
  const found = goOn(context, outBillNo);
  if (!found) throw new PayRefusal(404, 'NOT_FOUND', '记录不存在');
  const isCancelled = found.state === 'CANCELING' || found.state === 'CANCELLED';
  if (!isCancelled && !mayTurn(found, 'CANCELING')) throw invalidRequest('当前转账单状态不支持撤销');
  const bill = isCancelled ? found : turn(context, found, 'CANCELING');
  return {
    out_bill_no: bill.outBillNo,
    transfer_bill_no: bill.transferBillNo,
    state: bill.state,
    update_time: rfc3339(bill.updatedAtMs),
  };
}

/** What wx.requestMerchantTransfer takes. */
export interface TransferCall {
  mchId?: string;
  appId?: string;
  package?: string;
}
/** The transfer that a call-up names; merchant and app, where they are given, must be its own. */
export function transferOfCall(context: Context, call: TransferCall): TransferBill {
  const found = context.store.transfers.find((one) => one.packageInfo === call.package);
  const bill = found && goOn(context, found.outBillNo);
  if (!bill) throw new PayRefusal(404, 'NOT_FOUND', '转账单不存在');
  const isOwn = (call.mchId ?? context.keys.merchant.mchid) === context.keys.merchant.mchid;
  if (!isOwn || (call.appId ?? bill.appid) !== bill.appid) throw invalidRequest('商户号或AppID与转账单不一致');
  return bill;
}

/** The receiver takes the money. */
export function confirmTransfer(context: Context, bill: TransferBill): TransferBill {
  if (!mayTurn(bill, 'TRANSFERING')) throw invalidRequest('当前转账单不能确认收款');
  return turn(context, bill, 'TRANSFERING');
}

/** What the receiver sees of the reason. The infos must be exactly those of the scene, each once. */
function checkScene(body: TransferBody): string {
  const scene = sceneOf(body.transfer_scene_id);
  if (!scene) throw new PayRefusal(403, 'NO_AUTH', '商户未开通该转账场景');
  const given = body.transfer_scene_report_infos.map((info) => info.info_type).sort();
  if (given.join() !== [...scene.infos].sort().join())
    throw paramError('未传入完整且对应的转账场景报备信息，请根据接口文档检查');
  const asked = body.user_recv_perception ?? scene.perceptions[0] ?? '';
  if (!scene.perceptions.includes(asked)) throw invalidRequest('暂不支持展示当前传入的用户收款感知');
  return asked;
}

function checkReceiver({ keys, store }: Context, body: TransferBody, name: string | null): void {
  if (!appOf(keys.merchant, body.appid)) throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配');
  if (!personOfOpenid(store, body.openid, body.appid))
    throw paramError('收款用户OpenID无效', { location: 'body', value: body.openid });
  if (name === null && body.transfer_amount >= NAMED_FEN)
    throw paramError('转账金额大于等于2000元时，收款用户姓名必填');
}

function checkAmount({ settings }: Context, { transfer_amount: fen, user_recv_style }: TransferBody): void {
  const isRedPacket = user_recv_style?.type === 'RED_PACKET';
  const mostFen = isRedPacket ? Math.min(MOST_RED_PACKET_FEN, settings.transferMaxFen) : settings.transferMaxFen;
  if (fen < LEAST_FEN || fen > mostFen) throw invalidRequest('超过单笔转账上下限，核实产品设置是否准确');
}

/** Why the money will not arrive although it is confirmed. */
function failureOf(
  { store }: Context,
  { openid }: TransferBody,
  name: string | null,
  fault: { action: string; reason?: string } | null,
): string | null {
  if (name !== null && personOfOpenid(store, openid)?.name !== name) return 'NAME_NOT_CORRECT';
  return fault?.action === 'fail' ? (fault.reason ?? 'PAYEE_ACCOUNT_ABNORMAL') : null;
}

function newBill(
  { now }: Context,
  { keyMode }: Call,
  body: TransferBody,
  more: { perception: string; fingerprint: string },
): TransferBill {
  return {
    outBillNo: body.out_bill_no,
    transferBillNo: newSerial('1330', now()),
    appid: body.appid,
    openid: body.openid,
    amountFen: body.transfer_amount,
    remark: body.transfer_remark,
    notifyUrl: body.notify_url ?? null,
    packageInfo: randomBytes(48).toString('base64'),
    state: 'WAIT_USER_CONFIRM',
    destined: 'SUCCESS',
    failReason: null,
    keyMode,
    createdAtMs: now(),
    updatedAtMs: now(),
    dueAtMs: now() + CONFIRM_MS,
    ...more,
  };
}

const isFailed = ({ state }: TransferBill) => state === 'FAIL' || state === 'CANCELLED';

function acceptedView(bill: TransferBill): Record<string, unknown> {
  const isOpen = bill.state === 'WAIT_USER_CONFIRM' || bill.state === 'TRANSFERING';
  return {
    out_bill_no: bill.outBillNo,
    transfer_bill_no: bill.transferBillNo,
    create_time: rfc3339(bill.createdAtMs),
    state: bill.state,
    ...(isFailed(bill) ? { fail_reason: bill.failReason } : {}),
    ...(isOpen ? { package_info: bill.packageInfo } : {}),
  };
}
