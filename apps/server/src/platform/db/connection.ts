import { createHash } from 'node:crypto';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type pg from 'pg';

const MAX_NAMED_STATEMENTS = 500;

/** Names of statements that each connection prepares once, so that PostgreSQL plans them once. */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The statement with its name; without one when it has no values or there are too many already. */
  named(text: string, values: unknown[]): pg.QueryConfig {
    let name = this.#names.get(text);
    if (!name && this.#names.size < MAX_NAMED_STATEMENTS && values.length > 0) {
      name = createHash('sha1').update(text).digest('base64url');
      this.#names.set(text, name);
    }
    return name ? { name, text, values } : { text, values };
  }
}

const CHANGES = /^(INSERT|UPDATE|DELETE|MERGE)$/;

/** One connection as the query builder sees it. What is asked while an answer is still under way is sent at once and runs in order. */
export class Connection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  readonly #names: StatementNames | null;
  /** The tenant that the session is set to. */
  tenantId: number | null = null;

  constructor(client: pg.PoolClient, names: StatementNames | null) {
    this.client = client;
    this.#names = names;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters as unknown[];
    const { command, rowCount, rows } = await this.client.query(
      this.#names ? this.#names.named(sql, values) : { text: sql, values },
    );
    return CHANGES.test(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
  }

  // biome-ignore lint/correctness/useYield: nothing here reads without end
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('results are not streamed');
  }
}
