import { chinaDate, chinaDayStart, DAY, nowMs } from '../../../kernel/clock.ts';
import type { Platform } from '../../../platform/platform.ts';
import { salesByDay } from '../../trade/order/index.ts';
import { getTrends } from './trends.api.ts';
import { daysFrom, usualRange } from './trends.rules.ts';

const USUAL_DAYS = 56;

/** Sales by day. Today is left out: it is not over, and would look like a bad day. */
export function registerTrends({ http }: Platform): void {
  http.read(getTrends, async ({ actor: { tenantId }, query: { days: span = 30 }, db }) => {
    const end = chinaDayStart(chinaDate(nowMs()));
    const dayBefore = (days: number) => chinaDate(end.getTime() - days * DAY);
    const first = Math.max(span * 2, span + USUAL_DAYS);
    const sold = await salesByDay(db, tenantId, chinaDayStart(dayBefore(first)), end);
    const byDay = new Map(sold.map((one) => [one.day, one]));
    const daysOf = (begin: string, count: number) =>
      daysFrom(begin, count).map((day) => byDay.get(day) ?? { day, gmvFen: 0, orders: 0 });
    const days = daysOf(dayBefore(span), span);
    const before = sums(daysOf(dayBefore(span * 2), span));
    return {
      days,
      ...sums(days),
      beforeFen: before.gmvFen,
      beforeOrders: before.orders,
      usual: usualRange(daysOf(dayBefore(span + USUAL_DAYS), USUAL_DAYS).map(({ gmvFen }) => gmvFen)),
    };
  });
}

const sums = (days: { gmvFen: number; orders: number }[]) => ({
  gmvFen: days.reduce((sum, { gmvFen }) => sum + gmvFen, 0),
  orders: days.reduce((sum, { orders }) => sum + orders, 0),
});
