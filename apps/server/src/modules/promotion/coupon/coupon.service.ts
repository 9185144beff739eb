import { nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import { post } from '../../../platform/ledger/index.ts';
import { checkScope } from '../scope/index.ts';
import { type CouponInput, type CouponRule, type CouponState, couponRefusals } from './coupon.api.ts';
import { changeTroubles, ruleTroubles } from './coupon.rules.ts';
import * as store from './coupon.store.ts';
import { supplyLegs } from './issuing.service.ts';

/** A page of the coupon centre shows them all. */
const MAX_ISSUING = 100;

/** What keeps a rule from being saved, each at its field. */
export const troublesOf = async (db: Db, tenantId: number, rule: CouponRule) => [
  ...ruleTroubles(rule, nowMs()),
  ...(await checkScope(db, tenantId, rule.scope, 'rule.scope')),
];

async function checkRule(db: Db, tenantId: number, rule: CouponRule): Promise<void> {
  const errors = await troublesOf(db, tenantId, rule);
  if (errors[0]) throw common.BAD_INPUT({ errors }, errors[0].message);
}

/** Adds a coupon as a draft and returns its id. Refuses with what keeps it from being saved. */
export async function createCoupon(tx: Tx, tenantId: number, { name, rule }: CouponInput): Promise<string> {
  await checkRule(tx, tenantId, rule);
  const id = newId();
  await store.insertCoupon(tx, tenantId, { id, name, rule });
  return id;
}

/** Removes a draft. Refuses with COUPON_STATE or COUPON_NOT_FOUND. */
export async function deleteDraft(tx: Tx, tenantId: number, id: string): Promise<void> {
  if (!(await store.removeDraft(tx, tenantId, id))) await refuse(tx, tenantId, id);
}

async function refuse(tx: Tx, tenantId: number, id: string): Promise<never> {
  throw (await store.couponRow(tx, tenantId, id)) ? couponRefusals.COUPON_STATE() : couponRefusals.COUPON_NOT_FOUND();
}

/** The only way a coupon changes its state. Refuses with COUPON_STATE or COUPON_NOT_FOUND. */
export async function turnCoupon(tx: Tx, tenantId: number, id: string, to: CouponState): Promise<void> {
  if (!(await store.turnCoupon(tx, tenantId, id, to))) await refuse(tx, tenantId, id);
}

/** Begins to issue a coupon, or goes on. Refuses with what keeps it from being saved, COUPON_TOO_MANY, COUPON_STATE, COUPON_NOT_FOUND. */
export async function beginIssuing(tx: Tx, tenantId: number, id: string): Promise<void> {
  await store.lockIssuing(tx, tenantId);
  const row = await store.lockCoupon(tx, tenantId, id);
  if (!row) throw couponRefusals.COUPON_NOT_FOUND();
  // What was right when it was drafted may be over by now.
  await checkRule(tx, tenantId, row.rule);
  if ((await store.issuingRows(tx, tenantId)).length >= MAX_ISSUING) throw couponRefusals.COUPON_TOO_MANY();
  await turnCoupon(tx, tenantId, id, 'issuing');
  if (row.status !== 'draft') return;
  const legs = supplyLegs(id, null, row.rule);
  if (legs.length > 0) await post(tx, tenantId, { id: `coupon/${id}/supply/0`, legs, reason: 'coupon: first supply' });
}

/** Replaces a coupon. Refuses with CONFLICT when it changed since it was read, and what an issued one may not change at its field. */
export async function changeCoupon(
  tx: Tx,
  tenantId: number,
  id: string,
  { name, rule, version }: CouponInput & { version: number },
): Promise<void> {
  const row = await store.lockCoupon(tx, tenantId, id);
  if (!row) throw couponRefusals.COUPON_NOT_FOUND();
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
