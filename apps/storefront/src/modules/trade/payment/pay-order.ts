import { api } from '../../../api/client';
import { pay } from '../../../platform/pay';
import type { PayOutcome } from '../../../platform/pay.types';
import { addressOf } from '../../../routes';

/** Brings up the payment of an order. Rejects with ApiProblem when the server has none to offer. */
export async function payOrder(id: string): Promise<PayOutcome> {
  return pay.open(await api.startPayment({ path: { id }, body: pay.request(addressOf('result', { id })) }));
}
