import { createHash } from 'node:crypto';
import pg from 'pg';

/** Texts that are remembered; those in use stay, the others make room. */
const MAX_TEXTS = 500;
/** A connection that prepared more statements than this is replaced, because PostgreSQL keeps each until the connection ends. */
const MAX_PREPARED = 800;

interface Text {
  name: string | null;
  /** Used since the eviction last looked at it (second chance). */
  used: boolean;
}

/**
 * Names of statements that each connection prepares once, so that PostgreSQL plans them once. A text gets its name when it is asked
 * for again: one that varies with its values would fill the connections. When there are too many, one that was not used lately goes.
 */
export class StatementNames {
  readonly #texts = new Map<string, Text>();

  nameOf(text: string): string | null {
    const known = this.#texts.get(text);
    if (known) {
      known.used = true;
      known.name ??= createHash('sha1').update(text).digest('base64url');
      return known.name;
    }
    if (this.#texts.size >= MAX_TEXTS) this.#makeRoom();
    this.#texts.set(text, { name: null, used: false });
    return null;
  }

  get size(): number {
    return this.#texts.size;
  }

  /** Second chance: the oldest that was not used since it was looked at goes; one that was used becomes the youngest. */
  #makeRoom(): void {
    for (const [text, entry] of this.#texts) {
      this.#texts.delete(text);
      if (!entry.used) return;
      entry.used = false;
      this.#texts.set(text, entry);
    }
  }
}

const SET_TENANT = { name: 'jishi-tenant', text: "select set_config('jishi.tenant', $1, true)" };
/** For a look-up by key: see TransactionOptions. */
const SET_LOOK_UP = {
  name: 'jishi-look-up',
  text: "select set_config('jishi.tenant', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
};

/** What we use of the driver's query besides its public face; its version is pinned, and database.test.ts would notice a change. */
interface DriverQuery extends pg.Submittable {
  prepare(wire: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}
interface Wire {
  parse(statement: { text: string }): void;
  bind(statement: { statement?: string; values: string[] }): void;
  execute(portal: object): void;
}
type Answered = (error: Error | undefined, result: pg.QueryResult) => void;
const Query = pg.Query as unknown as new (config: pg.QueryConfig, values: undefined, done: Answered) => DriverQuery;

/**
 * A read that sets its tenant by itself: both statements travel before one Sync, which makes them one transaction without `begin` and
 * `commit`. The setting ends with it, so whatever lies between us and PostgreSQL may hand the session to another tenant.
 */
class ReadQuery extends Query {
  readonly #tenant: string;
  readonly #setting: typeof SET_TENANT;
  readonly #prepared: boolean;
  /** The first answer is that of setting the tenant. */
  #tenantSet = false;

  constructor(config: pg.QueryConfig, tenantId: number, setting: typeof SET_TENANT, prepared: boolean, done: Answered) {
    super({ ...config, queryMode: 'extended' } as pg.QueryConfig, undefined, done);
    this.#tenant = String(tenantId);
    this.#setting = setting;
    this.#prepared = prepared;
  }

  override prepare(wire: Wire): void {
    const { name, text } = this.#setting;
    if (!this.#prepared) wire.parse({ text });
    wire.bind({ statement: this.#prepared ? name : undefined, values: [this.#tenant] });
    wire.execute({});
    super.prepare(wire);
  }
  override handleDataRow(message: unknown): void {
    if (this.#tenantSet) super.handleDataRow(message);
  }
  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#tenantSet) super.handleCommandComplete(message, wire);
    else this.#tenantSet = true;
  }
}

/** SQLSTATE: the session was ended because its transaction did nothing for too long. */
export const STOOD_IDLE = '25P03';

export interface TransactionOptions {
  /**
   * Each statement is planned once and not for its values. Short lists of values else look cheaper to PostgreSQL than a plan for any
   * list, and it plans again each time, which takes longer than a small batch itself. Only for look-ups by key.
   */
  planOnce?: boolean;
}

/** The driver's socket. */
type WithStream = { connection: { stream: { cork(): void; uncork(): void } } };

/** One connection of the pool. What is asked while an answer is still under way is sent at once and runs in order. */
export class Connection {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames | null;
  readonly #prepared = new Set<string>();
  /** What ended the connection while nothing was asked; what is asked later only says that it is gone. */
  #end: Error | null = null;
  #gathers = false;

  /** `client` is new. A loss fails what was asked; without a listener it would end the process. */
  constructor(client: pg.PoolClient, names: StatementNames | null) {
    this.#client = client;
    this.#names = names;
    client.on('error', (error) => {
      this.#end ??= error;
    });
    // Travels ahead of the first query, so that no read has to wait for it.
    if (names) for (const set of [SET_TENANT, SET_LOOK_UP]) client.query({ ...set, values: [''] }).catch(() => {});
  }

  /**
   * Statements that are asked for in one turn leave in one write. Each write wakes PostgreSQL: one by one they took a third of the
   * server's time in a rush.
   */
  #gather(): void {
    if (this.#gathers) return;
    this.#gathers = true;
    const letGo = this.hold();
    process.nextTick(() => {
      this.#gathers = false;
      letGo();
    });
  }

  /** Keeps what is asked for until the returned function is called; that must not wait for an answer to it. */
  hold(): () => void {
    const { stream } = (this.#client as unknown as WithStream).connection;
    stream.cork();
    return () => stream.uncork();
  }

  /** Begins a transaction of the tenant; travels with its first statement. When it fails the connection is lost, and that says so too. */
  begin(tenantId: number, { planOnce = false }: TransactionOptions = {}): void {
    this.#gather();
    const plans = planOnce ? '; set local plan_cache_mode = force_generic_plan' : '';
    this.#client.query(`begin; set local jishi.tenant = '${Number(tenantId)}'${plans}`).catch(() => {});
  }
  /** Ends a transaction and says how PostgreSQL ended it: COMMIT, or ROLLBACK after a failed statement. */
  async end(how: 'commit' | 'rollback'): Promise<string> {
    this.#gather();
    return (await this.#client.query(how)).command;
  }
  send<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
    this.#gather();
    return this.#client.query<R>(this.#named(text, values));
  }
  /** A single statement under the tenant, outside any transaction of ours. */
  read(
    tenantId: number,
    text: string,
    values: unknown[],
    { planOnce = false }: TransactionOptions = {},
  ): Promise<pg.QueryResult> {
    this.#gather();
    const setting = planOnce ? SET_LOOK_UP : SET_TENANT;
    return new Promise<pg.QueryResult>((done, fail) => {
      const answered: Answered = (error, result) => (error ? fail(error) : done(result));
      const isPrepared = this.#names !== null;
      this.#client.query(new ReadQuery(this.#named(text, values), tenantId, setting, isPrepared, answered));
    }).catch((error: Error) => {
      Error.captureStackTrace(error); // the trace now leads to who asked, not to the socket
      throw error;
    });
  }

  /** PostgreSQL ended the session because a transaction of ours stood idle for too long. */
  get stoodIdle(): boolean {
    return (this.#end as pg.DatabaseError | null)?.code === STOOD_IDLE;
  }

  /** Gives the connection back; one that was lost, or has prepared too much, is replaced. */
  release(lost?: unknown): void {
    this.#client.release(lost !== undefined || this.#prepared.size > MAX_PREPARED);
  }

  #named(text: string, values: unknown[]): pg.QueryConfig {
    const name = values.length > 0 ? this.#names?.nameOf(text) : null;
    if (!name) return { text, values };
    this.#prepared.add(name);
    return { name, text, values };
  }
}
