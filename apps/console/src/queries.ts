import { ApiProblem } from '@jishi/api-client';
import { QueryClient } from '@tanstack/react-query';

/** A refusal is final; only a lost connection or a stumbling server is worth asking again, twice. */
const worthRetry = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500);

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // Being offline is told as a problem with a way to retry, never by silently showing old rows.
      queries: { networkMode: 'always', retry: worthRetry, staleTime: 10_000, refetchOnWindowFocus: true },
    },
  });
