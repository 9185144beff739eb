import { chinaDate, chinaDayStart, DAY, nowMs } from '../../../kernel/clock.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { countLowStock } from '../../stock/inventory/index.ts';
import { countCases } from '../../trade/aftersales/index.ts';
import { countByState, hourlyGmvFen, orderFigures } from '../../trade/order/index.ts';
import { refundedBetween } from '../../trade/payment/index.ts';
import { countDifferences } from '../../trade/settlement/index.ts';
import { getToday } from './today.api.ts';

export const today: Module = { name: 'insight/today', register };

/** As many as the page shows; more need no exact number. */
const STUCK_COUNTED = 100;

function register({ http, jobs }: Platform): void {
  http.read(getToday, async ({ actor: { tenantId }, db }) => {
    const atMs = nowMs();
    const start = chinaDayStart(chinaDate(atMs));
    const before = new Date(start.getTime() - DAY);
    const [todayHours, yesterdayHours] = await Promise.all([
      hourlyGmvFen(db, tenantId, start, new Date(atMs)),
      hourlyGmvFen(db, tenantId, before, start),
    ]);
    return {
      at: new Date(atMs).toISOString(),
      toShip: (await countByState(db, tenantId)).get('paid') ?? 0,
      refundsToHandle: await countCases(db, tenantId, 'requested'),
      failedRefunds: await countCases(db, tenantId, 'failed'),
      lowStock: await countLowStock(db, tenantId),
      differences: await countDifferences(db, tenantId),
      stuckJobs: (await jobs.stuck(tenantId, STUCK_COUNTED)).length,
      today: await figures(db, tenantId, start, new Date(atMs)),
      yesterday: await figures(db, tenantId, before, new Date(atMs - DAY)),
      hours: todayHours.map((todayFen, hour) => ({ hour, todayFen, yesterdayFen: yesterdayHours[hour] ?? 0 })),
    };
  });
}

async function figures(db: Db, tenantId: number, from: Date, to: Date) {
  const orders = await orderFigures(db, tenantId, from, to);
  return {
    ...orders,
    averageOrderFen: orders.paidOrders > 0 ? Math.round(orders.gmvFen / orders.paidOrders) : 0,
    refundedFen: await refundedBetween(db, tenantId, from, to),
  };
}
