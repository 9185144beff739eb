import { ERRCODES, type MiniProgramClient, WechatApiError, WechatError } from '@jishi/wechat';
import { chinaTime } from '../../../kernel/clock.ts';
import { maskPhone } from '../../../kernel/mask.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { wechatOf } from '../../identity/tenant/index.ts';
import { addressOf, headRow, lineRows, paymentsOfOrder } from '../order/index.ts';
import { finalText, itemText, SILENT_TEXT, settingsText, waitingText } from './fulfilment.rules.ts';
import * as service from './fulfilment.service.ts';
import * as store from './fulfilment.store.ts';

/** Tells WeChat about a parcel: until then it keeps the merchant's money frozen. What may pass is tried again by itself. */
export async function uploadParcel(platform: Platform, tenantId: number, shipmentId: string): Promise<void> {
  const { database, log } = platform;
  const row = await store.shipmentRow(database.forTenant(tenantId), tenantId, shipmentId);
  if (row?.upload !== 'pending') return;
  const outcome = await uploadOnce(platform, tenantId, row).catch((error: unknown): service.Outcome => {
    log.warn({ err: error, tenantId, orderId: row.order_id }, 'WeChat has not taken shipping information');
    return outcomeOf(error);
  });
  await database.inTx(tenantId, (tx) => service.noteOutcome(tx, tenantId, row, outcome));
}

async function uploadOnce(platform: Platform, tenantId: number, row: store.ShipmentRow): Promise<service.Outcome> {
  const db = platform.database.forTenant(tenantId);
  const head = await headRow(db, tenantId, row.order_id);
  const paid = (await paymentsOfOrder(db, tenantId, row.order_id)).find((p) => p.status === 'succeeded');
  const { miniProgram, mchid, appid } = await wechatOf(platform).account(tenantId);
  const openid = paid?.payer_openid ?? (head && (await openidOf(db, tenantId, head.customer_id, appid)));
  if (!head || !paid || !openid) return { is: 'failed', why: '没有付款人的微信信息，无法上传物流' };
  await leadMessagesHere(platform, tenantId, miniProgram, appid);
  const lines = (await lineRows(db, tenantId, [row.order_id])).filter((l) => l.quantity > l.refunded_quantity);
  await miniProgram.uploadShippingInfo({
    order_key: { order_number_type: 1, mchid, out_trade_no: paid.number },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [
      {
        tracking_no: row.tracking_number,
        express_company: row.carrier,
        item_desc: itemText(lines.map((l) => ({ title: l.title, quantity: l.quantity - l.refunded_quantity }))),
        contact: { receiver_contact: maskPhone(addressOf(platform, head).phone) },
      },
    ],
    upload_time: chinaTime(row.stated_at.getTime()),
    payer: { openid },
  });
  return { is: 'done' };
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
