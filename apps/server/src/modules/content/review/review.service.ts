import type { Static } from 'typebox';
import type { Shopper } from '../../../kernel/actor.ts';
import { now, nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { jobKind, jobRow, send } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { hasPictures } from '../../goods/media/index.ts';
import { customerNames } from '../../identity/customer/index.ts';
import { lineRows, ownOrder } from '../../trade/order/index.ts';
import { givePoints } from '../../trade/purse/index.ts';
import { type FoldReason, reviewRefusals, type writeReviews } from './review.api.ts';
import { authorOf, mayAdd, mayReview } from './review.rules.ts';
import * as store from './review.store.ts';

/** Has WeChat look at a review, and shows it or leaves it to staff. */
export const checkReview = jobKind<{ reviewId: string }>('review.check');

const sendToCheck = (tx: Tx, tenantId: number, ids: readonly string[]) =>
  send(
    tx,
    tenantId,
    ids.map((reviewId) => jobRow(checkReview, { reviewId })),
  );

/**
 * Writes reviews of a received order. A line that was reviewed meanwhile is left as it is; when nothing is left to write, it refuses with
 * REVIEW_DONE. Refuses with ORDER_NOT_FOUND, REVIEW_NOT_RECEIVED, REVIEW_TOO_LATE, REVIEW_LINE_UNKNOWN, REVIEW_PICTURE_UNKNOWN.
 */
export async function write(
  platform: Platform,
  tx: Tx,
  actor: Shopper,
  orderId: string,
  body: Static<typeof writeReviews.body>,
): Promise<string[]> {
  const { tenantId, customerId } = actor;
  const head = await ownOrder(tx, actor, orderId);
  if (head.status !== 'received') throw reviewRefusals.REVIEW_NOT_RECEIVED();
  if (!mayReview(head.received_at, nowMs())) throw reviewRefusals.REVIEW_TOO_LATE();
  await mustHavePictures(
    tx,
    tenantId,
    body.lines.flatMap((line) => line.pictures),
  );
  const lines = new Map((await lineRows(tx, tenantId, [orderId])).map((line) => [line.id, line]));
  const nickname = (await customerNames(platform, tx, tenantId, [customerId])).get(customerId)?.nickname ?? '';
  const rows = body.lines.map((said, n): store.NewReview => {
    const line = lines.get(said.lineId);
    if (!line)
      throw reviewRefusals.REVIEW_LINE_UNKNOWN({
        errors: [{ field: `lines.${n}.lineId`, message: '订单里没有这件商品' }],
      });
    return {
      id: newId(),
      goods_id: line.goods_id,
      sku_id: line.sku_id,
      order_id: orderId,
      line_id: said.lineId,
      customer_id: customerId,
      title: line.title,
      specs: line.specs as string[],
      author: authorOf(nickname, body.anonymous),
      stars: said.stars,
      tags: said.tags,
      words: said.words.trim(),
      pictures: said.pictures,
    };
  });
  const ids = await store.insertReviews(tx, tenantId, rows);
  if (ids.length === 0) throw reviewRefusals.REVIEW_DONE();
  const { serviceStars: service_stars, deliveryStars: delivery_stars } = body;
  await store.insertServed(tx, tenantId, { order_id: orderId, customer_id: customerId, service_stars, delivery_stars });
  await sendToCheck(tx, tenantId, ids);
  return ids;
}

/** Adds to a review that is shown, once. Refuses with REVIEW_NOT_FOUND, REVIEW_STATE, REVIEW_ADDED, REVIEW_ADD_TOO_LATE, REVIEW_PICTURE_UNKNOWN. */
export async function add(
  tx: Tx,
  { tenantId, customerId }: Shopper,
  id: string,
  { words, pictures }: { words: string; pictures: string[] },
): Promise<void> {
  const row = await store.lockReview(tx, tenantId, id);
  if (row?.customer_id !== customerId) throw reviewRefusals.REVIEW_NOT_FOUND();
  if (row.added_at) throw reviewRefusals.REVIEW_ADDED();
  if (!mayAdd(row.created_at, nowMs())) throw reviewRefusals.REVIEW_ADD_TOO_LATE();
  if (row.status !== 'shown') throw reviewRefusals.REVIEW_STATE({}, '评价还在审核，通过之后才能追加');
  await mustHavePictures(tx, tenantId, pictures);
  const added = { added_words: words.trim(), added_pictures: pictures, added_at: now() };
  await store.turnReview(tx, tenantId, row, 'checking', added);
  await sendToCheck(tx, tenantId, [id]);
}

async function mustHavePictures(tx: Tx, tenantId: number, pictures: readonly string[]): Promise<void> {
  if (!(await hasPictures(tx, tenantId, pictures))) throw reviewRefusals.REVIEW_PICTURE_UNKNOWN();
}

/** Shows a locked review. The first time the shop gives its points, whatever the stars. Refuses with REVIEW_STATE. */
export async function show(tx: Tx, tenantId: number, row: store.ReviewRow): Promise<store.ReviewRow> {
  const points = row.points > 0 ? row.points : await store.pointsFor(tx, tenantId);
  const shown = await store.turnReview(tx, tenantId, row, 'shown', { points, doubt: null });
  if (!shown) throw reviewRefusals.REVIEW_STATE();
  if (row.points === 0 && points > 0)
    await givePoints(tx, tenantId, { cause: `review/${row.id}`, customerId: row.customer_id, points });
  return shown;
}

/** Folds a locked review. Refuses with REVIEW_STATE. */
export async function fold(
  tx: Tx,
  tenantId: number,
  row: store.ReviewRow,
  { reason, note }: { reason: FoldReason; note: string },
): Promise<store.ReviewRow> {
  const folded = await store.turnReview(tx, tenantId, row, 'folded', {
    fold_reason: reason,
    fold_note: note,
    doubt: null,
  });
  if (!folded) throw reviewRefusals.REVIEW_STATE();
  return folded;
}

/** The row, locked. Refuses with REVIEW_NOT_FOUND. */
export async function locked(tx: Tx, tenantId: number, id: string): Promise<store.ReviewRow> {
  const row = await store.lockReview(tx, tenantId, id);
  if (!row) throw reviewRefusals.REVIEW_NOT_FOUND();
  return row;
}
