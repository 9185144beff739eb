import { keyOwners, type Shopper } from '../../../kernel/actor.ts';
import { now, nowMs } from '../../../kernel/clock.ts';
import { type Db, type Tx, together } from '../../../platform/db/index.ts';
import { move, type Opening, type Transfer, type Work } from '../../../platform/ledger/index.ts';
import { buyersAmong } from '../../trade/order/index.ts';
import * as codes from './code.store.ts';
import { type CouponRule, couponRefusals, type Origin } from './coupon.api.ts';
import { accounts, BUDGET, mostFen, RIGHTS, windowOf } from './coupon.rules.ts';
import * as coupons from './coupon.store.ts';
import * as store from './held.store.ts';

/** A coupon that somebody is to get; its id follows from what causes it, so a repeat gives nothing more. */
export interface Issue {
  id: string;
  couponId: string;
  customerId: string;
  origin: Origin;
  /** The code by which they get it. */
  code?: { code: string; batchId: string; isShared: boolean };
}

/** The id of what a shopper gets by a key; after a join, of what they got by it under another of their ids. */
export async function causedId(db: Db, actor: Shopper, idOf: (customerId: string) => string): Promise<string> {
  const [id = '', ...others] = keyOwners(actor).map(idOf);
  if (others.length === 0) return id;
  const [earlier] = (await store.heldRows(db, actor.tenantId, others)).keys();
  return earlier ?? id;
}

export const heldChain = (heldId: string): string => `coupon-held/${heldId}`;

/** What one more coupon for a person takes: one of theirs, one of all, its part of the budget, and its code, once. */
function issueLegs(
  rule: CouponRule,
  { id, couponId, customerId, code }: Issue,
): { legs: Transfer[]; opens: Opening[] } {
  const limit = accounts.limit(couponId, customerId);
  const none = { lackCode: 'COUPON_SOLD_OUT', message: couponRefusals.COUPON_SOLD_OUT().message };
  const legs: Transfer[] = [
    move('right', limit, accounts.issued(couponId), 1, {
      lackCode: 'COUPON_LIMIT',
      message: rule.perPerson === 1 ? couponRefusals.COUPON_LIMIT().message : `每人限领 ${rule.perPerson} 张，您已领完`,
    }),
    move('right', accounts.supply(rule, couponId), accounts.right(id), 1, none),
  ];
  const most = mostFen(rule);
  if (rule.budgetFen !== null && most !== null)
    legs.push(move('fen', accounts.budget(couponId), accounts.open(couponId), most, none));
  const opens: Opening[] = [{ id: limit, floor: -rule.perPerson }];
  if (code) {
    const source = code.isShared ? RIGHTS : accounts.code(code.code);
    const used = { lackCode: 'CODE_USED', message: couponRefusals.CODE_USED().message };
    // Before all others: that a code is used is told first.
    legs.unshift(move('right', source, accounts.redeemed(code.batchId), 1, used));
    if (!code.isShared) opens.push({ id: source, floor: -1 });
  }
  return { legs, opens };
}

/** Throws the refusal of a coupon that a person cannot get now. What is scarce is the ledger's to refuse. */
function checkIssue(
  row: coupons.CouponRow | undefined,
  issue: Issue,
  { isBuyer, code }: { isBuyer: boolean; code: codes.CodeRow | undefined },
): coupons.CouponRow {
  if (!row || row.status === 'draft') throw couponRefusals.COUPON_NOT_FOUND();
  if (row.status === 'stopped') throw couponRefusals.COUPON_NOT_ISSUING();
  const { access, claimFrom, claimUntil, newcomersOnly } = row.rule;
  if (issue.code) {
    if (!code || access !== 'code') throw couponRefusals.CODE_UNKNOWN();
    if (code.status === 'voided') throw couponRefusals.CODE_VOIDED();
  }
  if (issue.origin === 'claim' && access !== 'open' && access !== 'link') throw couponRefusals.COUPON_NOT_FOUND();
  if (issue.origin === 'claim' || issue.code) {
    if (claimFrom !== null && Date.parse(claimFrom) > nowMs()) throw couponRefusals.COUPON_NOT_YET();
    if (claimUntil !== null && Date.parse(claimUntil) <= nowMs()) throw couponRefusals.COUPON_OVER();
  }
  if (windowOf(row.rule, nowMs()).until.getTime() <= nowMs()) throw couponRefusals.COUPON_OVER();
  if (newcomersOnly && isBuyer) throw couponRefusals.COUPON_NEWCOMERS();
  return row;
}

