import { type Api, type CallOptions, type ClientOptions, createClient as createApi } from './client.ts';
import { OPERATIONS } from './contract.ts';
import type { Input, Operation, OperationId, ReplyOf } from './types.ts';

type WithKey<O extends OperationId> = Input<O> & { idempotencyKey?: string };
type LegacyArgs<O extends OperationId> =
  Record<string, never> extends Input<O> ? [input?: WithKey<O>] : [input: WithKey<O>];
/** One method an operation: `client.getGoods({ path: { id } })`. It goes when both front ends call operations by their constants. */
export type Client = Api & { [O in OperationId]: (...args: LegacyArgs<O>) => Promise<ReplyOf<O>> };

/** Makes the typed client: callable with an operation, and for now also with a method for each. */
export function createClient(options: ClientOptions): Client {
  const api = createApi(options);
  return new Proxy(api as Client, {
    get: (_target, id) => {
      const entry = typeof id === 'string' ? OPERATIONS[id as OperationId] : undefined;
      if (!entry) return undefined;
      const operation = { id, method: entry[0], path: entry[1] } as Operation;
      return ({ idempotencyKey, ...input }: WithKey<OperationId> = {} as never) => {
        const call: CallOptions = idempotencyKey ? { key: idempotencyKey } : {};
        return api(operation, input as never, call);
      };
    },
  });
}
