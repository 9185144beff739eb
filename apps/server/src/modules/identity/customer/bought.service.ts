import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { customerOrders } from './desk.slots.ts';
import * as store from './desk.store.ts';

/** Brings up to date what the list of customers is sorted by. Counts after locking: of two counts at once the older never wins. */
export async function refreshBought(
  { slots }: Pick<Platform, 'slots'>,
  tx: Tx,
  tenantId: number,
  customerId: string,
): Promise<void> {
  await store.lockBought(tx, tenantId, customerId);
  const bought = await slots.one(customerOrders)(tx, tenantId, [customerId]);
  await store.keepBought(
    tx,
    tenantId,
    customerId,
    bought.get(customerId) ?? { orders: 0, paidFen: 0, lastPaidAt: null },
  );
}
