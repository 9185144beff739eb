import { type Kysely, type RawBuilder, sql, Transaction } from 'kysely';
import type pg from 'pg';
import { builderOver } from './builder.ts';
import { type Connection, STOOD_IDLE, type TransactionOptions } from './connection.ts';
import type { DB } from './generated.ts';
import { isLost, isOutdated } from './trouble.ts';

declare const reading: unique symbol;
declare const writing: unique symbol;
/** Reads. Not assignable to `Tx`, so that a write cannot slip out of its transaction. */
export type Db = Pick<Kysely<DB>, 'selectFrom' | 'with' | 'fn' | 'getExecutor'> & { readonly [reading]: true };
/**
 * A transaction of one tenant: reads and writes. Statements run in the order in which they were asked for; those that need no
 * answer of the one before may be asked for together (see `together` and `last`) and cost one round trip.
 */
export type Tx = Transaction<DB> & { readonly [reading]: true; readonly [writing]: true };

const opened = new WeakMap<Tx, OpenTransaction>();
/** Serialization failure, deadlock: PostgreSQL's own words for "run it again". */
const RUN_AGAIN = new Set<unknown>(['40001', '40P01']);

/** A transaction from its `begin` to the return of its connection. */
export class OpenTransaction {
  readonly tx: Tx;
  readonly #connection: Connection;
  #over = false;
  /** The answer of `commit`; from when it was sent, only PostgreSQL knows the outcome. */
  #commit: Promise<string> | null = null;
  #lost: unknown;

  constructor(connection: Connection, tenantId: number, options?: TransactionOptions) {
    this.#connection = connection;
    connection.begin(tenantId, options);
    this.tx = new Transaction<DB>(
      builderOver((text, values) =>
        this.#over
          ? Promise.reject(new Error('a statement came after the end of its transaction'))
          : connection.send(text, values),
      ),
    ) as Tx;
    opened.set(this.tx, this);
  }

  /** Commits unless `last` did. Throws when PostgreSQL rolled back instead, which it does after a failed statement. */
  async commit(): Promise<void> {
    this.#over = true;
    this.#commit ??= this.#connection.end('commit');
    if ((await this.#commit) !== 'COMMIT') throw new Error('a statement failed unnoticed, and PostgreSQL rolled back');
  }

  /** Keeps what is asked for until the returned function is called, so that it leaves in one write. */
  hold(): () => void {
    return this.#connection.hold();
  }

  /** Rolls back because of `error`, unless the commit is on its way, which also ends the transaction. */
  async rollback(error: unknown): Promise<void> {
    this.#over = true;
    if (isLost(error)) this.#lost = error;
    await (this.#commit ?? this.#connection.end('rollback')).catch((lost) => {
      this.#lost = lost;
    });
  }

  /** Whether running the work once more can do no harm and may help; a lost connection is given one more try. */
  mayRunAgain(error: unknown, attempt: number): boolean {
    const code = (error as { code?: unknown } | null)?.code;
    if (RUN_AGAIN.has(code) || isOutdated(error)) return true;
    return (
      isLost(error) && this.#commit === null && attempt === 1 && code !== STOOD_IDLE && !this.#connection.stoodIdle
    );
  }

  release(): void {
    this.#connection.release(this.#lost);
  }
}

/**
 * Waits for statements that were sent one behind the other. Throws what stopped the first that failed: those behind it only say
 * that the transaction is lost.
 */
export async function together<T extends readonly unknown[]>(...sent: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(sent);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return results.map((r) => (r as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** Everything that follows from what is done by now, without waiting for the network, is done when this resolves. */
const dust = () => new Promise<void>((settled) => process.nextTick(settled));

/**
 * Like `together`, with the commit behind them on the same trip: the last words of a transaction. Each of `sent` must have sent its
 * only statements when it is handed over. One that fails before it sends anything stops the commit; one that sends a statement
 * later gets an error, and so does the caller, but what was sent is committed: a mistake that shows at the first test.
 */
export async function last<T extends readonly unknown[]>(
  tx: Tx,
  ...sent: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  const transaction = opened.get(tx);
  if (!transaction) throw new Error('last() needs the tx of inTx');
  let failed = false;
  for (const one of sent)
    one.catch(() => {
      failed = true;
    });
  const letGo = transaction.hold();
  await dust();
  await dust();
  if (failed) {
    letGo();
    return together<T>(...sent);
  }
  const ended = Promise.allSettled([together<T>(...sent), transaction.commit()]);
  letGo();
  const [answers, commit] = await ended;
  if (answers.status === 'rejected') throw answers.reason;
  if (commit.status === 'rejected') throw commit.reason;
  return answers.value;
}

/** Thrown in a transaction that must be run again from its beginning. */
export class RunAgain extends Error {
  readonly code = '40001';
}

/**
 * For a statement that loses a race by breaking a key: makes of that error one that runs the whole transaction again, which then
 * sees what the winner wrote, or draws another number.
 */
export const runAgain =
  (keys: RegExp) =>
  (error: unknown): never => {
    const { code, constraint } = error as Partial<pg.DatabaseError>;
    if (code !== '23505' || !keys.test(constraint ?? '')) throw error;
    throw new RunAgain(`${constraint} was taken meanwhile`, { cause: error });
  };

/**
 * A change of exactly so many rows: with another number the statement fails (PostgreSQL divides by zero), and the transaction with
 * it. For what travels with the commit, when nobody is left to look at a row count.
 */
export const exactly = (rows: number, change: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`with changed as (${change} returning 1) select 1 / (count(*) = ${rows})::int from changed`;
