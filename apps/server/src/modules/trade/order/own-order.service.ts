import type { Shopper } from '../../../kernel/actor.ts';
import type { Db } from '../../../platform/db/index.ts';
import { orderRefusals } from './order.api.ts';
import { type HeadRow, headRow } from './order.store.ts';

/** An order of this shopper; another's is not found. */
export async function ownOrder(db: Db, actor: Shopper, id: string): Promise<HeadRow> {
  const head = await headRow(db, actor.tenantId, id);
  if (head?.customer_id !== actor.customerId) throw orderRefusals.ORDER_NOT_FOUND();
  return head;
}
