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

const METHOD_MARK = { jsapi: 'J', h5: 'H', native: 'N' } as const;
export type Method = keyof typeof METHOD_MARK;

/** out_trade_no: one a method, because WeChat refuses the same number with another trade type. */
export const tradeNumber = (orderNumber: string, method: Method): string => `${orderNumber}${METHOD_MARK[method]}`;

/** WeChat counts bytes here, a Han character as three, although its page says characters. */
const DESCRIPTION_BYTES = 127;
/** What goes on a payment sheet; how many kinds there are stays readable when the first title is long. */
export const describeOrder = (shop: string, titles: string[]): string => {
  const rest = titles.length > 1 ? ` 等 ${titles.length} 种` : '';
  return cutToBytes(`${shop}-${titles[0] ?? '订单'}`, DESCRIPTION_BYTES - Buffer.byteLength(rest)) + rest;
};
