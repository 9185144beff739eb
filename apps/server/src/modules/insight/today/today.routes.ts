import { chinaDate, chinaDayStart, DAY, nowMs } from '../../../kernel/clock.ts';
import { backupState } from '../../../platform/backup/index.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { countGuessers } from '../../identity/staff/index.ts';
import { countLowStock } from '../../stock/inventory/index.ts';
import { countCases } from '../../trade/aftersales/index.ts';
import { countByState, countLate, hourlyGmvFen, orderFigures } from '../../trade/order/index.ts';
import { refundedBetween } from '../../trade/payment/index.ts';
import { countDifferences } from '../../trade/settlement/index.ts';
import { getToday } from './today.api.ts';
import { registerTrends } from './trends.routes.ts';

export const today: Module = { name: 'insight/today', register };

/** As many as the page shows; more need no exact number. */
const STUCK_COUNTED = 100;

function register(platform: Platform): void {
  const { http, jobs, database } = platform;
  registerTrends(platform);
  http.read(getToday, async ({ actor: { tenantId }, db }) => {
    const atMs = nowMs();
    const start = chinaDayStart(chinaDate(atMs));
    const before = new Date(start.getTime() - DAY);
    // None needs another's answer, so all are asked at once.
    const [
      states,
      lateToShip,
      refundsToHandle,
      failedRefunds,
      lowStock,
      differences,
      stuck,
      guessers,
      backup,
      sales,
      salesBefore,
      hours,
      hoursBefore,
    ] = await Promise.all([
      countByState(db, tenantId),
      countLate(db, tenantId),
      countCases(db, tenantId, 'requested'),
      countCases(db, tenantId, 'failed'),
      countLowStock(db, tenantId),
      countDifferences(db, tenantId),
      jobs.stuck(tenantId, STUCK_COUNTED),
      countGuessers(db, tenantId, new Date(atMs - DAY)),
      backupState(database),
      figures(db, tenantId, start, new Date(atMs)),
      figures(db, tenantId, before, new Date(atMs - DAY)),
      hourlyGmvFen(db, tenantId, start, new Date(atMs)),
      hourlyGmvFen(db, tenantId, before, start),
    ]);
    return {
      at: new Date(atMs).toISOString(),
      toShip: states.get('paid') ?? 0,
      lateToShip,
      refundsToHandle,
      failedRefunds,
      lowStock,
      differences,
      stuckJobs: stuck.length,
      backupMissed: ['old', 'failed'].includes(backup.state),
      guessers,
      today: sales,
      yesterday: salesBefore,
      hours: hours.map((todayFen, hour) => ({ hour, todayFen, yesterdayFen: hoursBefore[hour] ?? 0 })),
    };
  });
}

async function figures(db: Db, tenantId: number, from: Date, to: Date) {
  const [orders, refundedFen] = await Promise.all([
    orderFigures(db, tenantId, from, to),
    refundedBetween(db, tenantId, from, to),
  ]);
  return {
    ...orders,
    averageOrderFen: orders.paidOrders > 0 ? Math.round(orders.gmvFen / orders.paidOrders) : 0,
    refundedFen,
  };
}
