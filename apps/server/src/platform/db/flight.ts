import pg from 'pg';
import { isLost } from './trouble.ts';

/** What we use of the driver besides its public face; its version is pinned, and database.test.ts would notice a change. */
interface Wire {
  parse(statement: { text: string; name?: string }): void;
  close(statement: { type: 'S'; name: string }): void;
  bind(statement: { statement?: string; values: Value[] }): void;
  describe(portal: { type: 'P' }): void;
  execute(portal: object): void;
  sync(): void;
}
interface DriverQuery extends pg.Submittable {
  prepare(wire: Wire): void;
}
type Field = { name: string };
interface DriverResult extends pg.QueryResult {
  addFields(fields: readonly Field[]): void;
  parseRow(values: unknown): pg.QueryResultRow;
  addRow(row: pg.QueryResultRow): void;
  addCommandComplete(message: unknown): void;
}
type Value = string | Buffer | null;
const Query = pg.Query as unknown as new (config: pg.QueryConfig, values: undefined, done: () => void) => DriverQuery;
const Result = (pg as unknown as { Result: new () => DriverResult }).Result;
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): Value } }).utils;

/** Statements that a connection has prepared, by their names: what PostgreSQL said of their columns, null before it did. */
export class Shelf {
  readonly #columns = new Map<string, readonly Field[] | null>();
  /** Sent in a flight that failed: they may be there or not. */
  readonly #doubtful = new Set<string>();

  get size(): number {
    return this.#columns.size;
  }
  columnsOf(name: string): readonly Field[] | null {
    return this.#columns.get(name) ?? null;
  }
  describe(name: string, columns: readonly Field[]): void {
    this.#columns.set(name, columns);
  }
  /** Prepares a statement unless it is there. */
  prepare(wire: Wire, name: string, text: string): void {
    if (this.#columns.has(name)) return;
    // Closing one that is not there does nothing.
    if (this.#doubtful.delete(name)) wire.close({ type: 'S', name });
    wire.parse({ name, text });
    this.#columns.set(name, null);
  }
  doubt(name: string): void {
    this.#columns.delete(name);
    this.#doubtful.add(name);
  }
}

interface Statement {
  /** Null: prepared for this once. */
  name: string | null;
  text: string;
  values: Value[];
  result: DriverResult;
  done(result: pg.QueryResult): void;
  fail(error: unknown): void;
}

/** SQLSTATE: a statement behind one that failed. */
const NOT_RUN = '25P02';
class NotRun extends Error {
  readonly code = NOT_RUN;
}

/**
 * Statements that leave in one write and are answered in one: PostgreSQL sends what it has to say when it comes to the one Sync at the
 * end, not after each, for every piece wakes us. They run in order; behind one that fails none is run. Outside a transaction they are one.
 */
export class Flight extends Query {
  readonly #shelf: Shelf;
  readonly #statements: Statement[] = [];
  /** Names that were prepared with this flight. */
  #fresh: string[] = [];
  /** Of the statement that is answered next. */
  #place = 0;
  /** Set by a row that could not be read. */
  #unreadable: { place: number; error: unknown } | null = null;

  constructor(shelf: Shelf) {
    super({ text: 'flight', queryMode: 'extended' } as pg.QueryConfig, undefined, () => {});
    this.#shelf = shelf;
  }

  /** Throws when a value can't be sent. */
  add(name: string | null, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    const plain = values.map((value) => prepareValue(value));
    return new Promise((done, fail) => {
      this.#statements.push({ name, text, values: plain, result: new Result(), done, fail });
    });
  }

  override prepare(wire: Wire): void {
    for (const { name, text, values, result } of this.#statements) {
      if (name === null) wire.parse({ text });
      else {
        const before = this.#shelf.size;
        this.#shelf.prepare(wire, name, text);
        if (this.#shelf.size > before) this.#fresh.push(name);
      }
      wire.bind(name === null ? { values } : { statement: name, values });
      const columns = name === null ? null : this.#shelf.columnsOf(name);
      if (columns) result.addFields(columns);
      else wire.describe({ type: 'P' });
      wire.execute({});
    }
    wire.sync();
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    const { name, result } = this.#current();
    result.addFields(fields);
    if (name !== null) this.#shelf.describe(name, fields);
  }
  handleDataRow({ fields }: { fields: unknown }): void {
    if (this.#unreadable) return;
    const { result } = this.#current();
    try {
      result.addRow(result.parseRow(fields));
    } catch (error) {
      this.#unreadable = { place: this.#place, error };
    }
  }
  handleCommandComplete(message: unknown): void {
    const { result, name } = this.#current();
    result.addCommandComplete(message);
    if (name !== null && !this.#shelf.columnsOf(name)) this.#shelf.describe(name, []);
    this.#place++;
  }
  handleEmptyQuery(): void {
    this.#place++;
  }
  /** A statement failed, or the connection: then none of them got an answer. */
  handleError(error: unknown): void {
    for (const name of this.#fresh) this.#shelf.doubt(name);
    this.#fresh = [];
    const lost = isLost(error);
    for (const [place, { done, fail, result }] of this.#statements.splice(0).entries()) {
      if (place < this.#place && !lost) done(result);
      else if (place === this.#place || lost) fail(error);
      else fail(new NotRun('a statement before this one failed', { cause: error }));
    }
  }
  handleReadyForQuery(): void {
    const unreadable = this.#unreadable;
    for (const [place, { done, fail, result }] of this.#statements.splice(0).entries())
      if (place === unreadable?.place) fail(unreadable.error);
      else done(result);
  }

  #current(): Statement {
    const statement = this.#statements[this.#place];
    if (!statement) throw new Error('PostgreSQL answered more than it was asked');
    return statement;
  }
}
