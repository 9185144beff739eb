import type { Actor } from '../../../kernel/actor.ts';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { derivedId } from '../../../kernel/ids.ts';
import { type CursorPart, pageOf, readCursor } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import { JsonText, readKey } from '../../../platform/http/index.ts';
import { balances } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { cardPage, cardsOfRange, goodsRow, promotionsOf } from '../../goods/catalog/index.ts';
import { buyersAmong } from '../../trade/order/index.ts';
import { matcherOf } from '../scope/index.ts';
import { couponRefusals } from './coupon.api.ts';
import { accounts } from './coupon.rules.ts';
import { type CouponRow, couponRow, issuingRows } from './coupon.store.ts';
import { accountsOfCoupon, heldView, offeredView } from './coupon.views.ts';
import * as api from './held.api.ts';
import * as store from './held.store.ts';
import { causedId, ending, issuing } from './issuing.service.ts';

/** Of `cardsOfRange`: looked at before the coupon, so that a wrong one is refused whatever it is for. */
const SHELF_CURSOR: readonly CursorPart[] = ['number', 'uuid'];
const ENDING_SOON_MS = 3 * DAY;

export function shopperRoutes(platform: Platform): void {
  const { http, ledger } = platform;
  const promotionsOfShop = promotionsOf(platform);
  http.read(api.listCoupons, async ({ actor, query, db }) => {
    const { tenantId } = actor;
    const open = (await issuingRows(db, tenantId)).filter((row) => row.rule.access === 'open');
    const rows = query.goodsId ? await coveringGoods(db, tenantId, open, query.goodsId) : open;
    const items = await offered(db, actor, rows);
    return { items: items.filter(({ standing }) => standing !== 'over') };
  });
  http.read(api.getCoupon, async ({ actor, params, db }) => {
    const [view] = await offered(db, actor, [await knownCoupon(db, actor.tenantId, params.id)]);
    if (!view) throw couponRefusals.COUPON_NOT_FOUND();
    return view;
  });
  http.read(api.listCouponGoods, async ({ actor: { tenantId }, params, query, db }) => {
    if (query.cursor) readCursor(query.cursor, SHELF_CURSOR);
    const { rule } = await knownCoupon(db, tenantId, params.id);
    const [told, rows] = await Promise.all([promotionsOfShop(tenantId), cardsOfRange(db, tenantId, rule.scope, query)]);
    return new JsonText(cardPage(rows, query.limit).bytes(told));
  });
  http.steps(api.claimCoupon, async ({ actor, params, req, db }) => {
    const { tenantId, customerId } = actor;
    const id = await causedId(db, actor, (owner) => derivedId('coupon-held', tenantId, owner, params.id, readKey(req)));
    const row = await ledger.submit(issuing, tenantId, { id, couponId: params.id, customerId, origin: 'claim' });
    return heldView(row);
  });
  http.read(api.listMyCoupons, async ({ actor: { tenantId, customerId }, query, db }) =>
    pageOf(await store.ownPage(db, tenantId, customerId, query), query.limit, heldView),
  );
  http.read(api.countMyCoupons, ({ actor: { tenantId, customerId }, db }) =>
    store.countOwn(db, tenantId, customerId, new Date(nowMs() + ENDING_SOON_MS)),
  );
}

/** A coupon that shoppers may know of: no draft. */
async function knownCoupon(db: Db, tenantId: number, id: string): Promise<CouponRow> {
  const row = await couponRow(db, tenantId, id);
  if (!row || row.status === 'draft') throw couponRefusals.COUPON_NOT_FOUND();
  return row;
}

async function coveringGoods(db: Db, tenantId: number, rows: CouponRow[], goodsId: string): Promise<CouponRow[]> {
  const goods = await goodsRow(db, tenantId, goodsId);
  if (!goods) return [];
  const place = { goodsId, categoryIds: [goods.category_id, goods.department_id], tags: goods.tags as string[] };
  return rows.filter((row) => matcherOf(row.rule.scope)(place));
}

/** Coupons as this person sees them. */
async function offered(db: Db, actor: Actor, rows: CouponRow[]): Promise<api.OfferedCoupon[]> {
  if (rows.length === 0) return [];
  const { tenantId } = actor;
  const customerId = actor.kind === 'shopper' ? actor.customerId : null;
  const ids = rows.map((row) => row.id);
  const limits = customerId ? ids.map((id) => accounts.limit(id, customerId)) : [];
  const [found, holds, buyers] = await Promise.all([
    balances(db, tenantId, [...ids.flatMap(accountsOfCoupon), ...limits]),
    customerId ? store.holds(db, tenantId, customerId, ids) : new Set<string>(),
    customerId && rows.some((row) => row.rule.newcomersOnly)
      ? buyersAmong(db, tenantId, [customerId])
      : new Set<string>(),
  ]);
  const viewer = { customerId, holds, isBuyer: customerId !== null && buyers.has(customerId) };
  return rows.map((row) => offeredView(row, viewer, found));
}

const ENDED_AT_ONCE = 500;
/** Ends coupons that are past their time. */
export async function sweepDue({ database, ledger }: Platform, tenantId: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const due = await store.dueRows(database.forTenant(tenantId), tenantId, ENDED_AT_ONCE);
    const ended = await Promise.all(
      due.map(({ id, coupon_id }) =>
        ledger.submit(ending, tenantId, { id, couponId: coupon_id, to: 'expired', why: null }),
      ),
    );
    if (due.length < ENDED_AT_ONCE || !ended.includes(true) || signal.aborted) return;
  }
}
