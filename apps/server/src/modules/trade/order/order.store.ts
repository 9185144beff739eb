import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { newId } from '../../../kernel/ids.ts';
import { type Db, exactly, plainArray, runAgain, type Tx, texts, unguessed } from '../../../platform/db/index.ts';
import type { OrderState } from './order.api.ts';
import { orderFlow } from './order.rules.ts';

/** Rows of a new order by their columns; what all new orders have in common stands in the statement. */
export interface NewOrder {
  head: Pick<
    HeadRow,
    | 'id'
    | 'customer_id'
    | 'status'
    | 'request_hash'
    | 'goods_fen'
    | 'freight_fen'
    | 'discount_fen'
    | 'total_fen'
    | 'purse_fen'
    | 'pieces'
    | 'note'
    | 'address'
    | 'receiver_mark'
  > & { ship_on: string | null; ship_days: number | null; closes_at: string; created_at: string };
  lines: Pick<
    LineRow,
    | 'order_id'
    | 'id'
    | 'position'
    | 'sku_id'
    | 'goods_id'
    | 'title'
    | 'specs'
    | 'picture'
    | 'unit_price_fen'
    | 'quantity'
    | 'payable_fen'
  >[];
  parts: Pick<PartRow, 'order_id' | 'nth' | 'line_id' | 'kind' | 'source' | 'ref' | 'label' | 'fen' | 'units'>[];
}

/** Writes many orders in one statement. Fails so that the transaction runs again when a number was taken. */
export async function insertOrders(
  tx: Tx,
  tenantId: number,
  orders: readonly (NewOrder & { number: string })[],
): Promise<void> {
  const heads = orders.map((o) => o.head);
  const lines = orders.flatMap((o) => o.lines);
  const parts = orders.flatMap((o) => o.parts);
  // Columns, and no JSON of rows: taking that apart was half of what PostgreSQL did for an order.
  await sql`
    with head as (
      insert into order_head (tenant_id, id, number, customer_id, status, request_hash, goods_fen, freight_fen, discount_fen,
        total_fen, purse_fen, pieces, note, address, receiver_mark,
        ship_on, ship_days, closes_at, created_at)
      select ${tenantId}, h.id, h.number, h.customer, h.status, h.request, h.goods, h.freight, h.discount, h.total, h.purse, h.pieces,
        h.note, h.address, h.mark, nullif(h.ship_on, '')::date, nullif(h.ship_days, 0), h.closes_at, h.created_at
      from unnest(${plainArray(heads.map((h) => h.id))}::uuid[], ${texts(orders.map((o) => o.number))},
        ${plainArray(heads.map((h) => h.customer_id))}::uuid[], ${texts(heads.map((h) => h.status))},
        ${texts(heads.map((h) => h.request_hash))}, ${plainArray(heads.map((h) => h.goods_fen))}::bigint[],
        ${plainArray(heads.map((h) => h.freight_fen))}::bigint[], ${plainArray(heads.map((h) => h.discount_fen))}::bigint[],
        ${plainArray(heads.map((h) => h.total_fen))}::bigint[], ${plainArray(heads.map((h) => h.purse_fen))}::bigint[],
        ${plainArray(heads.map((h) => h.pieces))}::integer[], ${texts(heads.map((h) => h.note))},
        ${texts(heads.map((h) => h.address))}, ${texts(heads.map((h) => h.receiver_mark))},
        ${texts(heads.map((h) => h.ship_on ?? ''))}, ${plainArray(heads.map((h) => h.ship_days ?? 0))}::smallint[],
        ${plainArray(heads.map((h) => h.closes_at))}::timestamptz[], ${plainArray(heads.map((h) => h.created_at))}::timestamptz[])
        as h(id, number, customer, status, request, goods, freight, discount, total, purse, pieces, note, address, mark,
          ship_on, ship_days, closes_at, created_at)
    )${parts.length === 0 ? sql`` : insertParts(tenantId, parts)}
    insert into order_line (tenant_id, order_id, id, position, sku_id, goods_id, title, specs, picture, unit_price_fen, quantity,
      payable_fen)
    select ${tenantId}, l.order_id, l.id, l.position, l.sku, l.goods, l.title, l.specs::jsonb, l.picture, l.unit_price, l.quantity,
      l.payable
    from unnest(${plainArray(lines.map((l) => l.order_id))}::uuid[], ${plainArray(lines.map((l) => l.id))}::uuid[],
      ${plainArray(lines.map((l) => l.position))}::smallint[], ${plainArray(lines.map((l) => l.sku_id))}::uuid[],
      ${plainArray(lines.map((l) => l.goods_id))}::uuid[], ${texts(lines.map((l) => l.title))},
      ${texts(lines.map((l) => JSON.stringify(l.specs)))}, ${texts(lines.map((l) => l.picture))},
      ${plainArray(lines.map((l) => l.unit_price_fen))}::bigint[], ${plainArray(lines.map((l) => l.quantity))}::integer[],
      ${plainArray(lines.map((l) => l.payable_fen))}::bigint[])
      as l(order_id, id, position, sku, goods, title, specs, picture, unit_price, quantity, payable)`
    .execute(tx)
    .catch(runAgain(/^order_head_number$/));
}

