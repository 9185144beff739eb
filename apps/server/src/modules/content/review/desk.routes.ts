import { DAY, nowMs } from '../../../kernel/clock.ts';
import { pageOf } from '../../../kernel/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './desk.api.ts';
import { summaryOf } from './review.rules.ts';
import * as service from './review.service.ts';
import * as store from './review.store.ts';
import { deskView } from './review.views.ts';

/** As many as the page shows; more need no exact number. */
const WAITING_COUNTED = 100;
const SERVED_MS = 30 * DAY;

/** What staff do with reviews. */
export function deskRoutes({ http }: Platform): void {
  http.read(api.listAdminReviews, async ({ actor: { tenantId }, query, db }) =>
    pageOf(await store.deskPage(db, tenantId, query), query.limit, deskView),
  );
  http.read(api.getReviewFigures, async ({ actor: { tenantId }, db }) => {
    const [waiting, served] = await Promise.all([
      store.countWaiting(db, tenantId, WAITING_COUNTED),
      store.servedSince(db, tenantId, new Date(nowMs() - SERVED_MS)),
    ]);
    return { waiting, orders: served.orders, serviceStars: served.service, deliveryStars: served.delivery };
  });
  http.read(api.getAdminReviewSummary, async ({ actor: { tenantId }, params: { id }, db }) =>
    summaryOf(await store.countsOf(db, tenantId, id)),
  );
  http.change(api.replyToReview, async ({ actor: { tenantId }, params: { id }, body, tx }) => {
    await service.locked(tx, tenantId, id);
    await store.writeReply(tx, tenantId, id, body.words.trim());
    return deskView(await service.locked(tx, tenantId, id));
  });
  http.change(api.foldReview, async ({ actor: { tenantId }, params: { id }, body, tx }) =>
    deskView(await service.fold(tx, tenantId, await service.locked(tx, tenantId, id), body)),
  );
  http.change(api.showReview, async ({ actor: { tenantId }, params: { id }, tx }) =>
    deskView(await service.show(tx, tenantId, await service.locked(tx, tenantId, id))),
  );
  http.read(api.getReviewSettings, async ({ actor: { tenantId }, db }) => ({
    points: await store.pointsFor(db, tenantId),
  }));
  http.change(api.putReviewSettings, async ({ actor: { tenantId }, body, tx }) => {
    await store.putPoints(tx, tenantId, body.points);
    return body;
  });
}
