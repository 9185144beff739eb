import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { Api } from '../client.ts';
import type { KeyStore } from '../intent.ts';
import type { ApiProblem } from '../problem.ts';
import type { Input, LooseInput, Operation, OperationId, Stale } from '../types.ts';

export interface DataOptions {
  api: Api;
  /** `SHOP_STALE` or `ADMIN_STALE`. */
  stale: Stale;
  /** Where keys of changes outlive a page. */
  keys?: KeyStore;
  /** Tells a person of a change that failed, when its `useChange` does not. */
  onProblem?: (problem: ApiProblem) => void;
  /** A hook that says whether the page it is used in can be seen; one that can't asks nothing until it can. Always, when left out. */
  useSeen?: () => boolean;
}

/** What the front end knows of the server: one for the whole program. */
export interface Data extends DataOptions {
  queries: QueryClient;
  /** How many changes are under way that make a read stale, by operation. */
  underWay: Map<string, number>;
  /** Somebody else is signed in, or nobody: what was read is forgotten, and what a page shows now is asked again. */
  forget(): Promise<void>;
}

const DataContext = createContext<Data | null>(null);

/** Retrying is the client's affair alone; being offline is told as a problem, never by silently showing old rows. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: { queries: { networkMode: 'always', retry: false, staleTime: 10_000, refetchOnWindowFocus: true } },
  });

export function makeData(options: DataOptions): Data {
  const queries = makeQueryClient();
  const forget = (): Promise<void> => {
    // Both give up what is on its way. `cancelQueries` would not do: it brings back what was shown before.
    queries.removeQueries({ type: 'inactive' });
    return queries.resetQueries();
  };
  return { ...options, queries, underWay: new Map(), forget };
}

/** Stands around everything that asks the server. */
export function DataProvider({ data, children }: { data: Data; children?: ReactNode }) {
  return createElement(
    QueryClientProvider,
    { client: data.queries },
    createElement(DataContext.Provider, { value: data }, children),
  );
}

/** Only below DataProvider; throws elsewhere. */
export function useData(): Data {
  const data = useContext(DataContext);
  if (!data) throw new Error('useData needs a DataProvider above it');
  return data;
}

/** Whether the page in which this is used can be seen. */
export const useSeen = (): boolean => (useData().useSeen ?? always)();
const always = (): boolean => true;

/** Where the answer to a question is kept; without input, the beginning of all answers of the operation. */
export function keyOf<O extends OperationId>(operation: Operation<O>, input?: Input<O>): readonly unknown[] {
  const asked = question(input);
  return asked ? [operation.id, asked] : [operation.id];
}
/** The same for lists that are read page by page. */
export const pagesKeyOf = <O extends OperationId>(operation: Operation<O>, input?: Input<O>): readonly unknown[] => [
  operation.id,
  'pages',
  question(input) ?? {},
];

/** Only what says something, so that the same question has one key. */
function question({ path, query, body }: LooseInput = {}): Record<string, unknown> | undefined {
  const asked = Object.fromEntries(
    Object.entries({ path, query: query && said(query), body }).filter(([, part]) => part !== undefined),
  );
  return Object.keys(asked).length > 0 ? asked : undefined;
}
function said(query: Record<string, unknown>): Record<string, unknown> | undefined {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** All reads of these operations are asked again: at once where a page shows them, else when one does. */
export async function invalidate(data: Data, operations: readonly string[] | 'all'): Promise<void> {
  if (operations === 'all') return data.forget();
  await Promise.all(operations.map((id) => data.queries.invalidateQueries({ queryKey: [id] })));
}
