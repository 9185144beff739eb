import type { Static, TSchema } from 'typebox';
import type { Permission } from './actor.ts';

/** Who may call: anyone (a shopper is recognised when signed in), a signed-in shopper, or staff and app keys with a permission. */
export type Audience = 'anyone' | 'shopper' | Permission | 'staff' | 'platform';

/** One HTTP operation as data: the routes register it and the OpenAPI description shows it. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  operationId: string;
  tag: string;
  summary: string;
  audience: Audience;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** Status and schema of success; null is an empty 204. */
  reply: { status: 200 | 201 | 202; schema: TSchema } | { status: 204; schema: null };
  /** A changing request needs an Idempotency-Key unless repeating it is harmless by nature. */
  repeatable?: boolean;
}

/** Declares an operation, keeping the exact schema types for handlers. */
export const operation = <const O extends Operation>(o: O): O => o;

type In<S> = S extends TSchema ? Static<S> : undefined;
export type ParamsOf<O extends Operation> = In<O['params']>;
export type QueryOf<O extends Operation> = In<O['query']>;
export type BodyOf<O extends Operation> = In<O['body']>;
export type ReplyOf<O extends Operation> = O['reply'] extends { schema: infer S extends TSchema }
  ? Static<S>
  : undefined;
