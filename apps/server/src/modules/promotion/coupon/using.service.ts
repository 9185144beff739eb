import { nowMs } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Chain } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type OrderFollower, type OrderReturned, ordersOfCustomers } from '../../trade/order/index.ts';
import type { Basket, PriceRule } from '../../trade/pricing/index.ts';
import { untilAfterReturn } from './coupon.rules.ts';
import * as store from './held.store.ts';
import { heldChain } from './issuing.service.ts';
import { backLegs, couponOffers, type OwnCoupon } from './price-rule.ts';
import { usableCoupons } from './usable.service.ts';

/** What shoppers' coupons take off their baskets. */
export const couponRule = (platform: Platform): PriceRule<readonly OwnCoupon[]> => ({
  name: 'coupon',
  async facts(db, tenantId, baskets) {
    const customerIds = [...new Set(baskets.flatMap((b) => b.customerId ?? []))];
    const own = await usableCoupons(platform)(db, tenantId, customerIds);
    // Only who holds a coupon that asks for it is looked up.
    const asking = customerIds.filter((id) => own.get(id)?.some((c) => c.rule.history));
    const past = asking.length > 0 ? await ordersOfCustomers(db, tenantId, asking) : null;
    return baskets.map(({ customerId, atMs }: Basket) => {
      const usable = customerId ? (own.get(customerId) ?? []).filter((c) => c.untilMs > atMs) : [];
      const bought = past?.get(customerId ?? '');
      if (usable.length === 0) return null;
      if (!bought) return usable;
      const lastPaidAtMs = bought.lastPaidAt?.getTime() ?? null;
      return usable.map((c) => (c.rule.history ? { ...c, bought: { orders: bought.orders, lastPaidAtMs } } : c));
    });
  },
  steps: [
    { stage: 'coupon', offers: (draft, coupons, { atMs }) => couponOffers(draft, coupons, atMs, false) },
    { stage: 'freight', offers: (draft, coupons, { atMs }) => couponOffers(draft, coupons, atMs, true) },
  ],
});

/** An order locks the coupons that it uses, its payment uses them, its closing frees them. */
export const couponFollower: OrderFollower = {
  placed(tx, tenantId, orders) {
    const used = orders.flatMap(({ orderId, parts }) => {
      const offFen = new Map<string, number>();
      for (const p of parts.filter(({ source }) => source === 'coupon'))
        offFen.set(p.ref, (offFen.get(p.ref) ?? 0) + p.fen);
      return [...offFen].map(([id, fen]) => ({ id, orderId, offFen: fen }));
    });
    return used.length === 0 ? Promise.resolve() : store.lockForOrders(tx, tenantId, used);
  },
  paid: (tx, tenantId, orderIds) => store.useOfOrders(tx, tenantId, orderIds),
  closed: (tx, tenantId, orderIds) =>
    store.freeOfOrders(tx, tenantId, orderIds, untilAfterReturn(new Date(0), nowMs())),
};

/**
 * Gives back the coupons of an order of which nothing stays, where the merchant's rule says so; one that has ended meanwhile lives on for
 * some days. Its budget comes back with it, whatever was issued meanwhile: a promise to the shopper goes before the budget.
 */
export async function couponsBack(
  tx: Tx,
  tenantId: number,
  { orderId, caseId, wholly }: Pick<OrderReturned, 'orderId' | 'caseId' | 'wholly'>,
): Promise<Chain[]> {
  if (!wholly) return [];
  const rows = (await store.lockUsed(tx, tenantId, orderId)).filter(({ rule }) => rule.returns);
  if (rows.length === 0) return [];
  await store.returnHeld(
    tx,
    tenantId,
    rows.map((row) => ({ id: row.id, until: untilAfterReturn(row.usable_until, nowMs()) })),
  );
  return rows.map((row) => ({
    id: `${heldChain(row.id)}/back/${caseId}`,
    legs: backLegs({ id: row.id, couponId: row.coupon_id, rule: row.rule }, row.off_fen ?? 0),
    reason: 'coupon: order wholly refunded',
  }));
}
