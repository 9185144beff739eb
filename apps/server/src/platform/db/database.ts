import {
  type DatabaseConnection,
  DefaultQueryExecutor,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  Transaction,
} from 'kysely';
import pg from 'pg';
import { Connection, StatementNames } from './connection.ts';
import type { DB } from './generated.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond 2^53: ${text}`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

declare const reading: unique symbol;
declare const writing: unique symbol;
/** Reads. Not assignable to `Tx`, so that a write cannot slip out of its transaction. */
export type Db = Pick<Kysely<DB>, 'selectFrom' | 'with' | 'fn' | 'getExecutor'> & { readonly [reading]: true };
/**
 * A transaction of one tenant: reads and writes. Statements run in the order in which they were asked for; those that need no
 * answer of the one before may be asked for together (see `inTurn`) and cost one round trip.
 */
export type Tx = Transaction<DB> & { readonly [reading]: true; readonly [writing]: true };

export interface DatabaseOptions {
  url: string;
  /** Connections kept; each carries the tenant of its last user. */
  size?: number;
  /** Named statements save planning; switch off behind a pooler that cannot keep them. */
  prepare?: boolean;
}

/** Serialization failure, deadlock: PostgreSQL's own word for "run it again". */
const RUN_AGAIN = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

/** Thrown in a transaction that must be run again from its beginning. */
export class RunAgain extends Error {
  readonly code = '40001';
}

type Use<T> = (connection: DatabaseConnection) => Promise<T>;
/** Builds statements and hands each to the connection that `provideConnection` chooses; transactions are begun below, not by it. */
function builderOver(provideConnection: <T>(use: Use<T>) => Promise<T>) {
  const executor = new DefaultQueryExecutor(new PostgresQueryCompiler(), new PostgresAdapter(), { provideConnection });
  const dialect = new PostgresDialect({
    pool: async () => Promise.reject(new Error('connections come from the pool')),
  });
  return { config: { dialect }, driver: new DummyDriver(), dialect, executor };
}

/** The pool that puts every connection under one tenant before anybody can use it. */
export class Database {
  readonly pool: pg.Pool;
  readonly #readers = new Map<number, Db>();
  readonly #connections = new WeakMap<pg.PoolClient, Connection>();
  readonly #names: StatementNames | null;

  constructor(options: DatabaseOptions) {
    this.#names = (options.prepare ?? true) ? new StatementNames() : null;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.size ?? 16,
      application_name: 'jishi',
      pipeline: true,
    });
    this.pool.on('error', () => {}); // an idle connection lost is replaced at the next use; queries report their own errors
  }

  /** Reads under one tenant. */
  forTenant(tenantId: number): Db {
    const known = this.#readers.get(tenantId);
    if (known) return known;
    const made = new Kysely<DB>(
      builderOver(async (use) => {
        const connection = await this.#connect(tenantId);
        try {
          return await use(connection);
        } finally {
          connection.client.release();
        }
      }),
    ) as unknown as Db;
    this.#readers.set(tenantId, made);
    return made;
  }

  /**
   * Runs `work` in one transaction of the tenant; commits its result, rolls back what it throws. A deadlock, a serialization
   * failure or what `runAgain` made of an error runs the whole again, so `work` must have no effect outside of its transaction.
   */
  async inTx<T>(tenantId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(tenantId, work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !RUN_AGAIN.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  async #once<T>(tenantId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
    const connection = await this.#connect(tenantId);
    const { client } = connection;
    let over = false;
    const tx = new Transaction<DB>(
      builderOver((use) =>
        over ? Promise.reject(new Error('a statement came after the end of its transaction')) : use(connection),
      ),
    ) as Tx;
    try {
      // Travels with the first statement. When it fails the connection is lost, and that statement says so too.
      client.query('begin').catch(() => {});
      const result = await work(tx);
      over = true;
      const { command } = await client.query('commit');
      if (command !== 'COMMIT') throw new Error('a statement failed unnoticed, and PostgreSQL rolled back');
      client.release();
      return result;
    } catch (error) {
      over = true;
      await client.query('rollback').then(
        () => client.release(),
        (lost) => client.release(lost),
      );
      throw error;
    }
  }

  /** Asks something of no tenant: liveness, tenant look-up. */
  async outside<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(text, values)).rows;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  async #connect(tenantId: number): Promise<Connection> {
    const client = await this.pool.connect();
    let connection = this.#connections.get(client);
    if (!connection) {
      connection = new Connection(client, this.#names);
      this.#connections.set(client, connection);
    }
    if (connection.tenantId === tenantId) return connection;
    try {
      await client.query("select set_config('jishi.tenant', $1, false)", [String(tenantId)]);
      connection.tenantId = tenantId;
      return connection;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

/**
 * Waits for statements that were sent one behind the other. Throws what stopped the first that failed: those behind it only say
 * that the transaction is lost.
 */
export async function inTurn<T extends readonly unknown[]>(...sent: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(sent);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return results.map((r) => (r as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/**
 * For a statement that loses a race by breaking a key: makes of that error one that runs the whole transaction again, which then
 * sees what the winner wrote, or draws another number.
 */
export const runAgain =
  (keys: RegExp) =>
  (error: unknown): never => {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== '23505' || !keys.test(constraint ?? '')) throw error;
    throw new RunAgain(`${constraint} was taken meanwhile`, { cause: error });
  };
