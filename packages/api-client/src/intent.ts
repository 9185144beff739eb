import type { Api, CallOptions } from './client.ts';
import { newKey } from './key.ts';
import { asProblem } from './problem.ts';
import type { Args, Input, LooseInput, Operation, OperationId, ReplyOf } from './types.ts';

/** Where keys outlive a page, e.g. the browser's session storage. Its functions may throw; then keys live as long as the page. */
export interface KeyStore {
  read(name: string): string | null | undefined;
  write(name: string, text: string): void;
  remove(name: string): void;
}
export interface IntentOptions {
  /** What is meant, e.g. `refund/<order>`: the same after a reload. Needs a store. */
  name?: string;
  store?: KeyStore;
}

/**
 * What a person means to do once, however often it must be sent. The same content gets the same idempotency key until the server's
 * answer is known; other content gets another.
 */
export interface Intent {
  keyFor<O extends OperationId>(operation: Operation<O>, input: Input<O>): string;
  /** Says that the answer is known: the same content means another change from now on. */
  close<O extends OperationId>(operation: Operation<O>, input: Input<O>): void;
  /** Whether something was sent whose answer is not known. */
  readonly unsure: boolean;
  /** Sends with the intent's key, and closes it when the answer is final. Rejects with ApiProblem. */
  send<O extends OperationId>(api: Api, operation: Operation<O>, ...args: Args<O, CallOptions>): Promise<ReplyOf<O>>;
}

/** Shorter than the day for which the server keeps its answers, and long enough for a person who comes back. */
const KEPT_MS = 60 * 60_000;
type Keys = Record<string, [key: string, sinceMs: number]>;

export function newIntent(options: IntentOptions = {}): Intent {
  const keys = restore(options);
  const keep = (): void => {
    if (!options.name || !options.store) return;
    try {
      if (Object.keys(keys).length === 0) options.store.remove(options.name);
      else options.store.write(options.name, JSON.stringify(keys));
    } catch {
      // A full or forbidden storage: the key lives as long as the page.
    }
  };
  const keyFor = (operation: Operation, input: LooseInput): string => {
    const content = contentOf(operation, input);
    const [known, sinceMs] = keys[content] ?? [];
    if (known && sinceMs && Date.now() - sinceMs < KEPT_MS) return known;
    const key = newKey();
    keys[content] = [key, Date.now()];
    keep();
    return key;
  };
  const close = (operation: Operation, input: LooseInput): void => {
    delete keys[contentOf(operation, input)];
    keep();
  };
  const send = async (api: Api, operation: Operation, input: LooseInput = {}, call: CallOptions = {}) => {
    try {
      const reply = await api(operation, input as never, { ...call, key: keyFor(operation, input) });
      close(operation, input);
      return reply;
    } catch (error) {
      if (!asProblem(error).unsure) close(operation, input);
      throw error;
    }
  };
  return {
    keyFor,
    close,
    send: send as Intent['send'],
    get unsure() {
      return Object.keys(keys).length > 0;
    },
  };
}

function restore({ name, store }: IntentOptions): Keys {
  if (!name || !store) return {};
  try {
    const kept: Keys = JSON.parse(store.read(name) ?? '{}');
    return Object.fromEntries(Object.entries(kept).filter(([, [, sinceMs]]) => Date.now() - sinceMs < KEPT_MS));
  } catch {
    return {};
  }
}

/** A mark of what is sent: two contents never share one in practice, and nobody can read the content from it. */
export function contentOf({ id }: Operation, { path, query, body, form, file }: LooseInput): string {
  return `${id}/${digest(JSON.stringify([path, query, body, file, form && nameOf(form)], sorted))}`;
}

/** The same content whichever field was filled in first. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A form cannot be looked into at once: the same object is the same content. */
const formNames = new WeakMap<FormData, string>();
function nameOf(form: FormData): string {
  const name = formNames.get(form) ?? newKey();
  formNames.set(form, name);
  return name;
}

/** 53 bits of a text (cyrb53, public domain). Not for secrets. */
function digest(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