/** Gives out coupons, many at once: the last one goes to exactly one person, and nobody gets more than allowed. */
export const issuing: Work<Issue, store.NewHeld, store.HeldRow> = {
  name: 'coupon/issue',
  reach: (_tenantId, { id, couponId, customerId, code }) => ({
    chain: heldChain(id),
    accounts: [
      ...(code ? [accounts.code(code.code), accounts.redeemed(code.batchId)] : []),
      RIGHTS,
      `coupon/${couponId}`,
      accounts.limit(couponId, customerId),
      accounts.issued(couponId),
      accounts.right(id),
      accounts.budget(couponId),
      accounts.open(couponId),
    ],
  }),
  async prepare(tx, tenantId, issues) {
    const [typed, rows, buyers] = await together(
      codes.lockCodes(tx, tenantId, [...new Set(issues.flatMap((i) => i.code?.code ?? []))]),
      coupons.couponRows(tx, tenantId, [...new Set(issues.map((i) => i.couponId))]),
      buyersAmong(tx, tenantId, [...new Set(issues.map((i) => i.customerId))]),
    );
    return (issue) => {
      const code = issue.code && typed.get(issue.code.code);
      const row = checkIssue(rows.get(issue.couponId), issue, { isBuyer: buyers.has(issue.customerId), code });
      const { couponId, customerId, id, origin } = issue;
      return {
        ...issueLegs(row.rule, issue),
        reason: `coupon: ${origin}`,
        plan: { id, customerId, couponId, version: row.version, origin, ...windowOf(row.rule, nowMs()) },
      };
    };
  },
  async write(tx, tenantId, accepted) {
    const plans = accepted.map((a) => a.plan);
    const used = accepted.flatMap(({ item: { id, code } }) =>
      code && !code.isShared ? [{ code: code.code, heldId: id }] : [],
    );
    const [, rows] = await together(
      store.insertHeld(tx, tenantId, plans),
      readBack(tx, tenantId, plans),
      ...(used.length > 0 ? [codes.useCodes(tx, tenantId, used)] : []),
    );
    return rows;
  },
  repeated: (tx, tenantId, items) =>
    readBack(
      tx,
      tenantId,
      items.map(({ item }) => item),
    ),
};

async function readBack(tx: Tx, tenantId: number, asked: readonly { id: string }[]): Promise<store.HeldRow[]> {
  const rows = await store.heldRows(
    tx,
    tenantId,
    asked.map(({ id }) => id),
  );
  return asked.map(({ id }) => {
    const row = rows.get(id);
    if (!row) throw couponRefusals.COUPON_NOT_FOUND();
    return row;
  });
}

/** A coupon that is to end: by time, or by staff with a reason that its holder reads. */
export interface End {
  id: string;
  couponId: string;
  to: 'expired' | 'voided';
  why: string | null;
}

/** Ends coupons and gives their part of the budget back; false for one that is used, locked or ended, or has time left. */
export const ending: Work<End, End, boolean> = {
  name: 'coupon/end',
  reach: (_tenantId, { id, couponId }) => ({
    chain: `${heldChain(id)}/end`,
    accounts: [accounts.right(id), accounts.ended(couponId), accounts.open(couponId), accounts.budget(couponId)],
  }),
  async prepare(tx, tenantId, ends) {
    const rows = await store.lockHeld(
      tx,
      tenantId,
      ends.map((e) => e.id),
    );
    return (end, available) => {
      const row = rows.get(end.id);
      const isOpen =
        row && (row.status === 'held' || row.status === 'returned') && available(accounts.right(end.id)) > 0;
      if (!isOpen || (end.to === 'expired' && row.usable_until > now())) return { answer: false };
      const most = mostFen(row.rule);
      const legs: Transfer[] = [move('right', accounts.right(end.id), accounts.ended(end.couponId), 1)];
      if (row.rule.budgetFen !== null && most !== null)
        legs.push(move('fen', accounts.open(end.couponId), accounts.budget(end.couponId), most));
      return { legs, reason: `coupon: ${end.to}`, plan: end };
    };
  },
  async write(tx, tenantId, accepted) {
    await store.endHeld(
      tx,
      tenantId,
      accepted.map((a) => a.plan),
    );
    return accepted.map(() => true);
  },
  async repeated(tx, tenantId, items) {
    const rows = await store.heldRows(
      tx,
      tenantId,
      items.map(({ item }) => item.id),
    );
    return items.map(({ item }) => rows.get(item.id)?.status === item.to);
  },
};

/** The legs that bring a coupon's first supply, or what a change adds to it; none when nothing is counted. */
export function supplyLegs(id: string, before: CouponRule | null, after: CouponRule): Transfer[] {
  const pieces = after.total === null ? 0 : after.total - (before?.total ?? 0);
  const fen = after.budgetFen === null ? 0 : after.budgetFen - (before?.budgetFen ?? 0);
  return [
    ...(pieces > 0 ? [move('right', RIGHTS, `coupon/${id}`, pieces)] : []),
    ...(fen > 0 ? [move('fen', BUDGET, accounts.budget(id), fen)] : []),
  ];
}
