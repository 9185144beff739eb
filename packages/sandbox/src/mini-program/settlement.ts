import type { Context } from '../context.ts';
import type { Shipment, Transaction } from '../state.ts';
import { automaticReceiptMs, isManaged, receivedMs, stateOf } from './shipping-state.ts';

const REMIND_AFTER_MS = 48 * 3_600_000;
const TO_SHIP = 1;
const MANUAL = 1;
const AUTOMATIC = 2;
const seconds = (ms: number): number => Math.floor(ms / 1000);

const named = (trade: Transaction) => ({
  transaction_id: trade.transactionId ?? '',
  merchant_id: trade.mchid,
  sub_merchant_id: '',
  merchant_trade_no: trade.outTradeNo,
  pay_time: seconds(trade.paidAtMs ?? 0),
});

/** What is paid in the mini program and not shipped after two days is told to the merchant. */
export function watchShipping(context: Context, trade: Transaction): void {
  if (!isManaged(context, trade)) return;
  const atMs = (trade.paidAtMs ?? 0) + REMIND_AFTER_MS;
  context.alarms.set(`remind/${trade.outTradeNo}`, atMs, () => {
    if (stateOf(context, trade) !== TO_SHIP) return;
    const msg = '您有订单超过48小时未发货，请及时发货并录入发货信息，以免影响资金结算。';
    context.pushes.tell('trade_manage_remind_shipping', { ...named(trade), msg });
  });
}

/** A finished shipment is told with the time at which it will be settled at the latest. */
export function tellShipped(context: Context, trade: Transaction, shipment: Shipment): void {
  context.pushes.tell('trade_manage_order_settlement', {
    ...named(trade),
    shipped_time: seconds(shipment.shippedAtMs),
    estimated_settlement_time: seconds(automaticReceiptMs(shipment)),
  });
  watchReceipt(context, trade);
}

/** The receipt, by the shopper or after WeChat's own days, is told when the money is settled. */
export function watchReceipt(context: Context, trade: Transaction): void {
  const shipment = context.store.shipments.get(trade.transactionId ?? '');
  if (!shipment?.isAllDelivered || shipment.told) return;
  const atMs = receivedMs(shipment) + context.settings.settlementDelayMs;
  context.alarms.set(`settlement/${trade.outTradeNo}`, atMs, () => {
    const now = context.store.shipments.get(shipment.transactionId);
    if (!now || now.told) return;
    context.store.shipments.put(now.transactionId, { ...now, told: true });
    context.pushes.tell('trade_manage_order_settlement', {
      ...named(trade),
      shipped_time: seconds(now.shippedAtMs),
      confirm_receive_method: now.receivedAtMs === null ? AUTOMATIC : MANUAL,
      confirm_receive_time: seconds(receivedMs(now)),
      settlement_time: seconds(context.now()),
    });
  });
}
