import { pageOf } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import { pageHead } from '../../../platform/http/index.ts';
import { balances } from '../../../platform/ledger/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings } from '../../identity/customer/index.ts';
import { noticeKind } from '../../identity/notice/index.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import { orderPaid, orderReceived, orderReturned, orderTurned } from '../../trade/order/index.ts';
import { priceRules } from '../../trade/pricing/index.ts';
import { codeRoutes } from './code.routes.ts';
import * as api from './coupon.api.ts';
import { mostOfAllFen, wordsOf } from './coupon.rules.ts';
import * as service from './coupon.service.ts';
import * as store from './coupon.store.ts';
import { accountsOfCoupon, adminView } from './coupon.views.ts';
import { COUPON_ENDING, remindHolders } from './ending-notice.ts';
import { handOut } from './handing.ts';
import { shopperRoutes, sweepDue } from './held.routes.ts';
import { moveHeld } from './held.store.ts';
import { holderRoutes } from './holders.routes.ts';
import { limitsToMove } from './joining.ts';
import { couponNames } from './names.store.ts';
import { headOfCoupons } from './page-head.ts';
import { sendToCustomers } from './sending.ts';
import { couponFollower, couponRule, couponsBack } from './using.service.ts';

export const coupon: Module = { name: 'promotion/coupon', register };

function register(platform: Platform): void {
  platform.slots.fill(priceRules, couponRule(platform));
  platform.slots.fill(auditTargets, couponNames);
  platform.slots.fill(pageHead, headOfCoupons);
  platform.slots.fill(orderTurned, couponFollower);
  platform.slots.fill(orderReturned, couponsBack);
  platform.slots.fill(belongings, {
    tables: ['coupon_held'],
    chains: limitsToMove,
    move: (tx, { tenantId, from, into }) => moveHeld(tx, tenantId, from, into),
  });
  shopperRoutes(platform);
  codeRoutes(platform);
  holderRoutes(platform);
  adminRoutes(platform);
  platform.jobs.listen(orderPaid, 'coupon-for-paid', ({ tenantId, data }) =>
    handOut(platform, tenantId, data.orderId, 'paid'),
  );
  platform.jobs.listen(orderReceived, 'coupon-for-received', ({ tenantId, data }) =>
    handOut(platform, tenantId, data.orderId, 'received'),
  );
  platform.slots.fill(noticeKind, COUPON_ENDING);
  platform.jobs.sweep('coupon-reminders', { everyMinutes: 30 }, (tenantId, signal) =>
    remindHolders(platform, tenantId, signal),
  );
  platform.jobs.sweep('coupon-ends', { everyMinutes: 5 }, (tenantId, signal) => sweepDue(platform, tenantId, signal));
}

async function view(db: Db, tenantId: number, row: store.CouponRow | undefined): Promise<api.AdminCoupon> {
  if (!row) throw api.couponRefusals.COUPON_NOT_FOUND();
  return adminView(row, await balances(db, tenantId, accountsOfCoupon(row.id)));
}

function adminRoutes(platform: Platform): void {
  const { http } = platform;
  http.read(api.listAdminCoupons, async ({ actor: { tenantId }, query, db }) => {
    const rows = await store.couponPage(db, tenantId, query);
    const found = await balances(
      db,
      tenantId,
      rows.flatMap((r) => accountsOfCoupon(r.id)),
    );
    return pageOf(rows, query.limit, (row) => adminView(row, found));
  });
  http.read(api.getAdminCoupon, async ({ actor: { tenantId }, params, db }) =>
    view(db, tenantId, await store.couponRow(db, tenantId, params.id)),
  );
  http.read(api.previewCoupon, async ({ actor: { tenantId }, body: { rule }, db }) => ({
    words: wordsOf(rule),
    mostFen: mostOfAllFen(rule),
    errors: await service.troublesOf(db, tenantId, rule),
  }));
  http.change(api.createCoupon, async ({ actor: { tenantId }, body, tx }) => {
    const id = await service.createCoupon(tx, tenantId, body);
    return view(tx, tenantId, await store.couponRow(tx, tenantId, id));
  });
  http.change(api.updateCoupon, async ({ actor: { tenantId }, params: { id }, body, tx }) => {
    await service.changeCoupon(tx, tenantId, id, body);
    return view(tx, tenantId, await store.couponRow(tx, tenantId, id));
  });
  http.change(api.setCouponState, async ({ actor: { tenantId }, params: { id }, body: { state }, tx }) => {
    if (state === 'issuing') await service.beginIssuing(tx, tenantId, id);
    else await service.turnCoupon(tx, tenantId, id, state);
    return view(tx, tenantId, await store.couponRow(tx, tenantId, id));
  });
  http.change(api.deleteCoupon, async ({ actor: { tenantId }, params: { id }, tx }) => {
    await service.deleteDraft(tx, tenantId, id);
    return undefined;
  });
  http.steps(api.sendCoupon, async ({ actor: { tenantId }, params: { id, sendingId }, body, db }) => {
    if (!(await store.couponRow(db, tenantId, id))) throw api.couponRefusals.COUPON_NOT_FOUND();
    return sendToCustomers(platform, tenantId, { couponId: id, customerIds: body.customerIds, sendingId });
  });
}
