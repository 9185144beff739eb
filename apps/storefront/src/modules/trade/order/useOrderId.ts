import { useAsk } from '@jishi/api-client/react';
import { getOrderOfPayment } from '@jishi/api-client/shop';
import { useParams } from '../../../nav';

/** The order that the page is for: named by its id, or, by a message of WeChat, by the number of its payment. */
export function useOrderId() {
  const { id, merchant_trade_no: number } = useParams('order');
  const { data, error, refetch } = useAsk(getOrderOfPayment, !id && number ? { path: { number } } : null);
  return { id: number ? (id ?? data?.orderId) : (id ?? ''), error, refetch };
}
