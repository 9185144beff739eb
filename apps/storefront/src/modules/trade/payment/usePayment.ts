import { asProblem } from '@jishi/api-client';
import { useData } from '@jishi/api-client/react';
import { startPayment } from '@jishi/api-client/shop';
import { useState } from 'react';
import { replace } from '../../../nav';
import { toast } from '../../../parts/toast';
import { pay } from '../../../platform/pay';
import { addressOf } from '../../../routes';
import { useNotices } from '../../identity/notice/useNotices';

/** Where the shopper stands when a payment was not made. */
type Retry = 'here' | 'cashier';

/**
 * Brings up the payment of an order. Whatever may have been paid leads to the result page, which asks the server; what was not paid leaves
 * the shopper at the cashier's.
 */
export function usePayment(): { busy: boolean; begin: (id: string, retry: Retry) => Promise<void> } {
  const { api, queries } = useData();
  const notices = useNotices();
  const [busy, setBusy] = useState(false);
  const stay = (id: string, retry: Retry) => retry === 'cashier' && replace('pay', { id });
  const begin = async (id: string, retry: Retry): Promise<void> => {
    if (pay.scans) return replace('pay', { id });
    setBusy(true);
    try {
      const started = await api(startPayment, {
        path: { id },
        body: pay.request(addressOf('result', { id })),
      });
      const outcome = await pay.open(started, addressOf('pay', { id }));
      // WeChat lets a shop ask right after its payment sheet has closed.
      if (outcome === 'paid-maybe') await notices.ask('paid');
      if (outcome === 'paid-maybe' || outcome === 'unclear') replace('result', { id });
      if (outcome === 'cancelled') {
        toast('还没有付款，可以再试一次');
        await notices.ask('unpaid');
        stay(id, retry);
      }
    } catch (error) {
      toast(asProblem(error).message);
      stay(id, retry);
    } finally {
      await queries.invalidateQueries({ queryKey: ['getOrder'] });
      setBusy(false);
    }
  };
  return { busy, begin };
}
