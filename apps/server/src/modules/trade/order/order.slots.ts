import type { Static } from 'typebox';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { slot } from '../../../platform/slots.ts';
import type { AdminRefundSummary, AdminShipment } from './order.api.ts';

type OfOrder<T> = (db: Db, tenantId: number, orderId: string) => Promise<T>;

/** The order that a payment of WeChat's number was for. */
export const orderOfTransaction = slot<(db: Db, tenantId: number, transactionId: string) => Promise<string | null>>(
  'trade/order: order of a transaction',
);
/** What modules above the order know of it. */
export const orderTransactionId = slot<OfOrder<string | null>>('trade/order: WeChat transaction');
/** As staff see them; a shopper's answer leaves out what its schema does not name. */
export const orderShipments = slot<OfOrder<AdminShipment[]>>('trade/order: shipments');
export const orderRefunds = slot<OfOrder<Static<typeof AdminRefundSummary>[]>>('trade/order: refunds');
/** Refunds of an order that are not over: how many in all, and how many of them wait for a decision. */
export interface OpenRefunds {
  open: number;
  waiting: number;
}
/** By order; one without open refunds may be missing. */
export const openRefunds =
  slot<(db: Db, tenantId: number, orderIds: string[]) => Promise<Map<string, OpenRefunds>>>(
    'trade/order: open refunds',
  );

export const openRefundsOf = ({ slots }: Platform, db: Db, tenantId: number, orderIds: string[]) =>
  slots.one(openRefunds)(db, tenantId, orderIds);
