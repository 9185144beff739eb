import { pageOf } from '../../../kernel/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { customerNames } from '../../identity/customer/index.ts';
import { couponRefusals } from './coupon.api.ts';
import { couponRow } from './coupon.store.ts';
import { heldRows, holderPage } from './held.store.ts';
import * as api from './holders.api.ts';
import { ending } from './issuing.service.ts';

export function holderRoutes(platform: Platform): void {
  const { http, ledger } = platform;
  http.read(api.listCouponHolders, async ({ actor: { tenantId }, params: { id }, query, db }) => {
    const rows = await holderPage(db, tenantId, id, query);
    if (rows.length === 0 && !(await couponRow(db, tenantId, id))) throw couponRefusals.COUPON_NOT_FOUND();
    const names = await customerNames(platform, db, tenantId, [...new Set(rows.map((row) => row.customer_id))]);
    return pageOf(rows, query.limit, (row) => ({
      id: row.id,
      customerId: row.customer_id,
      customerName: names.get(row.customer_id)?.nickname ?? '已注销的顾客',
      state: row.status,
      origin: row.origin,
      gotAt: row.got_at.toISOString(),
      until: row.usable_until.toISOString(),
      orderId: row.order_id,
      offFen: row.off_fen,
      voidReason: row.void_reason,
    }));
  });
  http.steps(api.voidHeldCoupons, async ({ actor: { tenantId }, params: { id }, body, db, notes }) => {
    if (!(await couponRow(db, tenantId, id))) throw couponRefusals.COUPON_NOT_FOUND();
    const rows = await heldRows(db, tenantId, body.heldIds);
    const end = async (heldId: string): Promise<boolean> =>
      rows.get(heldId)?.coupon_id === id &&
      ledger.submit(ending, tenantId, { id: heldId, couponId: id, to: 'voided', why: body.reason });
    const done = await Promise.all(body.heldIds.map(end));
    const refused = body.heldIds.filter((_, n) => !done[n]);
    Object.assign(notes, { reason: body.reason, voided: done.length - refused.length });
    return { voided: done.length - refused.length, refused };
  });
}
