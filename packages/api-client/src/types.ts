import type { Operations } from './contract.ts';

export type OperationId = keyof Operations;
/** What an operation answers, e.g. `ReplyOf<'getGoods'>`. */
export type ReplyOf<O extends OperationId> = Operations[O]['reply'];
/** One item of a list operation, e.g. `Item<'listGoods'>`. */
export type Item<O extends OperationId> = ReplyOf<O> extends { items: Array<infer T> } ? T : never;
export type BodyOf<O extends OperationId> = Operations[O]['body'];
export type QueryOf<O extends OperationId> = Operations[O]['query'];
export type PathOf<O extends OperationId> = Operations[O]['path'];

/** RFC 9457 problem details as the server sends them. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: Array<{ field: string; message: string }>;
  facts?: Record<string, unknown>;
}
