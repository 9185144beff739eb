import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
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
/** A transaction of one tenant: reads and writes. */
export type Tx = Transaction<DB> & { readonly [reading]: true; readonly [writing]: true };

export interface DatabaseOptions {
  url: string;
  /** Connections kept; each carries the tenant of its last user. */
  size?: number;
  /** Named statements save planning; switch off behind a pooler that cannot keep them. */
  prepare?: boolean;
  onSlowQuery?: (sql: string, ms: number) => void;
}

const MAX_NAMED_STATEMENTS = 500;
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

interface TenantClient extends pg.PoolClient {
  jishiTenant?: number;
}

/** The pool that puts every connection under one tenant before anybody can use it. */
export class Database {
  readonly pool: pg.Pool;
  readonly #perTenant = new Map<number, Kysely<DB>>();
  readonly #names = new Map<string, string>();
  readonly #prepare: boolean;

  constructor(options: DatabaseOptions) {
    this.#prepare = options.prepare ?? true;
    this.pool = new pg.Pool({ connectionString: options.url, max: options.size ?? 16, application_name: 'jishi' });
    this.pool.on('error', () => {}); // an idle connection lost is replaced at the next use; queries report their own errors
  }

  /** Reads under one tenant. */
  forTenant(tenantId: number): Db {
    return this.#kysely(tenantId) as unknown as Db;
  }

  /**
   * Runs `work` in one transaction of the tenant; commits its result, rolls back what it throws. A deadlock or serialization
   * failure runs the whole again, so `work` must have no effect outside of its transaction.
   */
  async inTx<T>(tenantId: number, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#kysely(tenantId)
          .transaction()
          .execute((tx) => work(tx as Tx));
      } catch (error) {
        if (attempt >= ATTEMPTS || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  /** One named statement with its rows, for the few paths where the builder's cost shows. */
  async rows<R extends pg.QueryResultRow>(tenantId: number, text: string, values: unknown[]): Promise<R[]> {
    const client = await this.#connect(tenantId);
    try {
      return (await client.query<R>(this.#named(text, values))).rows;
    } finally {
      client.release();
    }
  }

  /** Asks something of no tenant: liveness, tenant look-up. */
  async outside<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(text, values)).rows;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  #kysely(tenantId: number): Kysely<DB> {
    const known = this.#perTenant.get(tenantId);
    if (known) return known;
    const made = new Kysely<DB>({
      dialect: new PostgresDialect({
        pool: {
          connect: () => this.#connectNaming(tenantId),
          end: async () => {},
        },
      }),
    });
    this.#perTenant.set(tenantId, made);
    return made;
  }

  async #connect(tenantId: number): Promise<TenantClient> {
    const client: TenantClient = await this.pool.connect();
    if (client.jishiTenant === tenantId) return client;
    try {
      await client.query("select set_config('jishi.tenant', $1, false)", [String(tenantId)]);
      client.jishiTenant = tenantId;
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async #connectNaming(tenantId: number) {
    const client = await this.#connect(tenantId);
    return {
      query: (text: unknown, values: readonly unknown[]) =>
        typeof text === 'string' ? client.query(this.#named(text, values as unknown[])) : client.query(text as never),
      release: () => client.release(),
    } as never;
  }

  #named(text: string, values: unknown[]): pg.QueryConfig {
    if (!this.#prepare) return { text, values };
    let name = this.#names.get(text);
    if (!name && this.#names.size < MAX_NAMED_STATEMENTS && values.length > 0) {
      name = createHash('sha1').update(text).digest('base64url');
      this.#names.set(text, name);
    }
    return name ? { name, text, values } : { text, values };
  }
}