const insertParts = (tenantId: number, parts: NewOrder['parts']) => sql`, part as (
      insert into order_part (tenant_id, order_id, nth, line_id, kind, source, ref, label, fen, units)
      select ${tenantId}, p.order_id, p.nth, nullif(p.line_id, '')::uuid, p.kind, p.source, p.ref, p.label, p.fen, p.units
      from unnest(${plainArray(parts.map((p) => p.order_id))}::uuid[], ${plainArray(parts.map((p) => p.nth))}::smallint[],
        ${texts(parts.map((p) => p.line_id ?? ''))}, ${texts(parts.map((p) => p.kind))}, ${texts(parts.map((p) => p.source))},
        ${texts(parts.map((p) => p.ref))}, ${texts(parts.map((p) => p.label))}, ${plainArray(parts.map((p) => p.fen))}::bigint[],
        ${plainArray(parts.map((p) => p.units))}::bigint[])
        as p(order_id, nth, line_id, kind, source, ref, label, fen, units)
    )`;

/** What changed the prices of orders, in the order in which it was taken. */
export const partRows = (db: Db, tenantId: number, orderIds: string[]) =>
  db
    .selectFrom('order_part')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', sql<string>`any(${orderIds}::uuid[])`)
    .orderBy('order_id')
    .orderBy('nth')
    .execute();
export type PartRow = Awaited<ReturnType<typeof partRows>>[number];

export const headRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('order_head').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
export type HeadRow = NonNullable<Awaited<ReturnType<typeof headRow>>>;

export const lineRows = (db: Db, tenantId: number, orderIds: string[]) =>
  db
    .selectFrom('order_line')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', sql<string>`any(${orderIds}::uuid[])`)
    .orderBy('position')
    .execute();
export type LineRow = Awaited<ReturnType<typeof lineRows>>[number];

export const transitionRows = (db: Db, tenantId: number, orderId: string) =>
  db
    .selectFrom('order_transition')
    .select(['at', 'kind', 'text', 'actor'])
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .orderBy('at')
    .orderBy('id')
    .execute();

type HeadColumns = Partial<
  Pick<HeadRow, 'paid_at' | 'shipped_at' | 'received_at' | 'receive_by' | 'closes_at' | 'close_reason'>
>;

/** The only way an order changes state: the flow decides which states may lead to `to`. Returns the row, or undefined if none did. */
export const turn = (tx: Tx, tenantId: number, id: string, to: OrderState, columns: HeadColumns = {}) =>
  tx
    .updateTable('order_head')
    .set({ status: to, ...columns })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(orderFlow, to))
    .returningAll()
    .executeTakeFirst();

/** Closes orders whose rows are locked and unpaid; fails when one was not. */
export const closeHeads = (tx: Tx, tenantId: number, closed: readonly { orderId: string; reason: string }[]) =>
  exactly(
    closed.length,
    sql`
      update order_head h set status = 'closed', close_reason = c.reason
      from unnest(${closed.map((c) => c.orderId)}::uuid[], ${closed.map((c) => c.reason)}::text[]) as c(id, reason)
      where h.tenant_id = ${tenantId} and h.id = c.id and h.status = any(${sources(orderFlow, 'closed')}::text[])`,
  ).execute(tx);

