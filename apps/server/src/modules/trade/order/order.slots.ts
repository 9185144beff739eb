import type { Static } from 'typebox';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { slot } from '../../../platform/slots.ts';
import type { OrderDetail, RefundSummary } from './order.api.ts';

type OfOrder<T> = (db: Db, tenantId: number, orderId: string) => Promise<T>;

/** What modules above the order know of it. */
export const orderTransactionId = slot<OfOrder<string | null>>('trade/order: WeChat transaction');
export const orderShipments = slot<OfOrder<Static<typeof OrderDetail>['shipments']>>('trade/order: shipments');
export const orderRefunds = slot<OfOrder<Static<typeof RefundSummary>[]>>('trade/order: refunds');
/** How many refunds of each order are not over. */
export const openRefunds =
  slot<(db: Db, tenantId: number, orderIds: string[]) => Promise<Map<string, number>>>('trade/order: open refunds');

export const openRefundsOf = ({ slots }: Platform, db: Db, tenantId: number, orderIds: string[]) =>
  slots.one(openRefunds)(db, tenantId, orderIds);
