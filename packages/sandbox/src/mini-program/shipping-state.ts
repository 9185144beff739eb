import type { Context } from '../context.ts';
import type { Shipment, Transaction } from '../state.ts';

export const EXPRESS = 1;
/** The shipping service knows payments made in the mini program only, not those on pages or by a code. */
export const isManaged = ({ keys }: Context, trade: Transaction): boolean =>
  trade.paidAtMs !== null && trade.appid === keys.merchant.appid && trade.tradeType === 'JSAPI';

const RECEIVED_MS = 60_000;
const SETTLED_MS = 86_400_000;
/** Days after which WeChat takes the goods for received. */
const AUTO_RECEIPT_DAYS = { express: 10, other: 2 };

/**
 * 1 to ship · 2 shipped · 3 received · 6 money waiting · 4 done · 5 refunded. How long 3 and 6 last is not documented: a minute, and a
 * day in all.
 */
export function stateOf({ store, now }: Context, trade: Transaction): number {
  const refundedFen = store.refunds
    .filter((refund) => refund.outTradeNo === trade.outTradeNo && refund.status === 'SUCCESS')
    .reduce((sum, refund) => sum + refund.refundFen, 0);
  if (refundedFen >= trade.totalFen) return 5;
  const shipment = store.shipments.get(trade.transactionId ?? '');
  if (!shipment?.isAllDelivered) return 1;
  const sinceMs = now() - receivedMs(shipment);
  if (sinceMs < 0) return 2;
  if (sinceMs < RECEIVED_MS) return 3;
  return sinceMs < SETTLED_MS ? 6 : 4;
}

export const automaticReceiptMs = (shipment: Shipment): number =>
  shipment.shippedAtMs +
  (shipment.logisticsType === EXPRESS ? AUTO_RECEIPT_DAYS.express : AUTO_RECEIPT_DAYS.other) * 86_400_000;

/** When the shopper confirmed, or WeChat does it for them. */
export const receivedMs = (shipment: Shipment): number => shipment.receivedAtMs ?? automaticReceiptMs(shipment);
