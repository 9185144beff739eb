import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

const CHANGES = /^(INSERT|UPDATE|DELETE|MERGE)$/;
const noPool = { pool: async () => Promise.reject(new Error('connections come from the pool')) };

/** What Kysely's builders need in order to hand each statement to `run`. Transactions are begun by us, not by Kysely. */
export function builderOver(run: (text: string, values: unknown[]) => Promise<pg.QueryResult>) {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { command, rowCount, rows } = await run(sql, parameters as unknown[]);
      return CHANGES.test(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
    },
    // biome-ignore lint/correctness/useYield: nothing here reads without end
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('results are not streamed');
    },
  };
  const executor = new DefaultQueryExecutor(new PostgresQueryCompiler(), new PostgresAdapter(), {
    provideConnection: (use) => use(connection),
  });
  const dialect = new PostgresDialect(noPool);
  return { config: { dialect }, driver: new DummyDriver(), dialect, executor };
}
