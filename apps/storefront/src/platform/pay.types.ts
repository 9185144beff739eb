import type { BodyOf, ReplyOf } from '@jishi/api-client';

/**
 * How a payment ended as far as the device knows, which is a hint: only the server knows. `unclear` means that something went wrong while
 * the shopper may have paid; `left` that another page has taken over.
 */
export type PayOutcome = 'paid-maybe' | 'cancelled' | 'unclear' | 'left';

/** Brings WeChat's payment sheet to the shopper. */
export interface Pay {
  /** The shopper reads a code on this screen with the WeChat of another device; the cashier's page shows it, and nothing is opened here. */
  scans: boolean;
  /** What the server is asked for; `returnTo` is the page's address that WeChat leads back to. */
  request(returnTo: string): BodyOf<'startPayment'>;
  /** Shows what the server made. Where another page takes over, a step back from it leads to `backTo`. Never rejects. */
  open(started: ReplyOf<'startPayment'>, backTo: string): Promise<PayOutcome>;
}
