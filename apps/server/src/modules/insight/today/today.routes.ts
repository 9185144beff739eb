import { chinaDate, chinaDayStart, DAY, nowMs } from '../../../kernel/clock.ts';
import type { Platform } from '../../../platform/app.ts';
import type { Db } from '../../../platform/db/index.ts';
import { getToday } from './today.api.ts';

/** Slots: where the figures come from; each module counts its own tables. */
export interface TodaySources {
  orders(
    db: Db,
    tenantId: number,
    from: Date,
    to: Date,
  ): Promise<{ gmvFen: number; paidOrders: number; buyers: number }>;
  refundedFen(db: Db, tenantId: number, from: Date, to: Date): Promise<number>;
  hourlyFen(db: Db, tenantId: number, from: Date, to: Date): Promise<number[]>;
  toShip(db: Db, tenantId: number): Promise<number>;
  refundsToHandle(db: Db, tenantId: number): Promise<number>;
  failedRefunds(db: Db, tenantId: number): Promise<number>;
  lowStock(db: Db, tenantId: number): Promise<number>;
  differences(db: Db, tenantId: number): Promise<number>;
}

export function registerToday({ http }: Platform, sources: TodaySources): void {
  http.read(getToday, async ({ actor: { tenantId }, db }) => {
    const atMs = nowMs();
    const start = chinaDayStart(chinaDate(atMs));
    const before = new Date(start.getTime() - DAY);
    const [todayHours, yesterdayHours] = await Promise.all([
      sources.hourlyFen(db, tenantId, start, new Date(atMs)),
      sources.hourlyFen(db, tenantId, before, start),
    ]);
    return {
      at: new Date(atMs).toISOString(),
      toShip: await sources.toShip(db, tenantId),
      refundsToHandle: await sources.refundsToHandle(db, tenantId),
      failedRefunds: await sources.failedRefunds(db, tenantId),
      lowStock: await sources.lowStock(db, tenantId),
      differences: await sources.differences(db, tenantId),
      today: await figures(db, tenantId, sources, start, new Date(atMs)),
      yesterday: await figures(db, tenantId, sources, before, new Date(atMs - DAY)),
      hours: todayHours.map((todayFen, hour) => ({ hour, todayFen, yesterdayFen: yesterdayHours[hour] ?? 0 })),
    };
  });
}

async function figures(db: Db, tenantId: number, sources: TodaySources, from: Date, to: Date) {
  const orders = await sources.orders(db, tenantId, from, to);
  return {
    ...orders,
    averageOrderFen: orders.paidOrders > 0 ? Math.round(orders.gmvFen / orders.paidOrders) : 0,
    refundedFen: await sources.refundedFen(db, tenantId, from, to),
  };
}
