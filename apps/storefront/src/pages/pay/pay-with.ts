import { api } from '../../api/client';

export type PayOutcome = 'left' | 'paid-maybe' | 'cancelled';

/** In a browser WeChat's page takes over and comes back to the result page. Rejects with ApiProblem. */
export async function payWith(orderId: string): Promise<PayOutcome> {
  const returnTo = `${location.origin}/pages/result/index?id=${orderId}`;
  const { state, url } = await api.startPayment({ path: { id: orderId }, body: { method: 'h5', returnTo } });
  if (state === 'succeeded' || !url) return 'paid-maybe';
  location.href = url;
  return 'left';
}
