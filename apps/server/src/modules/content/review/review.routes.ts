import { nowMs } from '../../../kernel/clock.ts';
import { pageOf } from '../../../kernel/page.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings } from '../../identity/customer/index.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import { pushListener } from '../../identity/tenant/index.ts';
import { receivedLines } from '../../trade/order/index.ts';
import { askAboutReview, giveUpWaiting, pictureVerdict } from './check.wechat.ts';
import { deskRoutes } from './desk.routes.ts';
import { reviewNames } from './names.store.ts';
import * as api from './review.api.ts';
import { reviewableSince, summaryOf } from './review.rules.ts';
import * as service from './review.service.ts';
import * as store from './review.store.ts';
import { ownView, reviewView } from './review.views.ts';

export const review: Module = { name: 'content/review', register };

/** Verdicts of WeChat's come within half an hour. */
const KEEP_CHECKS_HOURS = 30 * 24;

function register(platform: Platform): void {
  const { jobs, slots } = platform;
  const lane = { lane: 'wechat' } as const;
  slots.fill(auditTargets, reviewNames);
  slots.fill(belongings, {
    tables: ['review', 'review_order', 'review_helpful'],
    move: (tx, { tenantId, from, into }) => store.moveReviews(tx, tenantId, from, into),
    erase: store.eraseAuthor,
  });
  slots.fill(pushListener, { event: 'wxa_media_check', take: pictureVerdict });
  keepFor(platform, 'review_check', 'created_at', KEEP_CHECKS_HOURS);
  jobs.on(service.checkReview, ({ tenantId, data }) => askAboutReview(platform, tenantId, data.reviewId), lane);
  jobs.sweep('review-checks', { everyMinutes: 10, ...lane }, (tenantId) => giveUpWaiting(platform, tenantId));
  readerRoutes(platform);
  writerRoutes(platform);
  deskRoutes(platform);
}

const NEWEST_SHOWN = 2;

function readerRoutes({ http }: Platform): void {
  http.read(api.getReviewSummary, async ({ actor: { tenantId }, params: { id }, db }) => {
    const counts = await store.countsOf(db, tenantId, id);
    const newest = counts.size === 0 ? [] : await store.newestWithWords(db, tenantId, id, NEWEST_SHOWN);
    return { summary: summaryOf(counts), newest: newest.map(reviewView) };
  });
  http.read(api.listReviews, async ({ actor: { tenantId }, params: { id }, query, db }) => {
    const { filter = 'all', sort = 'newest', ...ask } = query;
    return pageOf(await store.shownPage(db, tenantId, id, { filter, sort, ...ask }), ask.limit, reviewView);
  });
}

const MOST_REVIEWABLE = 100;

function writerRoutes(platform: Platform): void {
  const { http } = platform;
  http.read(api.listReviewable, async ({ actor: { tenantId, customerId }, query: { orderId }, db }) => {
    const since = reviewableSince(nowMs());
    const lines = await receivedLines(db, tenantId, { customerId, since, orderId, most: MOST_REVIEWABLE });
    const done = await store.reviewedLines(db, tenantId, [...new Set(lines.map((line) => line.order_id))]);
    const items = lines
      .filter((line) => !done.has(line.line_id))
      .map((line) => ({
        orderId: line.order_id,
        lineId: line.line_id,
        goodsId: line.goods_id,
        title: line.title,
        specs: line.specs,
        picture: line.picture,
        receivedAt: line.received_at.toISOString(),
      }));
    return { items, points: await store.pointsFor(db, tenantId) };
  });
  http.read(api.listMyReviews, async ({ actor: { tenantId, customerId }, query, db }) =>
    pageOf(await store.ownPage(db, tenantId, customerId, query), query.limit, (row) => ownView(row, nowMs())),
  );
  http.change(api.writeReviews, async ({ actor, params: { id }, body, tx }) => ({
    ids: await service.write(platform, tx, actor, id, body),
  }));
  http.change(api.addToReview, async ({ actor, params: { id }, body, tx }) => {
    await service.add(tx, actor, id, body);
    return undefined;
  });
  http.change(api.findHelpful, async ({ actor: { tenantId, customerId }, params: { id }, body: { helpful }, tx }) => {
    const row = await service.locked(tx, tenantId, id);
    if (row.status !== 'shown') throw api.reviewRefusals.REVIEW_NOT_FOUND();
    return { helpful: await store.noteHelpful(tx, tenantId, { reviewId: id, customerId, helpful }) };
  });
}
