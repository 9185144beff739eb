import { WechatApiError } from '@jishi/wechat';
import type { Actor } from '../../../kernel/actor.ts';
import { chinaTime } from '../../../kernel/clock.ts';
import { maskPhone } from '../../../kernel/mask.ts';
import { cut } from '../../../kernel/text.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { readSettings, wechatOf } from '../../identity/tenant/index.ts';
import { addressOf, headRow, lineRows, lockHead, markShipped, openRefundsOf } from '../order/index.ts';
import { paymentsOf } from '../payment/index.ts';
import { fulfilmentRefusals } from './fulfilment.api.ts';
import { carrierName, itemText } from './fulfilment.rules.ts';
import * as store from './fulfilment.store.ts';

/**
 * Ships what is left of a paid order. Refuses with CARRIER_UNKNOWN, REFUND_OPEN while a request waits for a decision, NOTHING_TO_SHIP,
 * ORDER_STATE, ORDER_NOT_FOUND.
 */
export async function ship(
  platform: Platform,
  tx: Tx,
  actor: Actor,
  orderId: string,
  parcel: { carrier: string; trackingNumber: string },
): Promise<void> {
  const { tenantId } = actor;
  const name = carrierName(parcel.carrier);
  if (!name) throw fulfilmentRefusals.CARRIER_UNKNOWN();
  // Held before looking, so that a refund that is being asked for is either seen here or sees the parcel.
  const head = await lockHead(tx, tenantId, orderId);
  const refunds = (await openRefundsOf(platform, tx, tenantId, [orderId])).get(orderId);
  if (refunds && refunds.waiting > 0) throw fulfilmentRefusals.REFUND_OPEN();
  const lines = await lineRows(tx, tenantId, [orderId]);
  if (head?.status === 'paid' && lines.every((l) => l.refunded_quantity === l.quantity))
    throw fulfilmentRefusals.NOTHING_TO_SHIP();
  const { receiveAfterDays } = await readSettings(tx, tenantId);
  await markShipped(tx, actor, orderId, `商家已发货：${name} ${parcel.trackingNumber}`, receiveAfterDays);
  await store.insertShipment(tx, tenantId, { orderId, ...parcel });
}

/** Tells WeChat about the parcel: until then it keeps the merchant's money frozen. Throws what may be tried again. */
export async function uploadShipment(platform: Platform, tenantId: number, orderId: string): Promise<void> {
  const { database, log } = platform;
  const db = database.forTenant(tenantId);
  const [shipment, head] = [await store.shipmentOf(db, tenantId, orderId), await headRow(db, tenantId, orderId)];
  if (!shipment || !head || shipment.upload === 'done') return;
  const paid = (await paymentsOf(db, tenantId, orderId)).find((p) => p.status === 'succeeded');
  const { miniProgram, mchid, appid } = await wechatOf(platform).account(tenantId);
  const openid = paid?.payer_openid ?? (await openidOf(db, tenantId, head.customer_id, appid));
  if (!paid || !openid) return;
  const lines = (await lineRows(db, tenantId, [orderId])).filter((l) => l.quantity > l.refunded_quantity);
  try {
    await miniProgram.uploadShippingInfo({
      order_key: { order_number_type: 1, mchid, out_trade_no: paid.number },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [
        {
          tracking_no: shipment.tracking_number,
          express_company: shipment.carrier,
          item_desc: itemText(lines.map((l) => ({ title: l.title, quantity: l.quantity - l.refunded_quantity }))),
          contact: { receiver_contact: maskPhone(addressOf(platform, head).phone) },
        },
      ],
      upload_time: chinaTime(shipment.shipped_at.getTime()),
      payer: { openid },
    });
    await database.inTx(tenantId, (tx) => store.setUpload(tx, tenantId, shipment.id, 'done', null));
  } catch (error) {
    await database.inTx(tenantId, (tx) =>
      store.setUpload(tx, tenantId, shipment.id, 'failed', cut((error as Error).message, 200)),
    );
    log.warn({ err: error, orderId }, 'shipping information not taken by WeChat');
    if (!(error instanceof WechatApiError)) throw error;
  }
}
