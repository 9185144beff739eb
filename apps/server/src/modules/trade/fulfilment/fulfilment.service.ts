import { type MiniProgramClient, WechatApiError } from '@jishi/wechat';
import type { Actor } from '../../../kernel/actor.ts';
import { chinaTime } from '../../../kernel/clock.ts';
import { maskPhone } from '../../../kernel/mask.ts';
import { cut } from '../../../kernel/text.ts';
import type { Platform } from '../../../platform/app.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { headRow, lineRows, lockHead, markShipped } from '../order/index.ts';
import { paymentsOf } from '../payment/index.ts';
import { fulfilmentRefusals } from './fulfilment.api.ts';
import { carrierName, itemText } from './fulfilment.rules.ts';
import * as store from './fulfilment.store.ts';

/** Slots, filled by compose.ts. */
export interface FulfilmentSources {
  miniProgram(tenantId: number): Promise<{ client: MiniProgramClient; mchid: string }>;
  openid(tenantId: number, customerId: string): Promise<string | null>;
  receiverPhone(db: Db, tenantId: number, orderId: string): Promise<string>;
  /** Refunds of the order that wait for a decision. */
  openRefunds(db: Db, tenantId: number, orderId: string): Promise<number>;
  receiveAfterDays(tenantId: number): Promise<number>;
}

/** Ships a paid order whole. Refuses with CARRIER_UNKNOWN, REFUND_OPEN, ORDER_STATE, ORDER_NOT_FOUND. */
export async function ship(
  tx: Tx,
  actor: Actor,
  orderId: string,
  parcel: { carrier: string; trackingNumber: string },
  sources: FulfilmentSources,
  days: number,
): Promise<void> {
  const name = carrierName(parcel.carrier);
  if (!name) throw fulfilmentRefusals.CARRIER_UNKNOWN();
  // Held before looking, so that a refund that is being asked for is either seen here or sees the parcel.
  await lockHead(tx, actor.tenantId, orderId);
  if ((await sources.openRefunds(tx, actor.tenantId, orderId)) > 0) throw fulfilmentRefusals.REFUND_OPEN();
  await markShipped(tx, actor, orderId, `商家已发货：${name} ${parcel.trackingNumber}`, days);
  await store.insertShipment(tx, actor.tenantId, { orderId, ...parcel });
}

/** Tells WeChat about the parcel: until then it keeps the merchant's money frozen. Throws what may be tried again. */
export async function uploadShipment(
  { database, log }: Platform,
  sources: FulfilmentSources,
  tenantId: number,
  orderId: string,
): Promise<void> {
  const db = database.forTenant(tenantId);
  const [shipment, head] = [await store.shipmentOf(db, tenantId, orderId), await headRow(db, tenantId, orderId)];
  if (!shipment || !head || shipment.upload === 'done') return;
  const paid = (await paymentsOf(db, tenantId, orderId)).find((p) => p.status === 'succeeded');
  const openid = paid?.payer_openid ?? (await sources.openid(tenantId, head.customer_id));
  if (!paid || !openid) return;
  const lines = (await lineRows(db, tenantId, [orderId])).filter((l) => l.quantity > l.refunded_quantity);
  const { client, mchid } = await sources.miniProgram(tenantId);
  try {
    await client.uploadShippingInfo({
      order_key: { order_number_type: 1, mchid, out_trade_no: paid.number },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [
        {
          tracking_no: shipment.tracking_number,
          express_company: shipment.carrier,
          item_desc: itemText(lines.map((l) => ({ title: l.title, quantity: l.quantity - l.refunded_quantity }))),
          contact: { receiver_contact: maskPhone(await sources.receiverPhone(db, tenantId, orderId)) },
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
