import { derivedId } from '../../../kernel/ids.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Platform } from '../../../platform/platform.ts';
import { customerNames } from '../../identity/customer/index.ts';
import { issuing } from './issuing.service.ts';

interface Sending {
  couponId: string;
  customerIds: readonly string[];
  /** The caller's: a repeat gives nothing more. */
  sendingId: string;
}
interface NotSent {
  customerId: string;
  code: string;
  message: string;
}

/** Gives a coupon to each of these customers, through the ledger like every claim; who cannot get it is answered with the reason. */
export async function sendToCustomers(
  platform: Platform,
  tenantId: number,
  { couponId, customerIds, sendingId }: Sending,
): Promise<{ sent: number; refused: NotSent[] }> {
  const { database, ledger } = platform;
  const names = await customerNames(platform, database.forTenant(tenantId), tenantId, [...customerIds]);
  const send = async (customerId: string): Promise<NotSent | null> => {
    if (!names.has(customerId)) return { customerId, code: 'CUSTOMER_NOT_FOUND', message: '没有这位顾客，可能已注销' };
    const id = derivedId('coupon-sent', tenantId, couponId, customerId, sendingId);
    try {
      await ledger.submit(issuing, tenantId, { id, couponId, customerId, origin: 'staff' });
      return null;
    } catch (error) {
      if (error instanceof Refusal) return { customerId, code: error.code, message: error.message };
      throw error;
    }
  };
  const outcomes = await Promise.all(customerIds.map(send));
  const refused = outcomes.filter((outcome) => outcome !== null);
  return { sent: outcomes.length - refused.length, refused };
}
