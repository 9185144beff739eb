import { DAY } from '../../../kernel/clock.ts';
import type { CouponRule } from './coupon.api.ts';

/** What a shopper has paid for so far. */
export interface Bought {
  orders: number;
  lastPaidAtMs: number | null;
}
type History = NonNullable<CouponRule['history']>;

export function historyText({ is, n }: History): string {
  if (is === 'first') return '仅限首单使用';
  return is === 'nth' ? `仅限第 ${n} 单使用` : `上次付款满 ${n} 天后可用`;
}

/** Why the order that is asked for is not the one that the rule means; null: it is. Orders count when they are paid. */
export function historyTrouble({ is, n }: History, { orders, lastPaidAtMs }: Bought, atMs: number): string | null {
  if (is === 'first') return orders === 0 ? null : historyText({ is, n });
  if (is === 'nth') return orders + 1 === n ? null : `${historyText({ is, n })}，这是第 ${orders + 1} 单`;
  if (lastPaidAtMs === null) return `${historyText({ is, n })}，还没有付过款`;
  const days = Math.ceil((lastPaidAtMs + n * DAY - atMs) / DAY);
  return days <= 0 ? null : `${historyText({ is, n })}，还差 ${days} 天`;
}
