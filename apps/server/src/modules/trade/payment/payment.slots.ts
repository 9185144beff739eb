import type { Tx } from '../../../platform/db/index.ts';
import { slot } from '../../../platform/slots.ts';
import type { PaymentRow } from './payment.store.ts';

/** Opens a case about money that came after its order had closed, or when it was paid already, and gives it back whole. */
export type UnwantedMoney = (
  tx: Tx,
  tenantId: number,
  payment: PaymentRow,
  why: 'closed' | 'twice',
) => Promise<unknown>;
export const unwantedMoney = slot<UnwantedMoney>('trade/payment: unwanted money');
