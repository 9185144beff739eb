import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Chain } from '../../../platform/ledger/index.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { slot } from '../../../platform/slots.ts';

/** Two customers turned out to be one person. */
export interface Join {
  tenantId: number;
  from: string;
  into: string;
}
/**
 * What a module keeps of a customer under `customer_id`, and how it goes over to another one. May come twice with the same customers: what
 * was written meanwhile goes over then. A test holds every table with a `customer_id` to this.
 */
export interface Belongings {
  tables: readonly string[];
  move(tx: Tx, join: Join, secrets: Secrets): Promise<unknown>;
  /** Deletes what nobody needs when the customer leaves. Without it rows stay, under an id that stands for nobody. */
  erase?(tx: Tx, tenantId: number, customerId: string): Promise<unknown>;
  /**
   * What goes over in the ledger from all of these customers, read before anything moves. All chains are posted together, because a
   * transaction locks accounts once; an id names the amounts too, so that the same join may come again with more.
   */
  chains?(tx: Tx, joins: { tenantId: number; from: readonly string[]; into: string }): Promise<readonly Chain[]>;
}
export const belongings = slot<Belongings>('identity/customer: what a customer has');

/** Somebody new came. In the transaction that makes the customer, so what takes longer is a job. */
export const newcomer = slot<(tx: Tx, tenantId: number, customerId: string) => Promise<unknown>>(
  'identity/customer: somebody new',
);

/** What a customer who leaves would lose or leave undone: a sentence that says it to them, or null. */
export const unfinished = slot<(db: Db, tenantId: number, customerId: string) => Promise<string | null>>(
  'identity/customer: what is unfinished',
);
