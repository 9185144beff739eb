import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { type Db, keyset, type PageAsk, type Tx, unguessed } from '../../../platform/db/index.ts';
import type { FoldReason, ReviewState } from './review.api.ts';
import { countChanges, reviewFlow } from './review.rules.ts';

export interface ReviewRow {
  id: string;
  goods_id: string;
  sku_id: string;
  order_id: string;
  line_id: string;
  customer_id: string;
  title: string;
  specs: string[];
  author: string;
  status: ReviewState;
  fold_reason: FoldReason | null;
  fold_note: string | null;
  doubt: string | null;
  stars: number;
  tags: string[];
  words: string;
  pictures: string[];
  added_words: string | null;
  added_pictures: string[] | null;
  added_at: Date | null;
  reply: string | null;
  replied_at: Date | null;
  helpful: number;
  points: number;
  created_at: Date;
}
type Page = Promise<(ReviewRow & { cursor_key: string })[]>;
export type NewReview = Pick<
  ReviewRow,
  | 'id'
  | 'goods_id'
  | 'sku_id'
  | 'order_id'
  | 'line_id'
  | 'customer_id'
  | 'title'
  | 'specs'
  | 'author'
  | 'stars'
  | 'tags'
  | 'words'
  | 'pictures'
>;

const NEWEST = keyset('desc', ['id', 'uuid']);
const HELPFUL = keyset('desc', ['helpful', 'number'], ['id', 'uuid']);
const reviews = (db: Db, tenantId: number) => db.selectFrom('review').selectAll().where('tenant_id', '=', tenantId);

const STARS_OF = { good: [4, 5], middle: [3], bad: [1, 2] } as const;
export type ReviewFilter = 'all' | 'pictures' | 'added' | keyof typeof STARS_OF;

/** Reviews of a product that are shown, one more than `limit`. */
export async function shownPage(
  db: Db,
  tenantId: number,
  goodsId: string,
  { filter, sort, ...ask }: PageAsk & { filter: ReviewFilter; sort: 'newest' | 'helpful' },
): Page {
  let query = reviews(db, tenantId).where('goods_id', '=', goodsId).where('status', '=', sql<'shown'>`'shown'`);
  if (filter === 'pictures') query = query.where(sql<boolean>`pictures <> '{}'`);
  if (filter === 'added') query = query.where('added_at', 'is not', null);
  if (filter in STARS_OF) {
    const stars = STARS_OF[filter as keyof typeof STARS_OF];
    // Along the index of stars each run is in order, so that a page of the few bad ones does not read the many good ones.
    const runs = stars.map((n) => NEWEST.page(query.where('stars', '=', n), ask).execute() as unknown as Page);
    const found = (await Promise.all(runs)).flat();
    return found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, ask.limit + 1);
  }
  const order = sort === 'helpful' && filter === 'all' ? HELPFUL : NEWEST;
  return order.page(query, ask).execute() as unknown as Page;
}

/** The newest of a product that say something in words. */
export const newestWithWords = (db: Db, tenantId: number, goodsId: string, most: number) =>
  reviews(db, tenantId)
    .where('goods_id', '=', goodsId)
    .where('status', '=', sql<'shown'>`'shown'`)
    .where('words', '<>', '')
    .orderBy('id', 'desc')
    .limit(most)
    .execute() as unknown as Promise<ReviewRow[]>;

export const ownPage = (db: Db, tenantId: number, customerId: string, ask: PageAsk) =>
  NEWEST.page(reviews(db, tenantId).where('customer_id', '=', customerId), ask).execute() as unknown as Page;

export interface DeskAsk extends PageAsk {
  state?: ReviewState;
  stars?: number;
  unanswered?: true;
  goodsId?: string;
}
/** For staff. Of several filters the first of this order counts: each has its index. */
export function deskPage(db: Db, tenantId: number, { state, stars, unanswered, goodsId, ...ask }: DeskAsk): Page {
  const all = reviews(db, tenantId);
  const some = goodsId
    ? all.where('goods_id', '=', goodsId)
    : state
      ? all.where('status', '=', unguessed(state, 'text'))
      : stars
        ? all.where('stars', '=', sql<number>`(select ${stars}::smallint)`)
        : unanswered
          ? all.where('reply', 'is', null)
          : all;
  return NEWEST.page(some, ask).execute() as unknown as Page;
}