/** Turns orders paid whose rows are locked and unpaid; fails when one was not. */
/** Without another promise an order is on its way this soon after it was paid: what WeChat asks of merchants as well. */
const SHIP_WITHIN_HOURS = 48;

export const payHeads = (tx: Tx, tenantId: number, paid: readonly { orderId: string; at: Date }[]) =>
  exactly(
    paid.length,
    sql`
      update order_head h set status = 'paid', paid_at = p.at, ship_by = greatest(
        (h.ship_on + 1)::timestamp at time zone 'Asia/Shanghai',
        p.at + make_interval(days => h.ship_days::int),
        case when h.ship_on is null and h.ship_days is null then p.at + make_interval(hours => ${SHIP_WITHIN_HOURS}) end)
      from unnest(${paid.map((p) => p.orderId)}::uuid[], ${paid.map((p) => p.at)}::timestamptz[]) as p(id, at)
      where h.tenant_id = ${tenantId} and h.id = p.id and h.status = any(${sources(orderFlow, 'paid')}::text[])`,
  ).execute(tx);

export interface TimelineEntry {
  orderId: string;
  at: Date;
  kind: string;
  text: string;
  actor: string;
}
export const notes = (tx: Tx, tenantId: number, entries: readonly TimelineEntry[]) =>
  sql`
    insert into order_transition (tenant_id, order_id, id, at, kind, text, actor)
    select ${tenantId}, e.* from unnest(
      ${entries.map((e) => e.orderId)}::uuid[], ${entries.map(newId)}::uuid[], ${entries.map((e) => e.at)}::timestamptz[],
      ${entries.map((e) => e.kind)}::text[], ${entries.map((e) => e.text)}::text[], ${entries.map((e) => e.actor)}::text[]) as e`.execute(
    tx,
  );
export const note = (tx: Tx, tenantId: number, orderId: string, entry: Omit<TimelineEntry, 'orderId'>) =>
  notes(tx, tenantId, [{ orderId, ...entry }]);

/** Orders of the shop by state, as they are kept. */
export async function countByState(db: Db, tenantId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('order_count')
    .select(['status', sql<number>`sum(orders)::int`.as('count')])
    .where('tenant_id', '=', tenantId)
    .groupBy('status')
    .execute();
  return new Map(rows.map((r) => [r.status, r.count]));
}

/** Paid orders that are not on their way in the time that was promised. */
export async function countLate(db: Db, tenantId: number): Promise<number> {
  const { count } = await db
    .selectFrom('order_head')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'paid')
    .where('ship_by', '<', now())
    .executeTakeFirstOrThrow();
  return count;
}

/** Paid presales that leave so many days after the payment or later and of which WeChat was not told, oldest first. */
export const untoldPresales = (db: Db, tenantId: number, days: number, most: number) =>
  db
    .selectFrom('order_head')
    .select(['id', 'paid_at', 'ship_by'])
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'paid')
    .where('ship_told', '=', false)
    .where((eb) => eb.or([eb('ship_on', 'is not', null), eb('ship_days', 'is not', null)]))
    .where(sql<boolean>`ship_by >= paid_at + make_interval(days => ${days})`)
    .orderBy('paid_at')
    .limit(most)
    .execute();

export const notePresaleTold = (tx: Tx, tenantId: number, id: string) =>
  tx
    .updateTable('order_head')
    .set({ ship_told: true })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();

/** Orders of one shopper that are not over, by state. */
export async function countOfShopper(db: Db, tenantId: number, customerId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('order_head')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', unguessed(customerId, 'uuid'))
    .where('status', 'in', ['unpaid', 'paid', 'shipped'])
    .groupBy('status')
    .execute();
  return new Map(rows.map((r) => [r.status, r.count]));
}

export const setStaffNote = (tx: Tx, tenantId: number, id: string, text: string) =>
  tx
    .updateTable('order_head')
    .set({ staff_note: text })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

/** What changes on a line of an order when a refund is asked for, dropped or agreed. */
export interface LineRefund {
  lineId: string;
  quantity: number;
  amountFen: number;
}
/**
 * Adds (or with negative figures takes back) pieces that are asked back or refunded, and the fen that agreed refunds give back for
 * them; the table's checks keep both within what was bought. Each line once.
 */
