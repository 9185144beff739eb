import type { Static } from 'typebox';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Chain } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { slot } from '../../../platform/slots.ts';
import type { PaymentRow } from '../payment/index.ts';
import type { AdminShipment } from './order.api.ts';
import type { AdminRefundSummary } from './refund-summary.api.ts';

type OfOrder<T> = (db: Db, tenantId: number, orderId: string) => Promise<T>;

/** What modules above the order know of it. */
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

/** What was taken off a line (null: off freight) by a promotion or coupon. What purses paid is none of these. */
export interface OrderPart {
  lineId: string | null;
  source: string;
  ref: string;
  fen: number;
  units: number;
}
/**
 * Who keeps rows of what orders use (a coupon that is locked, then used) changes them in the transaction that turns the orders, many at
 * once. Each sends its only statements at once, because the commit travels with them. What is scarce needs none of this: legs of the
 * order's chain are settled and released by themselves.
 */
export interface OrderFollower {
  /** Those that use something; ones of 0 fen are turned paid directly afterwards. */
  placed?(
    tx: Tx,
    tenantId: number,
    orders: readonly { orderId: string; customerId: string; parts: readonly OrderPart[] }[],
  ): Promise<unknown>;
  paid?(tx: Tx, tenantId: number, orderIds: readonly string[]): Promise<unknown>;
  closed?(tx: Tx, tenantId: number, orderIds: readonly string[]): Promise<unknown>;
}
export const orderTurned = slot<OrderFollower>('trade/order: an order turned');

/** Pieces of a paid order whose refund is agreed. */
export interface OrderReturned {
  orderId: string;
  customerId: string;
  caseId: string;
  /** Whether no piece of the order stays. */
  wholly: boolean;
  /** Those that take part: `now` goes back with this refund, `returned` is what went back with all so far. */
  parts: readonly (OrderPart & { nowFen: number; nowUnits: number; returnedFen: number; returnedUnits: number })[];
}
/**
 * Gives back what the merchant's rule says (a coupon right, quota), in the transaction that agrees to the refund. Writes its rows and
 * returns the chains, which are posted together with the money's: a transaction locks accounts once. Ids of chains follow from `caseId`.
 */
export const orderReturned =
  slot<(tx: Tx, tenantId: number, returned: OrderReturned) => Promise<readonly Chain[]>>(
    'trade/order: pieces returned',
  );

/** Opens a case about money that came after its order had closed, or when it was paid already; the money goes back by itself. */
export type UnwantedMoney = (
  tx: Tx,
  tenantId: number,
  payment: PaymentRow,
  why: 'closed' | 'twice',
) => Promise<{ id: string; reason: string }>;
export const unwantedMoney = slot<UnwantedMoney>('trade/order: unwanted money');
