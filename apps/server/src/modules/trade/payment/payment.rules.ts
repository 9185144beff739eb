import { flow } from '../../../kernel/flow.ts';
import { cutToBytes } from '../../../kernel/text.ts';
import type { PAYMENT_STATES } from './payment.api.ts';

export type PaymentState = (typeof PAYMENT_STATES)[number];
/** late: the money came when nobody wanted it any more; it goes back by itself. */
export const paymentFlow = flow<PaymentState>({
  pending: ['succeeded', 'closed', 'late'],
  closed: ['late'],
  succeeded: [],
  late: [],
});

/** jsapi pays in the mini program, official in WeChat’s browser, h5 in any other, native by a code to scan. */
const METHOD_MARK = { jsapi: 'J', official: 'O', h5: 'H', native: 'N' } as const;
export type Method = keyof typeof METHOD_MARK;

/** What money is owed for: which one of a payee's things, and which of its dues. */
export interface Owing {
  id: string;
  due: string;
}
/** The only due of a thing that is paid at once. */
export const ALL = 'all';

/**
 * out_trade_no, at most 32: one a due and method, because WeChat refuses the same number with another amount, trade type or AppID.
 */
export const tradeNumber = (number: string, due: string, method: Method): string =>
  `${number}${due === ALL ? '' : due.charAt(0).toUpperCase()}${METHOD_MARK[method]}`;

/** What was paid for a thing and not given back, in fen: refunds can never exceed it. */
export const paidAccount = (id: string): string => `paid/${id}`;
/** The account of the outside world that shoppers' money comes from and goes back to. */
export const PAYER = 'world/payer';

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
export const describePayment = (shop: string, titles: string[]): string => {
  const rest = titles.length > 1 ? ` 等 ${titles.length} 种` : '';
  return cutToBytes(`${shop}-${titles[0] ?? '订单'}`, DESCRIPTION_BYTES - Buffer.byteLength(rest)) + rest;
};
