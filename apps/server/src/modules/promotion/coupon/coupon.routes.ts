import { nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { balances, post } from '../../../platform/ledger/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { checkScope } from '../scope/index.ts';
import * as api from './coupon.api.ts';
import { changeTroubles, mostOfAllFen, ruleTroubles, wordsOf } from './coupon.rules.ts';
import * as store from './coupon.store.ts';
import { accountsOfCoupon, adminView } from './coupon.views.ts';
import { shopperRoutes, sweepDue } from './held.routes.ts';
import { supplyLegs } from './issuing.service.ts';

/** A page of the coupon centre shows them all. */
const MAX_ISSUING = 100;

export const coupon: Module = { name: 'promotion/coupon', register };

function register(platform: Platform): void {
  shopperRoutes(platform);
  adminRoutes(platform);
  platform.jobs.sweep('coupon-ends', { everyMinutes: 5 }, (tenantId, signal) => sweepDue(platform, tenantId, signal));
}

async function view(db: Db, tenantId: number, row: store.CouponRow | undefined): Promise<api.AdminCoupon> {
  if (!row) throw api.couponRefusals.COUPON_NOT_FOUND();
  return adminView(row, await balances(db, tenantId, accountsOfCoupon(row.id)));
}

/** What keeps a rule from being saved, each at its field. */
const troublesOf = async (db: Db, tenantId: number, rule: api.CouponRule) => [
  ...ruleTroubles(rule, nowMs()),
  ...(await checkScope(db, tenantId, rule.scope, 'rule.scope')),
];

async function checkRule(db: Db, tenantId: number, rule: api.CouponRule): Promise<void> {
  const errors = await troublesOf(db, tenantId, rule);
  if (errors[0]) throw common.BAD_INPUT({ errors }, errors[0].message);
}

function adminRoutes({ http }: Platform): void {
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
    errors: await troublesOf(db, tenantId, rule),
  }));
  http.change(api.createCoupon, async ({ actor: { tenantId }, body, tx }) => {
    await checkRule(tx, tenantId, body.rule);
    const id = newId();
    await store.insertCoupon(tx, tenantId, { id, ...body });
    return view(tx, tenantId, await store.couponRow(tx, tenantId, id));
  });
  http.change(api.updateCoupon, async ({ actor: { tenantId }, params: { id }, body, tx }) => {
    await change(tx, tenantId, id, body);
    return view(tx, tenantId, await store.couponRow(tx, tenantId, id));
  });
  http.change(api.setCouponState, async ({ actor: { tenantId }, params: { id }, body: { state }, tx }) => {
    if (state === 'issuing') await beginIssuing(tx, tenantId, id);
    else await turn(tx, tenantId, id, state);
    return view(tx, tenantId, await store.couponRow(tx, tenantId, id));
  });
  http.change(api.deleteCoupon, async ({ actor: { tenantId }, params: { id }, tx }) => {
    if (!(await store.removeDraft(tx, tenantId, id))) await refuse(tx, tenantId, id);
    return undefined;
  });
}

async function refuse(tx: Tx, tenantId: number, id: string): Promise<never> {
  throw (await store.couponRow(tx, tenantId, id))
    ? api.couponRefusals.COUPON_STATE()
    : api.couponRefusals.COUPON_NOT_FOUND();
}

async function turn(tx: Tx, tenantId: number, id: string, to: api.CouponState): Promise<void> {
  if (!(await store.turnCoupon(tx, tenantId, id, to))) await refuse(tx, tenantId, id);
}

async function beginIssuing(tx: Tx, tenantId: number, id: string): Promise<void> {
  await store.lockIssuing(tx, tenantId);
  const row = await store.lockCoupon(tx, tenantId, id);
  if (!row) throw api.couponRefusals.COUPON_NOT_FOUND();
  // What was right when it was drafted may be over by now.
  await checkRule(tx, tenantId, row.rule);
  if ((await store.issuingRows(tx, tenantId)).length >= MAX_ISSUING) throw api.couponRefusals.COUPON_TOO_MANY();
  await turn(tx, tenantId, id, 'issuing');
  if (row.status !== 'draft') return;
  const legs = supplyLegs(id, null, row.rule);
  if (legs.length > 0) await post(tx, tenantId, { id: `coupon/${id}/supply/0`, legs, reason: 'coupon: first supply' });
}

/** Replaces a coupon. Refuses with CONFLICT when it changed since it was read, and what an issued one may not change at its field. */
async function change(
  tx: Tx,
  tenantId: number,
  id: string,
  { name, rule, version }: api.CouponInput & { version: number },
): Promise<void> {
  const row = await store.lockCoupon(tx, tenantId, id);
  if (!row) throw api.couponRefusals.COUPON_NOT_FOUND();
  if (row.version !== version) throw common.CONFLICT({ version: row.version });
  const wasIssued = row.status !== 'draft';
  const errors = wasIssued ? changeTroubles(row.rule, rule) : [];
  if (errors[0]) throw common.BAD_INPUT({ errors }, errors[0].message);
  await checkRule(tx, tenantId, rule);
  await store.replaceCoupon(tx, tenantId, { id, name, rule, version: version + 1 });
  const legs = wasIssued ? supplyLegs(id, row.rule, rule) : [];
  if (legs.length > 0)
    await post(tx, tenantId, { id: `coupon/${id}/supply/${version}`, legs, reason: 'coupon: more of it' });
}
