import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely } from 'kysely';
import pg from 'pg';
import { builderOver } from './builder.ts';
import { Connection, StatementNames, type TransactionOptions } from './connection.ts';
import type { DB } from './generated.ts';
import { CONNECT_MS, KEEP_ALIVE_MS } from './limits.ts';
import { type Db, OpenTransaction, type Tx } from './transaction.ts';
import { isLost, isOutdated } from './trouble.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond 2^53: ${text}`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  size?: number;
  /** Named statements save planning; switch off behind a pooler that cannot keep them. */
  prepare?: boolean;
  /**
   * Throws when a transaction asks for a second connection, for which it would wait for ever when all others do the same. Costs
   * nothing on Node 24 and a tenth of a microsecond a promise on Node 20; without it such a wait ends after CONNECT_MS.
   */
  guard?: boolean;
}

const ATTEMPTS = 4;

/** The pool. Every read and every transaction names its tenant to PostgreSQL, and the naming ends with it. */
export class Database {
  readonly pool: pg.Pool;
  readonly #readers = new Map<number, Db>();
  readonly #connections = new WeakMap<pg.PoolClient, Connection>();
  /** The transaction that the running code belongs to. */
  readonly #inside: AsyncLocalStorage<{ open: boolean }> | null;

  constructor(options: DatabaseOptions) {
    const names = (options.prepare ?? true) ? new StatementNames() : null;
    this.#inside = options.guard ? new AsyncLocalStorage() : null;
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.size ?? 16,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      application_name: 'jishi',
      pipeline: true,
    });
    this.pool.on('connect', (client) => this.#connections.set(client, new Connection(client, names)));
    this.pool.on('error', () => {}); // an idle connection lost is replaced at the next use
  }

  /** Reads under one tenant. Throws inside a transaction: its `tx` reads too. A read whose connection is lost is asked once more. */
  forTenant(tenantId: number): Db {
    const existing = this.#readers.get(tenantId);
    if (existing) return existing;
    const read = (text: string, values: unknown[]) => this.#read((c) => c.read(tenantId, text, values));
    const reader = new Kysely<DB>(builderOver(read)) as unknown as Db;
    this.#readers.set(tenantId, reader);
    return reader;
  }

  /**
   * Look-ups by key under one tenant over one connection: those that are asked for together travel together, and each is planned once,
   * for any keys. `work` asks no other connection, as a transaction, and one look-up that it asks for after its end is refused.
   */
  lookUps<T>(tenantId: number, work: (db: Db) => Promise<T>): Promise<T> {
    return this.#read(async (connection) => {
      const mark = { open: true };
      const read = (text: string, values: unknown[]) =>
        mark.open
          ? connection.read(tenantId, text, values, { planOnce: true })
          : Promise.reject(new Error('a look-up came after the end of its round'));
      const db = new Kysely<DB>(builderOver(read)) as unknown as Db;
      try {
        return await (this.#inside ? this.#inside.run(mark, work, db) : work(db));
      } finally {
        mark.open = false;
      }
    });
  }

  /** Asks something of no tenant: liveness, tenant look-up. Throws inside a transaction. */
  async outside<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.#read((c) => c.send<R>(text, values))).rows;
  }

  /**
   * Runs `work` in one transaction of the tenant; commits its result, rolls back what it throws. A deadlock, a serialization
   * failure, what `runAgain` made of an error, or a connection lost before the commit runs the whole again, so `work` must have no
   * effect outside its transaction. Throws inside another transaction.
   */
  async inTx<T>(tenantId: number, work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const transaction = new OpenTransaction(await this.#connect(), tenantId, options);
      try {
        return await this.#run(transaction, work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !transaction.mayRunAgain(error, attempt)) throw error;
      }
    }
  }

  /** Throws inside a transaction. For what waits for connections of others: a shared read, a batch. */
  mustBeOutside(): void {
    if (this.#inside?.getStore()?.open)
      throw new Error('a transaction asked for a second connection; pass its tx, or ask before it begins');
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  async #run<T>(transaction: OpenTransaction, work: (tx: Tx) => Promise<T>): Promise<T> {
    const mark = { open: true };
    try {
      const result = await (this.#inside ? this.#inside.run(mark, work, transaction.tx) : work(transaction.tx));
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback(error);
      throw error;
    } finally {
      mark.open = false;
      transaction.release();
    }
  }

  async #read<T>(ask: (connection: Connection) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#connect();
      try {
        const answer = await ask(connection);
        connection.release();
        return answer;
      } catch (error) {
        const lost = isLost(error);
        connection.release(lost ? error : undefined);
        if (isOutdated(error) && attempt < ATTEMPTS) continue;
        if (!lost || attempt > 1) throw error;
        // Others were cut in the same moment: the pool hears of those first, and does not hand one of them out.
        await new Promise((turn) => setImmediate(turn));
      }
    }
  }

  async #connect(): Promise<Connection> {
    this.mustBeOutside();
    const client = await this.pool.connect();
    const connection = this.#connections.get(client);
    if (!connection) throw new Error('a connection that the pool never announced');
    return connection;
  }
}
