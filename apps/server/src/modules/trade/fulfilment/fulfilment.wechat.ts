import { ERRCODES, type MiniProgramClient, WechatApiError, WechatError } from '@jishi/wechat';
import { chinaTime, SECOND } from '../../../kernel/clock.ts';
import { maskPhone } from '../../../kernel/mask.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { wechatOf } from '../../identity/tenant/index.ts';
import { addressOf, type HeadRow, headRow, lineRows, paymentsOfOrder } from '../order/index.ts';
import { finalText, itemText, SILENT_TEXT, settingsText, waitingText } from './fulfilment.rules.ts';
import * as service from './fulfilment.service.ts';
import * as store from './fulfilment.store.ts';
import { callsFor, nameOf, type Telling, type ToldParcel } from './parcel.rules.ts';

/** Tells WeChat of an order's parcels: until then it keeps the merchant's money frozen. What may pass is tried again by itself. */
export async function uploadParcels(platform: Platform, tenantId: number, orderId: string): Promise<void> {
  const { database, log } = platform;
  const db = database.forTenant(tenantId);
  const all = await store.shipmentsOf(db, tenantId, orderId);
  // One that was corrected while parts are missing has no time: it goes with what leaves last.
  const rows = all.filter((row) => row.upload === 'pending' && row.next_try_at !== null);
  const head = await headRow(db, tenantId, orderId);
  if (rows.length === 0 || !head) return;
  const isComplete = head.status !== 'paid';
  const outcome = await uploadOnce(platform, head, all, isComplete).catch((error: unknown): service.Outcome => {
    log.warn({ err: error, tenantId, orderId }, 'WeChat has not taken shipping information');
    return outcomeOf(error);
  });
  await database.inTx(tenantId, (tx) => service.noteOutcome(tx, tenantId, { rows, isComplete }, outcome));
}

async function uploadOnce(
  platform: Platform,
  head: HeadRow,
  all: readonly store.ShipmentRow[],
  isComplete: boolean,
): Promise<service.Outcome> {
  const { tenant_id: tenantId, id: orderId } = head;
  const db = platform.database.forTenant(tenantId);
  const paid = (await paymentsOfOrder(db, tenantId, orderId)).find((p) => p.status === 'succeeded');
  const { miniProgram, mchid, appid } = await wechatOf(platform).account(tenantId);
  const openid = paid?.payer_openid ?? (await openidOf(db, tenantId, head.customer_id, appid));
  if (!paid || !openid) return { is: 'failed', why: '没有付款人的微信信息，无法上传物流' };
  await leadMessagesHere(platform, tenantId, miniProgram, appid);
  const [lines, pieces] = await Promise.all([
    lineRows(db, tenantId, [orderId]),
    store.piecesOf(
      db,
      tenantId,
      all.map((s) => s.id),
    ),
  ]);
  const told = all.map((s) => toldOf(s));
  const isOne = isComplete && all.length === 1;
  const atWechat = isOne ? NOTHING_KNOWN : await knownAt(miniProgram, { mchid, number: paid.number });
  const contact = { receiver_contact: maskPhone(addressOf(platform, head).phone) };
  const statedMs = Math.max(...all.map((s) => s.stated_at.getTime()));
  for (const [nth, call] of callsFor({ parcels: told, isComplete, ...atWechat }).entries())
    await miniProgram.uploadShippingInfo({
      order_key: { order_number_type: 1, mchid, out_trade_no: paid.number },
      logistics_type: 1,
      delivery_mode: call.isSplit ? 2 : 1,
      ...(call.isSplit ? { is_all_delivered: call.isAllDelivered } : {}),
      shipping_list: call.parcels.map((p) => ({
        tracking_no: p.trackingNumber,
        express_company: p.carrier,
        item_desc: itemText(service.linesIn(lines, pieces.get(p.id) ?? [])),
        contact,
      })),
      upload_time: chinaTime(statedMs + nth * SECOND),
      payer: { openid },
    });
  return { is: 'done' };
}

const toldOf = (s: store.ShipmentRow): ToldParcel => ({
  id: s.id,
  carrier: s.carrier,
  trackingNumber: s.tracking_number,
  isCorrected: s.corrected && s.upload === 'pending',
});

const NOTHING_KNOWN: Pick<Telling, 'known' | 'isFinished'> = { known: new Set(), isFinished: false };
/** What WeChat has of an order that leaves in parts: parts add up there, so none may be told twice. */
async function knownAt(
  miniProgram: MiniProgramClient,
  { mchid, number }: { mchid: string; number: string },
): Promise<typeof NOTHING_KNOWN> {
  const { shipping } = await miniProgram.order({ merchant_id: mchid, merchant_trade_no: number });
  const known = (shipping.shipping_list ?? []).map((p) =>
    nameOf({ carrier: p.express_company ?? '', trackingNumber: p.tracking_no ?? '' }),
  );
  return { known: new Set(known), isFinished: shipping.finish_shipping ?? false };
}

/** Where WeChat's messages about a parcel lead: the storefront's page of an order. */
const ORDER_PAGE = 'trade/order';
const told = perPlatform(() => new Set<string>());
/** Before the first parcel of a mini program. A message that leads to WeChat's own page is no reason to keep the money frozen. */
async function leadMessagesHere(
  platform: Platform,
  tenantId: number,
  miniProgram: MiniProgramClient,
  appid: string,
): Promise<void> {
  if (told(platform).has(appid)) return;
  told(platform).add(appid);
  await miniProgram.setMessageJumpPath(ORDER_PAGE).catch((error: unknown) => {
    told(platform).delete(appid);
    platform.log.warn({ err: error, tenantId }, 'WeChat has not taken the page that its messages lead to');
  });
}

function outcomeOf(error: unknown): service.Outcome {
  if (error instanceof WechatApiError) {
    const { errcode, remedy, message } = error;
    if (error.retryable) return { is: 'later', why: waitingText(errcode) };
    if (remedy !== 'settings') return { is: 'failed', why: finalText(errcode, message) };
    const meaning = ERRCODES.find((e) => e.errcode === errcode)?.meaning ?? '';
    return { is: 'later', why: settingsText(errcode, meaning) };
  }
  if (error instanceof WechatError) return { is: 'later', why: SILENT_TEXT };
  if (error instanceof Refusal) return { is: 'later', why: error.message };
  throw error;
}

const PUSHED_AT_ONCE = 500;
/** Sets uploads in motion again whose job was lost. */
export async function pushOverdueUploads({ database, log }: Platform, tenantId: number): Promise<void> {
  const rows = await store.overdueShipments(database.forTenant(tenantId), tenantId, PUSHED_AT_ONCE);
  if (rows.length === 0) return;
  log.warn({ tenantId, shipments: rows.length }, 'overdue uploads of shipping information are set in motion again');
  await database.inTx(tenantId, (tx) => service.pushUploads(tx, tenantId, rows));
}
