import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
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
  const intent = useMemo(
    () => newIntent({ name: options.keepAs && `change/${options.keepAs}`, store: data.keys }),
    [data, options.keepAs],
  );
  const running = useRef(new Map<string, Promise<ReplyOf<O>>>());
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);

  const send = useCallback(
    (input: Input<O> = {} as Input<O>): Promise<ReplyOf<O>> => {
      const content = contentOf(operation, input as LooseInput);
      const same = running.current.get(content);
      if (same) return same;
      const show = (next: (was: State) => State) => isMounted.current && setState(next);
      show((was) => ({ running: was.running + 1, problem: null, unsure: was.unsure }));
      const before = latest.current.inTurn ? last.current : undefined;
      const sent = perform(data, intent, operation, input, latest.current, before).then(
        (reply) => {
          show((was) => ({ running: was.running - 1, problem: null, unsure: false }));
          return reply;
        },
        (error) => {
          const problem = asProblem(error);
          show((was) => ({ running: was.running - 1, problem, unsure: problem.unsure }));
          throw problem;
        },
      );
      const settled = sent.finally(() => running.current.delete(content));
      last.current = settled.catch(() => {});
      running.current.set(content, settled);
      return settled;
    },
    [data, intent, operation],
  );
  const run = useCallback(
    async (input: Input<O> = {} as Input<O>): Promise<boolean> => {
      const isFirst = !running.current.has(contentOf(operation, input as LooseInput));
      try {
        const reply = await send(input);
        if (isFirst) latest.current.onDone?.(reply, input);
        return true;
      } catch (error) {
        const tell = latest.current.onProblem ?? data.onProblem;
        if (isFirst) tell?.(asProblem(error), input);
        return false;
      }
    },
    [data, operation, send],
  );
  return {
    run: run as Change<O>['run'],
    send: send as Change<O>['send'],
    busy: state.running > 0,
    problem: state.problem,
    unsure: state.unsure,
  };
}

async function perform<O extends OperationId>(
  data: Data,
  intent: Intent,
  operation: Operation<O>,
  input: Input<O>,
  { guess, fill, timeoutMs }: ChangeOptions<O>,
  before: Promise<unknown> | undefined,
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