export const reviewRow = (db: Db, tenantId: number, id: string) =>
  reviews(db, tenantId).where('id', '=', id).executeTakeFirst() as unknown as Promise<ReviewRow | undefined>;

/** The row, locked until the transaction ends. */
export const lockReview = (tx: Tx, tenantId: number, id: string) =>
  reviews(tx, tenantId).where('id', '=', id).forUpdate().executeTakeFirst() as unknown as Promise<
    ReviewRow | undefined
  >;

/** Lines of these orders that are reviewed. */
export async function reviewedLines(db: Db, tenantId: number, orderIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ line_id: string }>`
    select line_id from review where tenant_id = ${tenantId} and order_id = any(${orderIds}::uuid[])`.execute(db);
  return new Set(rows.map((row) => row.line_id));
}

/** Writes new reviews; of a line that has one already nothing is written. Returns the ids of those that were. */
export async function insertReviews(tx: Tx, tenantId: number, rows: readonly NewReview[]): Promise<string[]> {
  const at = now();
  const written = await tx
    .insertInto('review')
    .values(
      rows.map((row) => ({
        ...row,
        tenant_id: tenantId,
        specs: JSON.stringify(row.specs),
        status: 'checking',
        checking_since: at,
        created_at: at,
      })),
    )
    .onConflict((c) => c.columns(['tenant_id', 'order_id', 'line_id']).doNothing())
    .returning('id')
    .execute();
  return written.map(({ id }) => id);
}

/** How the shop served an order; the first word counts. */
export const insertServed = (
  tx: Tx,
  tenantId: number,
  row: { order_id: string; customer_id: string; service_stars: number; delivery_stars: number },
) =>
  tx
    .insertInto('review_order')
    .values({ tenant_id: tenantId, created_at: now(), ...row })
    .onConflict((c) => c.columns(['tenant_id', 'order_id']).doNothing())
    .execute();

type Columns = Partial<
  Pick<ReviewRow, 'fold_reason' | 'fold_note' | 'doubt' | 'added_words' | 'added_pictures' | 'added_at' | 'points'>
>;
/**
 * The only way a locked review changes its state: the flow decides, and the kept counts go along. Returns the row as it stands then, or
 * undefined when the flow has no such way.
 */
