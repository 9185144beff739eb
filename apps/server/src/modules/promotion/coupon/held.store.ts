import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { type Db, keyset, type PageAsk, plainArray, type Tx, unguessed } from '../../../platform/db/index.ts';
import type { CouponRule, HeldState, Origin } from './coupon.api.ts';
import { heldFlow } from './coupon.rules.ts';

export interface HeldRow {
  id: string;
  customer_id: string;
  coupon_id: string;
  status: HeldState;
  origin: Origin;
  usable_from: Date;
  usable_until: Date;
  order_id: string | null;
  /** Fen that it takes off this order. */
  off_fen: number | null;
  void_reason: string | null;
  /** Of the version under which it was issued. */
  name: string;
  rule: CouponRule;
}
/** A shopper's coupons with the rule under which each was issued. */
const heldWithRule = (db: Db, tenantId: number) =>
  db
    .selectFrom('coupon_held as h')
    .innerJoin('coupon_version as v', (join) =>
      join
        .onRef('v.tenant_id', '=', 'h.tenant_id')
        .onRef('v.coupon_id', '=', 'h.coupon_id')
        .onRef('v.version', '=', 'h.version'),
    )
    .select([
      'h.id',
      'h.customer_id',
      'h.coupon_id',
      'h.status',
      'h.origin',
      'h.usable_from',
      'h.usable_until',
      'h.order_id',
      'h.off_fen',
      'h.void_reason',
      'v.name',
      'v.rule',
    ])
    .where('h.tenant_id', '=', tenantId)
    .where('v.tenant_id', '=', tenantId);

export async function heldRows(db: Db, tenantId: number, ids: readonly string[]): Promise<Map<string, HeldRow>> {
  const rows = await heldWithRule(db, tenantId).where('h.id', '=', sql<string>`any(${ids}::uuid[])`).execute();
  return new Map((rows as unknown as HeldRow[]).map((row) => [row.id, row]));
}

const ENDS_FIRST = keyset('asc', ['h.usable_until', 'time'], ['h.id', 'uuid']);
const LATEST = keyset('desc', ['h.turned_at', 'time'], ['h.id', 'uuid']);
/** In an unpaid order, or free to be used. */
const OPEN = sql<HeldState>`any(array['held', 'locked', 'returned'])`;

/** A shopper's coupons: those that can be used and end first, or those that were used or ended, latest first. */
export function ownPage(
  db: Db,
  tenantId: number,
  customerId: string,
  { tab, ...ask }: PageAsk & { tab: 'usable' | 'used' | 'ended' },
) {
  const own = heldWithRule(db, tenantId).where('h.customer_id', '=', customerId);
  const page =
    tab === 'usable'
      ? ENDS_FIRST.page(own.where('h.status', '=', OPEN).where('h.usable_until', '>', now()), ask)
      : LATEST.page(own.where('h.status', 'in', tab === 'used' ? ['used'] : ['expired', 'voided']), ask);
  return page.execute() as unknown as Promise<(HeldRow & { cursor_key: string })[]>;
}

const DESK = keyset('desc', ['h.got_at', 'time'], ['h.id', 'uuid']);
/** Who got a coupon, latest first. */
export function holderPage(db: Db, tenantId: number, couponId: string, ask: PageAsk & { state?: HeldState }) {
  let held = db
    .selectFrom('coupon_held as h')
    .select(['h.id', 'h.customer_id', 'h.status', 'h.origin', 'h.got_at', 'h.usable_until', 'h.order_id'])
    .select(['h.off_fen', 'h.void_reason'])
    .where('h.tenant_id', '=', tenantId)
    .where('h.coupon_id', '=', couponId);
  if (ask.state) held = held.where('h.status', '=', unguessed(ask.state, 'text'));
  return DESK.page(held, ask).execute() as unknown as Promise<(HeldRow & { got_at: Date; cursor_key: string })[]>;
}

