import type { Operations } from './contract.ts';

export type OperationId = keyof Operations;
/** What an operation answers, e.g. `ReplyOf<'getGoods'>`. */
export type ReplyOf<O extends OperationId> = Operations[O]['reply'];
/** One item of a list operation, e.g. `Item<'listGoods'>`. */
export type Item<O extends OperationId> = ReplyOf<O> extends { items: Array<infer T> } ? T : never;
export type BodyOf<O extends OperationId> = Operations[O]['body'];
export type QueryOf<O extends OperationId> = Operations[O]['query'];
export type PathOf<O extends OperationId> = Operations[O]['path'];

/** One operation of the API as data; the constants of `shop.ts`, `admin.ts` and `app.ts`. */
export interface Operation<O extends OperationId = OperationId> {
  readonly id: O;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its parameters in braces. */
  readonly path: string;
}

type Given<K extends string, T> = [T] extends [undefined]
  ? { [P in K]?: undefined }
  : undefined extends T
    ? { [P in K]?: T }
    : { [P in K]: T };
type OptionalWhenEmpty<K extends string, T> = [T] extends [undefined]
  ? { [P in K]?: undefined }
  : Record<string, never> extends T
    ? { [P in K]?: T }
    : { [P in K]: T };
/** A file that lies on the device, for platforms that upload by its path. */
export interface LocalFile {
  filePath: string;
  /** Name of the form's field; `file` when left out. */
  field?: string;
}
/** What an operation is asked with. */
export type Input<O extends OperationId> = Given<'path', PathOf<O>> &
  OptionalWhenEmpty<'query', QueryOf<O>> &
  Given<'body', BodyOf<O>> & {
    /** For uploads in a browser, in place of a JSON body. */
    form?: FormData;
    /** For uploads in a mini program. */
    file?: LocalFile;
  };
/** An operation that needs no input may be called without. */
export type Args<O extends OperationId, Options> =
  Record<string, never> extends Input<O> ? [input?: Input<O>, options?: Options] : [input: Input<O>, options?: Options];
/** The same as it is at run time, whatever the operation. */
export interface LooseInput {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  form?: FormData;
  file?: LocalFile;
}

/** For each changing operation: what was read before and may be otherwise now. `all`: somebody else is signed in, or nobody. */
export type Stale = Readonly<Record<string, readonly OperationId[] | 'all'>>;
/** A new operation fails the type check until it is named, with an empty list when nothing that is read shows it. */
export type StaleBy<Change extends string> = Readonly<Record<Change, readonly OperationId[] | 'all'>>;

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
