import { systemOf } from '../../../kernel/actor.ts';
import { nowMs, SECOND } from '../../../kernel/clock.ts';
import { Later } from '../../../platform/jobs/job.ts';
import type { Platform } from '../../../platform/platform.ts';
import { paymentDesk } from '../payment/index.ts';
import { closing } from './order.service.ts';
import * as store from './order.store.ts';
import { ORDER } from './pay-order.service.ts';

const CLOSED_AT_ONCE = 200;

/**
 * The time of unpaid orders is over: a last look at WeChat, then they close, also when WeChat is silent: stock is scarce, and late money goes
 * back by itself. Throws Later when some are not due yet by our clock.
 */
export async function closeUnpaidOrders(platform: Platform, tenantId: number, orderIds: string[]): Promise<void> {
  const { database, ledger } = platform;
  const close = closing(platform);
  const heads = await store.headsByIds(database.forTenant(tenantId), tenantId, orderIds);
  const unpaid = [...heads.values()].filter((h) => h.status === 'unpaid');
  const closesAt = (h: store.HeadRow) => h.closes_at?.getTime() ?? 0;
  const due = unpaid.filter((h) => closesAt(h) <= nowMs() + SECOND).map((h) => h.id);
  const paid = await paymentDesk(platform).lastLook(tenantId, ORDER, due);
  const why = { reason: '超时未支付', actor: systemOf(tenantId) };
  const closed = await Promise.allSettled(
    due.filter((id) => !paid.has(id)).map((orderId) => ledger.submit(close, tenantId, { orderId, ...why })),
  );
  const failures = closed.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  // The job comes again for those; for the others that is no news.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders could not be closed`);
  const early = unpaid.filter((h) => !due.includes(h.id)).map(closesAt);
  if (early.length > 0) throw new Later(new Date(Math.min(...early)));
}

/** Closes unpaid orders whose timer was lost. */
export async function closeOverdue(platform: Platform, tenantId: number): Promise<void> {
  const rows = await store.overdueUnpaid(platform.database.forTenant(tenantId), tenantId, CLOSED_AT_ONCE);
  if (rows.length > 0)
    await closeUnpaidOrders(
      platform,
      tenantId,
      rows.map((h) => h.id),
    );
}