export async function turnReview(
  tx: Tx,
  tenantId: number,
  row: ReviewRow,
  to: ReviewState,
  columns: Columns = {},
): Promise<ReviewRow | undefined> {
  const after = (await tx
    .updateTable('review')
    .set({
      status: to,
      ...(to === 'checking' ? { checking_since: now() } : {}),
      ...(to === 'folded' ? {} : { fold_reason: null, fold_note: null }),
      ...columns,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', row.id)
    .where('status', 'in', sources(reviewFlow, to))
    .returningAll()
    .executeTakeFirst()) as unknown as ReviewRow | undefined;
  if (after) await addCounts(tx, tenantId, row.goods_id, countChanges(row, after));
  return after;
}

export const writeReply = (tx: Tx, tenantId: number, id: string, reply: string) =>
  tx
    .updateTable('review')
    .set({ reply, replied_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();

async function addCounts(tx: Tx, tenantId: number, goodsId: string, changes: ReadonlyMap<string, number>) {
  // In one order for all, so that two reviews of a product never wait for each other in a circle.
  const sorted = [...changes].sort(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length === 0) return;
  await sql`
    insert into review_count as c (tenant_id, goods_id, what, reviews)
    select ${tenantId}, ${goodsId}::uuid, n.what, n.change
    from unnest(${sorted.map(([what]) => what)}::text[], ${sorted.map(([, n]) => n)}::integer[]) as n(what, change)
    on conflict (tenant_id, goods_id, what) do update set reviews = c.reviews + excluded.reviews`.execute(tx);
}

export async function countsOf(db: Db, tenantId: number, goodsId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('review_count')
    .select(['what', 'reviews'])
    .where('tenant_id', '=', tenantId)
    .where('goods_id', '=', goodsId)
    .execute();
  return new Map(rows.map(({ what, reviews: n }) => [what, n]));
}

/** Notes that a review helped somebody, or no longer; a second time changes nothing. Its row is locked. */
export async function noteHelpful(
  tx: Tx,
  tenantId: number,
  { reviewId, customerId, helpful }: { reviewId: string; customerId: string; helpful: boolean },
): Promise<number> {
  const changed = helpful
    ? await tx
        .insertInto('review_helpful')
        .values({ tenant_id: tenantId, review_id: reviewId, customer_id: customerId, at: now() })
        .onConflict((c) => c.columns(['tenant_id', 'review_id', 'customer_id']).doNothing())
        .executeTakeFirst()
        .then((done) => Number(done.numInsertedOrUpdatedRows ?? 0))
    : -(await tx
        .deleteFrom('review_helpful')
        .where('tenant_id', '=', tenantId)
        .where('review_id', '=', reviewId)
        .where('customer_id', '=', customerId)
        .executeTakeFirst()
        .then((done) => Number(done.numDeletedRows)));
  const { helpful: count } = await tx
    .updateTable('review')
    .set({ helpful: sql`helpful + ${changed}` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', reviewId)
    .returning('helpful')
    .executeTakeFirstOrThrow();
  return count;
}

/** Reviews that wait for staff, counted up to `most`. */
export async function countWaiting(db: Db, tenantId: number, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select 1 from review where tenant_id = ${tenantId} and status = 'waiting' limit ${most}) as w`.execute(db);
  return rows[0]?.n ?? 0;
}

export interface Served {
  orders: number;
  service: number | null;
  delivery: number | null;
}
/** Average stars for service and delivery of orders rated since then, one decimal. */
export async function servedSince(db: Db, tenantId: number, since: Date): Promise<Served> {
  const { rows } = await sql<Served>`
    select count(*)::int as orders, round(avg(service_stars), 1)::float8 as service, round(avg(delivery_stars), 1)::float8 as delivery
    from review_order where tenant_id = ${tenantId} and created_at >= ${since}`.execute(db);
  return rows[0] ?? { orders: 0, service: null, delivery: null };
}

export async function pointsFor(db: Db, tenantId: number): Promise<number> {
  const row = await db
    .selectFrom('review_setting')
    .select('points')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row?.points ?? 0;
}
export const putPoints = (tx: Tx, tenantId: number, points: number) =>
  tx
    .insertInto('review_setting')
    .values({ tenant_id: tenantId, points, updated_at: now() })
    .onConflict((c) => c.column('tenant_id').doUpdateSet({ points, updated_at: now() }))
    .execute();

/** What one customer wrote goes over to the other that they turned out to be; what both found helpful counts once. */
export async function moveReviews(tx: Tx, tenantId: number, from: string, into: string): Promise<void> {
  await sql`update review set customer_id = ${into} where tenant_id = ${tenantId} and customer_id = ${from}`.execute(
    tx,
  );
  await sql`update review_order set customer_id = ${into} where tenant_id = ${tenantId} and customer_id = ${from}`.execute(
    tx,
  );
  await sql`
    with twice as (
      delete from review_helpful h where tenant_id = ${tenantId} and customer_id = ${from} and exists (
        select 1 from review_helpful o where o.tenant_id = h.tenant_id and o.review_id = h.review_id and o.customer_id = ${into})
      returning review_id)
    update review r set helpful = helpful - 1 from twice where r.tenant_id = ${tenantId} and r.id = twice.review_id`.execute(
    tx,
  );
  await sql`
    update review_helpful set customer_id = ${into} where tenant_id = ${tenantId} and customer_id = ${from}`.execute(
    tx,
  );
}

/** Nobody's name stands at what a customer who left has written. */
export const eraseAuthor = (tx: Tx, tenantId: number, customerId: string) =>
  tx
    .updateTable('review')
    .set({ author: '' })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .execute();
