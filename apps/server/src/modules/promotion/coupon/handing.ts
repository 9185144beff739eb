import { derivedId } from '../../../kernel/ids.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Platform } from '../../../platform/platform.ts';
import { headRow } from '../../trade/order/index.ts';
import { issuingRows } from './coupon.store.ts';
import { issuing } from './issuing.service.ts';

/**
 * Gives the buyer of an order the coupons that the shop hands out when one is paid or received. May run again: a coupon is given once
 * for an order. Who has as many as a person may, or comes when none is left, gets none, and the order goes on.
 */
export async function handOut(
  { database, ledger }: Platform,
  tenantId: number,
  orderId: string,
  on: 'paid' | 'received',
): Promise<void> {
  const db = database.forTenant(tenantId);
  const handed = (await issuingRows(db, tenantId)).filter(({ rule }) => rule.handOut?.on === on);
  if (handed.length === 0) return;
  const order = await headRow(db, tenantId, orderId);
  if (!order || order.status === 'refunded') return;
  for (const { id: couponId, rule } of handed) {
    if (order.total_fen < (rule.handOut?.fromFen ?? 0)) continue;
    const id = derivedId('coupon-order', tenantId, couponId, orderId);
    try {
      await ledger.submit(issuing, tenantId, { id, couponId, customerId: order.customer_id, origin: 'order' });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
    }
  }
}
