import type { Static, TSchema } from 'typebox';
import type { Permission } from './actor.ts';

/**
 * Who may call: anyone (a shopper is recognised when signed in), a signed-in shopper, or staff and app keys with a permission; `setup`: who
 * comes before there is a shop, so that the operation itself looks at what they bring.
 */
export type Audience = 'anyone' | 'shopper' | Permission | 'staff' | 'platform' | 'setup';

/**
 * How often one asker may ask for something that is dear or asks WeChat: `burst` at once, then `perMinute`. Per address for what
 * anyone may ask, per caller (shopper, staff member, app key; a guest is its address) for the rest.
 */
export interface Limit {
  per: 'address' | 'caller';
  burst: number;
  perMinute: number;
  /** Only refused requests count, e.g. invented codes: many honest people share one address of a telephone company. */
  refusedOnly?: boolean;
}

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
  /** Only for a person who gave their password within the last ten minutes; no program may. */
  confirmed?: true;
  /** Beyond it the answer is 429 with Retry-After. */
  limit?: Limit;
}

/** Declares an operation, keeping the exact schema types for handlers. */
export const operation = <const O extends Operation>(o: O): O => o;

type In<S> = S extends TSchema ? Static<S> : undefined;
export type ParamsOf<O extends Operation> = In<O['params']>;
/** A list always has its limit: the validator puts the default in. */
type Filled<Q> = Q extends { limit?: number } ? Q & { limit: number } : Q;
export type QueryOf<O extends Operation> = Filled<In<O['query']>>;
export type BodyOf<O extends Operation> = In<O['body']>;
export type ReplyOf<O extends Operation> = O['reply'] extends { schema: infer S extends TSchema }
  ? Static<S>
  : undefined;
