import { listTerms } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';

/** Names that the merchant keeps of a kind, then some that are usual. */
export function useTermNames(kind: 'brand' | 'unit' | 'service', more: readonly string[]): string[] {
  const own = useAsk(listTerms, { path: { kind } }, { staleTime: 60_000 }).data?.items ?? [];
  return [...new Set([...own.map(({ name }) => name), ...more])];
}
