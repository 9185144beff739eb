import { WechatApiError, WechatError } from '@jishi/wechat';
import { systemOf } from '../../../kernel/actor.ts';
import { HOUR, nowMs } from '../../../kernel/clock.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { fieldOf, type Pushed, wechatOf } from '../../identity/tenant/index.ts';
import { headRow, markReceived, ORDER, paymentsOfOrder } from '../order/index.ts';
import { paymentByNumber } from '../payment/index.ts';
import { receiptOf } from './fulfilment.rules.ts';
import * as service from './fulfilment.service.ts';
import * as store from './fulfilment.store.ts';

const LOOKED_AT_ONCE = 200;
const SAID = '微信已确认收货';

/** The parcel that a push of the shipping service is about; undefined when it is none of ours. */
async function shipmentOfPush(tx: Tx, tenantId: number, message: Pushed): Promise<store.ShipmentRow | undefined> {
  const payment = await paymentByNumber(tx, tenantId, fieldOf(message, 'merchant_trade_no'));
  return payment?.subject_kind === ORDER
    ? (await store.shipmentsOf(tx, tenantId, payment.subject_id)).at(-1)
    : undefined;
}

/** `trade_manage_order_settlement`: an order was shipped, which we know, or its receipt was confirmed, about which WeChat is asked. */
export async function settlementPushed(tx: Tx, tenantId: number, message: Pushed): Promise<void> {
  if (!fieldOf(message, 'confirm_receive_method')) return;
  const row = await shipmentOfPush(tx, tenantId, message);
  if (row && row.upload !== 'none') await service.lookSoon(tx, tenantId, row);
}

/** `trade_manage_remind_shipping`: WeChat lacks the parcel of an order; one that we shipped is uploaded again. */
export async function shippingReminded(tx: Tx, tenantId: number, message: Pushed): Promise<void> {
  const row = await shipmentOfPush(tx, tenantId, message);
  if (row) await service.uploadLost(tx, tenantId, row);
}

/** Asks WeChat whether the shopper has confirmed the receipt there, and does the same here. */
async function lookAtReceipt(platform: Platform, tenantId: number, row: store.ShipmentRow): Promise<void> {
  const { database } = platform;
  const db = database.forTenant(tenantId);
  const head = await headRow(db, tenantId, row.order_id);
  const paid = (await paymentsOfOrder(db, tenantId, row.order_id)).find((p) => p.status === 'succeeded');
  const isOpen = head?.status === 'shipped' && paid !== undefined;
  const receipt = isOpen ? await askReceipt(platform, tenantId, paid) : 'over';
  await database.inTx(tenantId, async (tx) => {
    if (receipt === 'lost') return service.uploadLost(tx, tenantId, row);
    const next = receipt === 'open' ? new Date(nowMs() + service.LOOK_EVERY_MS) : null;
    await store.changeShipment(tx, tenantId, row, { next_look_at: next });
    if (receipt === 'received') await markReceived(tx, systemOf(tenantId), row.order_id, SAID);
  });
}

async function askReceipt(platform: Platform, tenantId: number, paid: { mchid: string; number: string }) {
  const { miniProgram } = await wechatOf(platform).account(tenantId);
  const name = { merchant_id: paid.mchid, merchant_trade_no: paid.number };
  return receiptOf((await miniProgram.order(name)).order_state);
}

/** Looks at one; when WeChat does not say, it is asked again in an hour. Returns whether it is worth asking it more now. */
async function look(platform: Platform, tenantId: number, row: store.ShipmentRow): Promise<boolean> {
  const { database, log } = platform;
  try {
    await lookAtReceipt(platform, tenantId, row);
    return true;
  } catch (error) {
    if (!(error instanceof WechatError || error instanceof Refusal)) throw error;
    log.warn({ err: error, tenantId, orderId: row.order_id }, 'could not ask WeChat about a receipt');
    const next_look_at = new Date(nowMs() + HOUR);
    await database.inTx(tenantId, (tx) => store.changeShipment(tx, tenantId, row, { next_look_at }));
    return error instanceof WechatApiError;
  }
}

/** A push said something of this parcel. */
export async function lookAtOne(platform: Platform, tenantId: number, shipmentId: string): Promise<void> {
  const row = await store.shipmentRow(platform.database.forTenant(tenantId), tenantId, shipmentId);
  if (row?.next_look_at) await look(platform, tenantId, row);
}

/** Looks at the receipts whose time has come; when WeChat is silent the rest waits. */
export async function lookAtReceipts(platform: Platform, tenantId: number, signal: AbortSignal): Promise<void> {
  const db = platform.database.forTenant(tenantId);
  for (const row of await store.shipmentsToLookAt(db, tenantId, LOOKED_AT_ONCE))
    if (signal.aborted || !(await look(platform, tenantId, row))) return;
}
