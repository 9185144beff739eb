import { useEffect, useMemo, useRef, useState } from 'react';
import { contentOf, type Intent, newIntent } from '../intent.ts';
import { type ApiProblem, asProblem } from '../problem.ts';
import type { Input, LooseInput, Operation, OperationId, ReplyOf } from '../types.ts';
import { type Cache, cacheOf, type UndoableCache } from './cache.ts';
import { type Data, invalidate, useData } from './data.ts';

export interface ChangeOptions<O extends OperationId> {
  /** What pages may show at once; undone when the server refuses. */
  guess?: (cache: Cache, input: Input<O>) => void;
  /** Where the answer belongs among what was read; it is not asked again then. */
  fill?: (cache: Cache, reply: ReplyOf<O>, input: Input<O>) => void;
  onDone?: (reply: ReplyOf<O>, input: Input<O>) => void;
  /** Tells the person; in place of the program's own way. */
  onProblem?: (problem: ApiProblem, input: Input<O>) => void;
  /** The idempotency key survives the page, under this name: for what must not happen twice, e.g. `refund/<order>`. */
  keepAs?: string;
  /** One after the other, in the order of the calls; otherwise changes of different content run side by side. */
  inTurn?: boolean;
  timeoutMs?: number;
}
type RunArgs<O extends OperationId> = Record<string, never> extends Input<O> ? [input?: Input<O>] : [input: Input<O>];

export interface Change<O extends OperationId> {
  /** Sends; true when it is done, false when not, and then the person was told. Never rejects. */
  run(...args: RunArgs<O>): Promise<boolean>;
  /** Sends; gives the answer, or rejects with ApiProblem and tells nobody. For work of several steps. */
  send(...args: RunArgs<O>): Promise<ReplyOf<O>>;
  /** Something is under way. */
  busy: boolean;
  /** Why the last one failed; null while another runs. */
  problem: ApiProblem | null;
  /** The last one may have taken effect, though no answer came. The same content sent again takes effect once. */
  unsure: boolean;
}
interface State {
  running: number;
  problem: ApiProblem | null;
  unsure: boolean;
}

/**
 * A change, with everything that goes with it: one idempotency key until the answer is known, no second run of the same content beside
 * the first, what it makes stale asked again (also when no answer came, since then the truth must be read), problems told.
 */
export function useChange<O extends OperationId>(operation: Operation<O>, options: ChangeOptions<O> = {}): Change<O> {
  const data = useData();
  const latest = useRef(options);
  latest.current = options;
  const [state, setState] = useState<State>({ running: 0, problem: null, unsure: false });
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  const sender = useMemo(() => {
    const show = (next: (was: State) => State): void => {
      if (isMounted.current) setState(next);
    };
    return senderOf(data, operation, options.keepAs, latest, show);
  }, [data, operation, options.keepAs]);
  return {
    run: sender.run as Change<O>['run'],
    send: sender.send as Change<O>['send'],
    busy: state.running > 0,
    problem: state.problem,
    unsure: state.unsure,
  };
}

/** Sends for as long as the component lives; `show` is told how things stand. */
function senderOf<O extends OperationId>(
  data: Data,
  operation: Operation<O>,
  keepAs: string | undefined,
  latest: { readonly current: ChangeOptions<O> },
  show: (next: (was: State) => State) => void,
) {
  const intent = newIntent({ name: keepAs && `change/${keepAs}`, store: data.keys });
  const running = new Map<string, Promise<ReplyOf<O>>>();
  let last: Promise<unknown> = Promise.resolve();
  const attempt = async (input: Input<O>, content: string): Promise<ReplyOf<O>> => {
    show((was) => ({ running: was.running + 1, problem: null, unsure: was.unsure }));
    try {
      const reply = await perform(data, intent, operation, input, latest.current, latest.current.inTurn ? last : null);
      show((was) => ({ running: was.running - 1, problem: null, unsure: false }));
      return reply;
    } catch (error) {
      const problem = asProblem(error);
      show((was) => ({ running: was.running - 1, problem, unsure: problem.unsure }));
      throw problem;
    } finally {
      running.delete(content);
    }
  };
  const send = (input: Input<O> = {} as Input<O>): Promise<ReplyOf<O>> => {
    const content = contentOf(operation, input as LooseInput);
    const same = running.get(content);
    if (same) return same;
    const sent = attempt(input, content);
    running.set(content, sent);
    last = sent.catch(() => {});
    return sent;
  };
  const run = async (input: Input<O> = {} as Input<O>): Promise<boolean> => {
    const isFirst = !running.has(contentOf(operation, input as LooseInput));
    const outcome = await send(input).then(
      (reply) => ({ reply }),
      (error) => ({ problem: asProblem(error) }),
    );
    const isDone = 'reply' in outcome;
    if (isFirst && isDone) latest.current.onDone?.(outcome.reply, input);
    if (isFirst && !isDone) (latest.current.onProblem ?? data.onProblem)?.(outcome.problem, input);
    return isDone;
  };
  return { run, send };
}

async function perform<O extends OperationId>(
  data: Data,
  intent: Intent,
  operation: Operation<O>,
  input: Input<O>,
  { guess, fill, timeoutMs }: ChangeOptions<O>,
  before: Promise<unknown> | null,
): Promise<ReplyOf<O>> {
  const stale = data.stale[operation.id] ?? [];
  const reads: readonly string[] = stale === 'all' ? [] : stale;
  const cache = cacheOf(data);
  count(data, reads, 1);
  guess?.(cache, input);
  try {
    // Not sent before the one it follows has its answer; what pages show changes at once.
    await before;
    const reply = await intent.send(data.api, operation, ...([input, { timeoutMs }] as never));
    count(data, reads, -1);
    settle(data, stale, fill ? (filled) => fill(filled, reply, input) : undefined);
    return reply;
  } catch (error) {
    count(data, reads, -1);
    cache.undo();
    const problem = asProblem(error);
    // A refusal about what the person typed says nothing new of what was read.
    if (![400, 413, 422, 429].includes(problem.status) && stale !== 'all') settle(data, stale);
    throw problem;
  }
}

/** Fills in the answer and asks again for the rest; what another change will touch too is left until that one has its answer. */
function settle(data: Data, stale: readonly string[] | 'all', fill?: (cache: UndoableCache) => void): void {
  if (stale === 'all') return void data.forget();
  const free = stale.filter((id) => !data.underWay.get(id));
  const cache = cacheOf(data);
  if (free.length === stale.length) fill?.(cache);
  void invalidate(
    data,
    free.filter((id) => !cache.written.has(id)),
  );
}

function count({ underWay }: Data, reads: readonly string[], by: number): void {
  for (const id of reads) underWay.set(id, (underWay.get(id) ?? 0) + by);
}

/**
 * Sends changes of any operation, for work of several steps: each content with one key until its answer is known, and what it makes
 * stale is asked again. Rejects with ApiProblem and tells nobody.
 */
export function useChanges(keepAs?: string) {
  const data = useData();
  return useMemo(() => {
    const intent = newIntent({ name: keepAs && `change/${keepAs}`, store: data.keys });
    return <O extends OperationId>(operation: Operation<O>, ...[input]: RunArgs<O>): Promise<ReplyOf<O>> =>
      perform(data, intent, operation, input ?? ({} as Input<O>), {}, null);
  }, [data, keepAs]);
}