export const addLineRefunds = (tx: Tx, tenantId: number, orderId: string, changes: readonly LineRefund[]) =>
  sql`
    update order_line l set refunded_quantity = l.refunded_quantity + c.quantity, refunded_fen = l.refunded_fen + c.fen
    from unnest(${changes.map((c) => c.lineId)}::uuid[], ${changes.map((c) => c.quantity)}::integer[],
      ${changes.map((c) => c.amountFen)}::bigint[]) as c(id, quantity, fen)
    where l.tenant_id = ${tenantId} and l.order_id = ${orderId}::uuid and l.id = c.id`.execute(tx);

/** Writes what of parts is returned by now. */
export const returnParts = (
  tx: Tx,
  tenantId: number,
  orderId: string,
  parts: readonly { nth: number; returnedFen: number; returnedUnits: number }[],
) =>
  sql`
    update order_part p set returned_fen = r.fen, returned_units = r.units
    from unnest(${parts.map((p) => p.nth)}::smallint[], ${parts.map((p) => p.returnedFen)}::bigint[],
      ${parts.map((p) => p.returnedUnits)}::bigint[]) as r(nth, fen, units)
    where p.tenant_id = ${tenantId} and p.order_id = ${orderId}::uuid and p.nth = r.nth`.execute(tx);

export const addHeadRefund = (tx: Tx, tenantId: number, orderId: string, amountFen: number) =>
  tx
    .updateTable('order_head')
    .set((eb) => ({ refunded_fen: eb('refunded_fen', '+', amountFen) }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', orderId)
    .execute();

/** Locks the order's row: refunds of one order are decided one at a time. */
export const lockHead = (tx: Tx, tenantId: number, id: string) =>
  tx
    .selectFrom('order_head')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();

/** Locks many orders, in order of their ids, so that two transactions never wait for each other in a circle. */
export async function lockHeads(tx: Tx, tenantId: number, ids: string[]): Promise<Map<string, HeadRow>> {
  const rows = await tx
    .selectFrom('order_head')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((r) => [r.id, r]));
}

export interface Figures {
  gmvFen: number;
  paidOrders: number;
  buyers: number;
}

/** GMV (fen of orders paid in the span), their number and how many shoppers paid. */
export async function orderFigures(db: Db, tenantId: number, from: Date, to: Date): Promise<Figures> {
  const row = await db
    .selectFrom('order_head')
    .select([
      sql<number>`coalesce(sum(total_fen), 0)::bigint`.as('gmvFen'),
      sql<number>`count(*)`.as('paidOrders'),
      sql<number>`count(distinct customer_id)`.as('buyers'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('paid_at', '>=', from)
    .where('paid_at', '<', to)
    .executeTakeFirstOrThrow();
  return row;
}

/** GMV by hour of the day in China: 24 figures in fen. */
export async function hourlyGmvFen(db: Db, tenantId: number, from: Date, to: Date): Promise<number[]> {
  const rows = await db
    .selectFrom('order_head')
    .select([
      sql<number>`extract(hour from paid_at at time zone 'Asia/Shanghai')::int`.as('hour'),
      sql<number>`sum(total_fen)::bigint`.as('fen'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('paid_at', '>=', from)
    .where('paid_at', '<', to)
    .groupBy('hour')
    .execute();
  const byHour = new Map(rows.map((r) => [r.hour, r.fen]));
  return Array.from({ length: 24 }, (_, hour) => byHour.get(hour) ?? 0);
}

export async function headsByIds(db: Db, tenantId: number, ids: string[]): Promise<Map<string, HeadRow>> {
  const rows = await db
    .selectFrom('order_head')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((r) => [r.id, r]));
}

/** Unpaid orders whose time was over two minutes ago: the timer that would close them was lost. */
export const overdueUnpaid = (db: Db, tenantId: number, limit: number) =>
  db
    .selectFrom('order_head')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'unpaid')
    .where('closes_at', '<', sql<Date>`now() - interval '2 minutes'`)
    .limit(limit)
    .execute();

/** Shipped orders that the timer should have turned received ten minutes ago: it was lost. */
export const overdueReceipts = (db: Db, tenantId: number, limit: number) =>
  db
    .selectFrom('order_head')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'shipped')
    .where('receive_by', '<', sql<Date>`now() - interval '10 minutes'`)
    .orderBy('receive_by')
    .limit(limit)
    .execute();
