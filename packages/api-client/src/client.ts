import { newKey } from './key.ts';
import { type ApiProblem, aborted, noAnswer, problemOf, timedOut } from './problem.ts';
import { fetchTransport, type Transport, type TransportReply, type TransportRequest } from './transport.ts';
import type { Args, LooseInput, Operation, OperationId, ReplyOf } from './types.ts';

export interface ClientOptions {
  /** Origin of the server without a slash at the end; '' for the page's own. */
  baseUrl: string;
  transport?: Transport;
  /** The current token, if any. */
  token?: () => string | undefined;
  /** How long an answer is waited for, in ms; 15 s when left out, uploads two minutes. */
  timeoutMs?: number;
  /**
   * Asked when the server does not know who asks (401); true: somebody is signed in again, and the request goes out once more. All
   * requests that meet a 401 at the same time share one call. What it calls itself must say `relogin: false`.
   */
  relogin?: () => Promise<boolean>;
  /** Called on every 401 that stays, e.g. to forget the token. */
  onUnauthenticated?: () => void;
  /** Asked when the server wants the password again (CONFIRM_PASSWORD); true: it was given, the request goes out again. */
  confirmPassword?: () => Promise<boolean>;
}

export interface CallOptions {
  /** The answer is no longer wanted: the call rejects with ABORTED and is not repeated. */
  signal?: AbortSignal;
  timeoutMs?: number;
  /** The idempotency key of a change; made for this call when left out. */
  key?: string;
  /** How often it is repeated, with the same key, when no answer came or the server was away. Two for GET, else none. */
  retries?: number;
  /** False: a 401 is told as it is. */
  relogin?: boolean;
}

/** `api(getGoods, { path: { id } })`: asks the server; rejects with ApiProblem and nothing else. */
export type Api = <O extends OperationId>(
  operation: Operation<O>,
  ...args: Args<O, CallOptions>
) => Promise<ReplyOf<O>>;

const TIMEOUT_MS = 15_000;
const UPLOAD_TIMEOUT_MS = 120_000;
const READ_RETRIES = 2;
/** A server that asks for a longer pause than this is told to the person instead. */
const LONGEST_PAUSE_MS = 5_000;

/** Makes the typed client. */
export function createClient(options: ClientOptions): Api {
  let signingIn: Promise<boolean> | undefined;
  const signIn = (): Promise<boolean> => {
    signingIn ??= (options.relogin?.() ?? Promise.resolve(false))
      .catch(() => false)
      .finally(() => {
        signingIn = undefined;
      });
    return signingIn;
  };
  const once = (operation: Operation, input: LooseInput, call: CallOptions, key: string | undefined) =>
    attempt(options, signIn, operation, input, call, key);
  const ask = async (operation: Operation, input: LooseInput = {}, call: CallOptions = {}): Promise<unknown> => {
    const key = operation.method === 'GET' ? undefined : (call.key ?? newKey());
    const retries = call.retries ?? (operation.method === 'GET' ? READ_RETRIES : 0);
    for (let failures = 0; ; failures++) {
      const { reply, problem } = await once(operation, input, call, key);
      if (!problem) return reply?.data;
      const pauseMs = failures < retries ? pauseAfter(failures, problem, reply) : undefined;
      if (pauseMs === undefined) throw problem;
      await pause(pauseMs, call.signal);
    }
  };
  return ask as Api;
}

interface Outcome {
  reply?: TransportReply;
  problem?: ApiProblem;
}

/** Sends once; and once more each after a new sign-in or after the password was given. */
async function attempt(
  options: ClientOptions,
  signIn: () => Promise<boolean>,
  operation: Operation,
  input: LooseInput,
  call: CallOptions,
  key: string | undefined,
): Promise<Outcome> {
  let token = options.token?.();
  const go = () => carry(options, requestOf(options, operation, input, call, key, token), operation, call.signal);
  let outcome = await go();
  if (outcome.problem?.status === 401 && call.relogin !== false && options.relogin) {
    // Somebody else may have signed in while this request was on its way.
    const isNewer = options.token?.() !== undefined && options.token() !== token;
    if (isNewer || (await signIn())) {
      token = options.token?.();
      outcome = await go();
    }
  }
  if (outcome.problem?.code === 'CONFIRM_PASSWORD' && (await options.confirmPassword?.())) outcome = await go();
  if (outcome.problem?.status === 401) options.onUnauthenticated?.();
  return outcome;
}

function requestOf(
  options: ClientOptions,
  operation: Operation,
  input: LooseInput,
  call: CallOptions,
  key: string | undefined,
  token: string | undefined,
): Omit<TransportRequest, 'onStop'> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${token}`;
  if (key) headers['idempotency-key'] = key;
  const upload = input.form ?? input.file;
  return {
    method: operation.method,
    url: options.baseUrl + fill(operation.path, input.path) + queryString(input.query),
    headers,
    body: upload ?? (input.body === undefined ? undefined : JSON.stringify(input.body)),
    timeoutMs: call.timeoutMs ?? (upload ? UPLOAD_TIMEOUT_MS : (options.timeoutMs ?? TIMEOUT_MS)),
  };
}

/** Carries one request and stops waiting for it in time, or when the caller leaves. Never rejects. */
function carry(
  { transport = fetchTransport }: ClientOptions,
  request: Omit<TransportRequest, 'onStop'>,
  operation: Operation,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  if (signal?.aborted) return Promise.resolve({ problem: aborted() });
  return new Promise((resolve) => {
    const listeners: (() => void)[] = [];
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    const stop = (problem: ApiProblem): void => {
      end({ problem });
      for (const listener of listeners) listener();
    };
    const onAbort = (): void => stop(aborted());
    const timer = setTimeout(() => stop(timedOut(operation.method !== 'GET')), request.timeoutMs);
    signal?.addEventListener('abort', onAbort);
    Promise.resolve()
      .then(() => transport({ ...request, onStop: (listener) => listeners.push(listener) }))
      .then(
        (reply) => end(reply.status >= 200 && reply.status < 300 ? { reply } : { reply, problem: problemOf(reply) }),
        () => end({ problem: noAnswer() }),
      );
  });
}

/** How long to wait before the next try, in ms; undefined when a repeat would not help or is too far off. */
function pauseAfter(failures: number, problem: ApiProblem, reply: TransportReply | undefined): number | undefined {
  const isAway = problem.code === 'NETWORK' || [429, 502, 503, 504].includes(problem.status);
  if (!isAway) return undefined;
  const asked = Number(reply?.headers?.['retry-after']);
  const ownMs = 400 * 3 ** failures + Math.random() * 200;
  const waitMs = asked > 0 ? asked * 1000 : ownMs;
  // Without a word about when, asking again would only add to what is too much already.
  if (problem.status === 429 && !(asked > 0)) return undefined;
  return waitMs <= LONGEST_PAUSE_MS ? waitMs : undefined;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(aborted());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort);
  });
}

const fill = (template: string, path: Record<string, unknown> = {}): string =>
  template.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(path[name])));

function queryString(query: Record<string, unknown> = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
}
