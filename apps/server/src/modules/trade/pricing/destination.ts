import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { openDelivery, type SealedDelivery } from '../../identity/customer/index.ts';
import { nearestCode } from '../../identity/region/index.ts';

/** The region of a sealed address: its own code, or that of the smallest known region around it; null: none is known. */
export function destinationOf(
  secrets: Secrets,
  of: { tenantId: number; customerId: string },
  { sealed }: Pick<SealedDelivery, 'sealed'>,
): string | null {
  const { regionCode, ...place } = openDelivery(secrets, of, sealed);
  return regionCode || nearestCode(place);
}
