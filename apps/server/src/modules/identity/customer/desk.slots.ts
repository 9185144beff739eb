import type { Db } from '../../../platform/db/index.ts';
import { slot } from '../../../platform/slots.ts';

/** What a customer has bought. */
export interface CustomerOrders {
  /** Paid orders, also those that were refunded later. */
  orders: number;
  /** Fen that they brought, less what was refunded. */
  paidFen: number;
  lastPaidAt: Date | null;
}

/** By customer; one without a paid order may be missing. */
export const customerOrders = slot<(db: Db, tenantId: number, ids: string[]) => Promise<Map<string, CustomerOrders>>>(
  'identity/customer: orders of customers',
);
