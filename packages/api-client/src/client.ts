import { OPERATIONS } from './contract.ts';
import type { BodyOf, OperationId, PathOf, Problem, QueryOf, ReplyOf } from './types.ts';

export interface TransportRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | FormData | undefined;
}
export interface TransportReply {
  status: number;
  /** Parsed JSON; undefined for an empty body. */
  data: unknown;
}
/** Carries one request; rejects only when no answer came at all. A mini program gives one over its own `request`. */
export type Transport = (request: TransportRequest) => Promise<TransportReply>;

export interface ClientOptions {
  /** Origin of the server without a slash at the end; '' for the page's own. */
  baseUrl: string;
  transport?: Transport;
  /** The current token, if any. */
  token?: () => string | undefined;
  /** Called on every 401, e.g. to forget the token. */
  onUnauthenticated?: () => void;
  /** Asked when the server wants the password again (CONFIRM_PASSWORD); true: it was given, the request goes out again. */
  confirmPassword?: () => Promise<boolean>;
}

/** The server refused; `code` is stable, `message` is a sentence for a person. Code NETWORK means that no answer came. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem | null;
  constructor(status: number, code: string, message: string, problem: Problem | null) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
  /** Messages by field, for a form. */
  get fields(): Record<string, string> {
    return Object.fromEntries((this.problem?.errors ?? []).map((e) => [e.field, e.message]));
  }
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
export type Input<O extends OperationId> = Given<'path', PathOf<O>> &
  OptionalWhenEmpty<'query', QueryOf<O>> &
  Given<'body', BodyOf<O>> & {
    /** Repeat with the same key to repeat safely; made for you when left out. */
    idempotencyKey?: string;
    /** For uploads, in place of a JSON body. */
    form?: FormData;
  };
type Args<O extends OperationId> = Record<string, never> extends Input<O> ? [input?: Input<O>] : [input: Input<O>];

/** One method an operation of the OpenAPI description: `client.getGoods({ path: { id } })`. */
export type Client = { [O in OperationId]: (...args: Args<O>) => Promise<ReplyOf<O>> };

interface LooseInput {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  form?: FormData;
  idempotencyKey?: string;
}

/** Makes the typed client. Throws nothing; its methods reject with ApiProblem. */
export function createClient(options: ClientOptions): Client {
  const transport = options.transport ?? fetchTransport;
  const call = async (id: OperationId, input: LooseInput = {}): Promise<unknown> => {
    const [method, template] = OPERATIONS[id];
    const request = {
      method,
      url: options.baseUrl + fill(template, input.path) + queryString(input.query),
      headers: headers(method, input, options.token?.()),
      body: input.form ?? (input.body === undefined ? undefined : JSON.stringify(input.body)),
    };
    let reply = await send(transport, request);
    if (reply.status === 403 && problemOf(reply).code === 'CONFIRM_PASSWORD' && (await options.confirmPassword?.()))
      reply = await send(transport, request);
    if (reply.status >= 200 && reply.status < 300) return reply.data;
    if (reply.status === 401) options.onUnauthenticated?.();
    throw problemOf(reply);
  };
  return new Proxy({} as Client, {
    get: (_target, id) =>
      typeof id === 'string' && id in OPERATIONS ? (input?: LooseInput) => call(id as OperationId, input) : undefined,
  });
}

async function send(transport: Transport, request: TransportRequest): Promise<TransportReply> {
  try {
    return await transport(request);
  } catch {
    throw new ApiProblem(0, 'NETWORK', '网络连接失败，请检查网络后重试，您的内容没有丢失', null);
  }
}

function headers(method: string, input: LooseInput, token: string | undefined): Record<string, string> {
  const made: Record<string, string> = { accept: 'application/json' };
  if (input.body !== undefined) made['content-type'] = 'application/json';
  if (token) made.authorization = `Bearer ${token}`;
  if (method !== 'GET') made['idempotency-key'] = input.idempotencyKey ?? newKey();
  return made;
}

const fill = (template: string, path: Record<string, unknown> = {}): string =>
  template.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(path[name])));

function queryString(query: Record<string, unknown> = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
}

function problemOf(reply: TransportReply): ApiProblem {
  const body = reply.data as Partial<Problem> | undefined;
  if (body && typeof body.code === 'string')
    return new ApiProblem(reply.status, body.code, body.detail ?? body.title ?? body.code, body as Problem);
  return new ApiProblem(reply.status, 'UNEXPECTED', '服务暂时不可用，请稍后重试', null);
}

const newKey = (): string => {
  let key = Date.now().toString(36);
  while (key.length < 28) key += Math.random().toString(36).slice(2);
  return key.slice(0, 28);
};

const fetchTransport: Transport = async ({ method, url, headers, body }) => {
  const reply = await fetch(url, { method, headers, body, credentials: 'same-origin' });
  const text = await reply.text();
  return {
    status: reply.status,
    data: text && /json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined,
  };
};
