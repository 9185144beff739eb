import { flow } from '../../../kernel/flow.ts';
import { cutToBytes } from '../../../kernel/text.ts';
import type { PAYMENT_STATES } from './payment.api.ts';

export type PaymentState = (typeof PAYMENT_STATES)[number];
/** late: the money came when the order no longer wanted it; it goes back by itself. */
export const paymentFlow = flow<PaymentState>({
  pending: ['succeeded', 'closed', 'late'],
  closed: ['late'],
  succeeded: [],
  late: [],
});

/** jsapi pays in the mini program, official in WeChat’s browser, h5 in any other, native by a code to scan. */
const METHOD_MARK = { jsapi: 'J', official: 'O', h5: 'H', native: 'N' } as const;
export type Method = keyof typeof METHOD_MARK;

/** out_trade_no: one a method, because WeChat refuses the same number with another trade type or AppID. */
export const tradeNumber = (orderNumber: string, method: Method): string => `${orderNumber}${METHOD_MARK[method]}`;

/** The AppID a payment is placed with: openids and signatures in WeChat's browser are the official account's. */
export const appidFor = <A extends { appid: string; officialAppid: string | null }>(
  account: A,
  method: string,
): string | null => (method === 'official' ? account.officialAppid : account.appid);

/** In WeChat's own windows, where the payer is known by an openid. */
export const paysByOpenid = (method: string): boolean => method === 'jsapi' || method === 'official';

/** WeChat counts bytes here, a Han character as three, although its page says characters. */
const DESCRIPTION_BYTES = 127;
/** What goes on a payment sheet; how many kinds there are stays readable when the first title is long. */
export const describeOrder = (shop: string, titles: string[]): string => {
  const rest = titles.length > 1 ? ` 等 ${titles.length} 种` : '';
  return cutToBytes(`${shop}-${titles[0] ?? '订单'}`, DESCRIPTION_BYTES - Buffer.byteLength(rest)) + rest;
};
