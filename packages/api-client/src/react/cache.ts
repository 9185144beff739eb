import type { InfiniteData } from '@tanstack/react-query';
import type { Input, Item, Operation, OperationId, ReplyOf } from '../types.ts';
import { type Data, keyOf, pagesKeyOf } from './data.ts';

/** What a change may write of what pages show, before the server has said so (and is undone by itself) or from its answer. */
export interface Cache {
  /** Replaces an answer that was read; does nothing where none was. */
  update<O extends OperationId>(
    operation: Operation<O>,
    input: Input<O>,
    next: (was: ReplyOf<O>) => ReplyOf<O> | undefined,
  ): void;
  /** Puts an answer, whether one was read or not. */
  put<O extends OperationId>(operation: Operation<O>, input: Input<O>, reply: ReplyOf<O>): void;
  /** Replaces items of all lists of an operation that were read page by page; undefined takes the item out. */
  updateItems<O extends OperationId>(operation: Operation<O>, next: (item: Item<O>) => Item<O> | undefined): void;
}

interface Page<T> {
  items: T[];
  next: string | null;
}

/** A cache that remembers what it has replaced. */
export interface UndoableCache extends Cache {
  undo(): void;
  /** The operations whose answers were written. */
  readonly written: ReadonlySet<string>;
}

export function cacheOf({ queries }: Data): UndoableCache {
  const before: [key: readonly unknown[], was: unknown][] = [];
  const written = new Set<string>();
  const write = (key: readonly unknown[], value: unknown): void => {
    // An older answer that is still on its way must not come in between.
    void queries.cancelQueries({ queryKey: key });
    before.unshift([key, queries.getQueryData(key)]);
    written.add(String(key[0]));
    queries.setQueryData(key, value);
  };
  return {
    written,
    update: (operation, input, next) => {
      const key = keyOf(operation, input);
      const was = queries.getQueryData(key);
      const value = was === undefined ? undefined : next(was as never);
      if (value !== undefined) write(key, value);
    },
    put: (operation, input, reply) => write(keyOf(operation, input), reply),
    updateItems: <O extends OperationId>(operation: Operation<O>, next: (item: Item<O>) => Item<O> | undefined) => {
      const lists = queries.getQueriesData<InfiniteData<Page<Item<O>>>>({
        queryKey: pagesKeyOf(operation).slice(0, 2),
      });
      for (const [key, list] of lists)
        if (list)
          write(key, {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              items: page.items.flatMap((item) => next(item) ?? []),
            })),
          });
    },
    undo: () => {
      for (const [key, was] of before.splice(0)) queries.setQueryData(key, was);
    },
  };
}
