import { flow } from '../../../kernel/flow.ts';
import type { OrderState } from './order.api.ts';

/**
 * unpaid → paid (WeChat has the money) or closed (time, shopper); paid → shipped, or refunded once every piece is refunded;
 * shipped → received by the shopper or the timer. Money that comes for a closed order goes back by itself.
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
/** What WeChat is to be paid for an order, fen: the rest is paid by purses. */
export const dueFenOf = (head: { total_fen: number; purse_fen: number }): number => head.total_fen - head.purse_fen;
/** What a number stands for that staff have before them: ours, WeChat's for a payment, or the merchant number that begins with ours. */
export function readNumber(text: string): { number: string } | { transactionId: string } {
  if (/^\d{28}$/.test(text)) return { transactionId: text };
  return { number: /^(\d{22})[A-Z]/.exec(text)?.[1] ?? text };
}
