import type { Static } from 'typebox';
import { flow } from '../../../kernel/flow.ts';
import type { Quote } from '../pricing/index.ts';
import type { OrderState } from './order.api.ts';

/**
 * unpaid → paid (WeChat has the money) or closed (time, shopper); paid → shipped, or refunded once every piece is refunded;
 * shipped → received by the shopper or the timer. Money that comes for a closed order is refunded by trade/payment.
 */
export const orderFlow = flow<OrderState>({
  unpaid: ['paid', 'closed'],
  paid: ['shipped', 'refunded'],
  shipped: ['received'],
  received: [],
  closed: [],
  refunded: [],
});

/** The chain that holds everything an order needs. */
export const orderChain = (orderId: string): string => `order/${orderId}`;
/** What was paid for an order and not given back, in fen: refunds can never exceed it. */
export const paidAccount = (orderId: string): string => `paid/${orderId}`;
/** The shoppers' money outside of our book. */
export const PAYER = 'world/payer';

export type PricedQuote = Static<typeof Quote>;
