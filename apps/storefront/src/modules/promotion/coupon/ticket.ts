import type { Item, ReplyOf } from '@jishi/api-client';
import { chinaTime } from '../../trade/order/states';

export type Offered = Item<'listCoupons'>;
export type Held = Item<'listMyCoupons'>;
type Ticket = Pick<Offered, 'kind' | 'offFen' | 'payPercent' | 'capFen' | 'thresholdFen'>;
export type Standing = ReplyOf<'getCoupon'>['standing'];

/** What stands large on a ticket: fen off, or words. */
export const offOf = ({ kind, offFen, payPercent, capFen }: Ticket): number | string =>
  kind === 'exchange'
    ? '兑换'
    : kind === 'percent'
      ? `${(payPercent ?? 100) / 10} 折`
      : kind === 'fixed'
        ? (offFen ?? 0)
        : (capFen ?? '免运费');

export const conditionOf = ({ thresholdFen }: Ticket): string =>
  thresholdFen > 0 ? `满 ${thresholdFen / 100} 元可用` : '无门槛';

/** Why a coupon cannot be claimed; undefined when it can, or is held already. */
export function troubleOf({ standing, claimFrom }: Pick<Offered, 'standing' | 'claimFrom'>): string | undefined {
  if (standing === 'soon') return claimFrom ? `${chinaTime(claimFrom).slice(5)} 开始领取` : '即将开始';
  const words: Partial<Record<Standing, string>> = {
    took: '已领过',
    out: '已领完',
    over: '已结束',
    newcomers: '仅限没有在本店付过款的新客',
    handed: '由店铺发放，不能自己领取',
    code: '凭兑换码领取，在「我的优惠券」输入',
  };
  return words[standing];
}

const SECOND_MS = 1000;
/** The last minute of a coupon, or its last day when that is a whole one: `until` is the first instant at which it is over. */
const lastMinute = (until: string): string =>
  chinaTime(new Date(Date.parse(until) - SECOND_MS).toISOString()).replace(/ 23:59$/, '');

/** When a coupon that somebody holds can be used. */
export const windowText = ({ from, until }: Pick<Held, 'from' | 'until'>, now: number): string =>
  Date.parse(from) > now ? `${chinaTime(from)} 起可用` : `有效期至 ${lastMinute(until)}`;

/** Why a coupon that somebody holds cannot be used now; undefined when it can. */
export function heldTrouble(
  { state, from, until, voidReason = null }: Pick<Held, 'state' | 'from' | 'until'> & Partial<Pick<Held, 'voidReason'>>,
  now: number,
): string | undefined {
  const words: Partial<Record<Held['state'], string>> = {
    locked: '已用于待付款的订单',
    used: '已使用',
    expired: '已过期',
    voided: voidReason ? `已被店铺作废：${voidReason}` : '已被店铺作废',
  };
  if (words[state]) return words[state];
  return Date.parse(until) <= now ? '已过期' : Date.parse(from) > now ? windowText({ from, until }, now) : undefined;
}
