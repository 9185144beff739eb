import { nowMs } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { openAddress } from './customer.service.ts';
import { addressRows } from './customer.store.ts';
import { isSameName, mayHaveNewOwner } from './identity.rules.ts';
import { phoneOwner } from './identity.store.ts';
import { loginCodeRefusals } from './login-code.api.ts';

/** What somebody says to a number that was not proved for long: who got parcels here before, or that this was somebody else. */
export type OwnerProof = { receiver: string } | 'anew';

/**
 * The customer behind a number who is not the one that proves it now, because they say so; null when it is the same person. A carrier
 * gives a number to somebody else after it was unused for three months: then the number alone opens nothing that was bought or written
 * down, the name of a receiver must come with it. Refuses with PHONE_OWNER_UNSURE, RECEIVER_WRONG. `known`: customers that this person is
 * proved to be in another way.
 */
export async function formerOwner(
  tx: Tx,
  secrets: Secrets,
  tenantId: number,
  { phoneMark, proof, known }: { phoneMark: string; proof: OwnerProof | undefined; known: readonly string[] },
): Promise<string | null> {
  const owner = await phoneOwner(tx, tenantId, phoneMark);
  if (!owner || known.includes(owner.customerId) || !mayHaveNewOwner(owner.provedAt.getTime(), nowMs())) return null;
  const addresses = await addressRows(tx, tenantId, owner.customerId);
  if (addresses.length === 0 && owner.orders === 0) return null;
  if (proof === 'anew') return owner.customerId;
  if (proof === undefined) throw loginCodeRefusals.PHONE_OWNER_UNSURE();
  const isKnown = addresses.some((row) => isSameName(openAddress(secrets, tenantId, row).name, proof.receiver));
  if (!isKnown) throw loginCodeRefusals.RECEIVER_WRONG();
  return null;
}