export async function countOwn(db: Db, tenantId: number, customerId: string, soon: Date) {
  const row = await db
    .selectFrom('coupon_held')
    .select([
      sql<number>`count(*)::int`.as('usable'),
      sql<number>`(count(*) filter (where usable_until <= ${soon}))::int`.as('endingSoon'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('status', '=', OPEN)
    .where('usable_until', '>', now())
    .executeTakeFirstOrThrow();
  return row;
}

/** Of these coupons those of which the shopper holds one that can be used, now or later. */
export async function holds(db: Db, tenantId: number, customerId: string, couponIds: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('coupon_held')
    .select('coupon_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('coupon_id', '=', sql<string>`any(${couponIds}::uuid[])`)
    .where('status', '=', OPEN)
    .where('usable_until', '>', now())
    .execute();
  return new Set(rows.map((r) => r.coupon_id));
}

export interface NewHeld {
  id: string;
  customerId: string;
  couponId: string;
  version: number;
  origin: Origin;
  from: Date;
  until: Date;
}
export async function insertHeld(tx: Tx, tenantId: number, rows: readonly NewHeld[]): Promise<void> {
  const at = now();
  await tx
    .insertInto('coupon_held')
    .values(
      rows.map((r) => ({
        tenant_id: tenantId,
        id: r.id,
        customer_id: r.customerId,
        coupon_id: r.couponId,
        version: r.version,
        status: 'held',
        origin: r.origin,
        usable_from: r.from,
        usable_until: r.until,
        got_at: at,
        turned_at: at,
      })),
    )
    .execute();
}

/** More than a basket looks at are of no use: those that end first. */
const MOST_LOOKED_AT = 50;

/** Coupons that these shoppers can use now or later, those that end first; not those of an unpaid order. */
export async function usableRows(db: Db, tenantId: number, customerIds: readonly string[]) {
  const { rows } = await sql<UsableRow>`
    select h.* from unnest(${plainArray(customerIds)}::uuid[]) as c(id)
    cross join lateral (
      select o.id, o.customer_id, o.coupon_id, o.version, o.usable_from, o.usable_until
      from coupon_held o
      where o.tenant_id = ${tenantId} and o.customer_id = c.id and o.status in ('held', 'locked', 'returned')
        and o.status <> 'locked' and o.usable_until > ${now()}
      order by o.usable_until, o.id limit ${MOST_LOOKED_AT}) h`.execute(db);
  return rows;
}
interface UsableRow extends Pick<HeldRow, 'id' | 'customer_id' | 'coupon_id' | 'usable_from' | 'usable_until'> {
  version: number;
}

/** Locks coupons in the orders that use them. */
export const lockForOrders = (
  tx: Tx,
  tenantId: number,
  used: readonly { id: string; orderId: string; offFen: number }[],
) =>
  sql`
    update coupon_held h set status = 'locked', order_id = u.order_id, off_fen = u.off_fen, turned_at = ${now()}
    from unnest(${used.map((u) => u.id)}::uuid[], ${used.map((u) => u.orderId)}::uuid[], ${used.map((u) => u.offFen)}::bigint[])
      as u(id, order_id, off_fen)
    where h.tenant_id = ${tenantId} and h.id = u.id and h.status = any(${sources(heldFlow, 'locked')}::text[])`.execute(
    tx,
  );

export const useOfOrders = (tx: Tx, tenantId: number, orderIds: readonly string[]) =>
  sql`
    update coupon_held set status = 'used', turned_at = ${now()}
    where tenant_id = ${tenantId} and order_id = any(${orderIds}::uuid[]) and status = any(${sources(heldFlow, 'used')}::text[])`.execute(
    tx,
  );

/** Frees the coupons of orders that closed; one that has ended meanwhile can be used until `later`. */
export const freeOfOrders = (tx: Tx, tenantId: number, orderIds: readonly string[], later: Date) =>
  sql`
    update coupon_held set status = 'held', order_id = null, off_fen = null, turned_at = ${now()},
      usable_until = case when usable_until > ${now()} then usable_until else ${later} end
    where tenant_id = ${tenantId} and order_id = any(${orderIds}::uuid[]) and status = any(${sources(heldFlow, 'held')}::text[])`.execute(
    tx,
  );

/** The coupons that an order used, locked until the transaction ends. */
export const lockUsed = (tx: Tx, tenantId: number, orderId: string) =>
  heldWithRule(tx, tenantId)
    .where('h.order_id', '=', orderId)
    .where('h.status', '=', 'used')
    .orderBy('h.id')
    .forUpdate('h')
    .execute() as unknown as Promise<HeldRow[]>;

/** Gives coupons back whose rows are locked. */
export const returnHeld = (tx: Tx, tenantId: number, back: readonly { id: string; until: Date }[]) =>
  sql`
    update coupon_held h set status = 'returned', usable_until = b.until, turned_at = ${now()}
    from unnest(${back.map((b) => b.id)}::uuid[], ${back.map((b) => b.until)}::timestamptz[]) as b(id, until)
    where h.tenant_id = ${tenantId} and h.id = b.id and h.status = any(${sources(heldFlow, 'returned')}::text[])`.execute(
    tx,
  );

/** Coupons that are past their end and were not used. */
export const dueRows = (db: Db, tenantId: number, limit: number) =>
  db
    .selectFrom('coupon_held')
    .select(['id', 'coupon_id'])
    .where('tenant_id', '=', tenantId)
    .where('status', 'in', sources(heldFlow, 'expired'))
    .where('usable_until', '<=', now())
    .orderBy('usable_until')
    .limit(limit)
    .execute();

/** Coupons that can still be used and end before an instant, the first to end first. */
export async function endingRows(
  db: Db,
  tenantId: number,
  { before, after, limit }: { before: Date; after: { until: Date; id: string } | null; limit: number },
): Promise<HeldRow[]> {
  let query = heldWithRule(db, tenantId)
    .where('h.status', 'in', sources(heldFlow, 'expired'))
    .where('h.usable_until', '>', now())
    .where('h.usable_until', '<=', before);
  if (after) query = query.where(sql<boolean>`(h.usable_until, h.id) > (${after.until}, ${after.id}::uuid)`);
  return (await query.orderBy('h.usable_until').orderBy('h.id').limit(limit).execute()) as unknown as HeldRow[];
}

/** Locks rows in the order of their ids; those that are not there are missing. */
export async function lockHeld(tx: Tx, tenantId: number, ids: readonly string[]): Promise<Map<string, HeldRow>> {
  const rows = await heldWithRule(tx, tenantId)
    .where('h.id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('h.id')
    .forUpdate('h')
    .execute();
  return new Map((rows as unknown as HeldRow[]).map((row) => [row.id, row]));
}

/** Ends coupons whose rows are locked. */
export const endHeld = (
  tx: Tx,
  tenantId: number,
  ended: readonly { id: string; to: 'expired' | 'voided'; why: string | null }[],
) =>
  sql`
    update coupon_held h set status = e.to_status, void_reason = e.why, turned_at = ${now()}
    from unnest(${ended.map((e) => e.id)}::uuid[], ${ended.map((e) => e.to)}::text[], ${ended.map((e) => e.why)}::text[])
      as e(id, to_status, why)
    where h.tenant_id = ${tenantId} and h.id = e.id and h.status = any(${sources(heldFlow, 'expired')}::text[])`.execute(
    tx,
  );

/** The coupons of which these customers ever got one. */
export async function couponsOf(db: Db, tenantId: number, customerIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('coupon_held')
    .select('coupon_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', sql<string>`any(${customerIds}::uuid[])`)
    .execute();
  return rows.map((row) => row.coupon_id);
}

/** What one customer holds goes to another, who turned out to be the same person; the rights to use them are the coupons' own. */
export const moveHeld = (tx: Tx, tenantId: number, from: string, into: string) =>
  tx
    .updateTable('coupon_held')
    .set({ customer_id: into })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', from)
    .execute();
