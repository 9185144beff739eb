import { createHash } from 'node:crypto';
import type pg from 'pg';
import { Flight, Shelf } from './flight.ts';
import { isOutdated } from './trouble.ts';

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
  /** Part of each name. */
  #generation = 0;

  nameOf(text: string): string | null {
    const known = this.#texts.get(text);
    if (known) {
      known.used = true;
      known.name ??= `${this.#generation}.${createHash('sha1').update(text).digest('base64url')}`;
      return known.name;
    }
    if (this.#texts.size >= MAX_TEXTS) this.#makeRoom();
    this.#texts.set(text, { name: null, used: false });
    return null;
  }

  /**
   * The tables changed under what was prepared under this name, so they did on all connections: each prepares everything anew. Others that
   * find out in the same moment change nothing more.
   */
  renew(name: string): void {
    if (!name.startsWith(`${this.#generation}.`)) return;
    this.#generation++;
    for (const entry of this.#texts.values()) entry.name = null;
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

const BEGIN = { name: 'jishi-begin', text: 'begin' };
const SET_TENANT = { name: 'jishi-tenant', text: "select set_config('jishi.tenant', $1, true)" };
/** For a look-up by key: see TransactionOptions. */
const SET_LOOK_UP = {
  name: 'jishi-look-up',
  text: "select set_config('jishi.tenant', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)",
};

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
  readonly #shelf = new Shelf();
  /** What ended the connection while nothing was asked; what is asked later only says that it is gone. */
  #end: Error | null = null;
  /** What was asked for in this turn, and under what it reads; null: in a transaction. */
  #open: { flight: Flight; reads: string | null } | null = null;

  /** `client` is new. A loss fails what was asked; without a listener it would end the process. */
  constructor(client: pg.PoolClient, names: StatementNames | null) {
    this.#client = client;
    this.#names = names;
    client.on('error', (error) => {
      this.#end ??= error;
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
    const flight = this.#flight(null);
    for (const [set, values] of [
      [BEGIN, []],
      [planOnce ? SET_LOOK_UP : SET_TENANT, [String(tenantId)]],
    ] as const)
      this.#add(flight, set, values).catch(() => {});
  }
  /** Ends a transaction and says how PostgreSQL ended it: COMMIT, or ROLLBACK after a failed statement. */
  async end(how: 'commit' | 'rollback'): Promise<string> {
    this.#send();
    return (await this.#client.query(how)).command;
  }
  /** A statement without values may be several. */
  send<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
    if (values.length > 0) return this.#ask(this.#flight(null), text, values);
    this.#send();
    return this.#client.query<R>(text);
  }
  /**
   * A single statement under the tenant, outside any transaction of ours. The setting ends with it, so whatever lies between us and
   * PostgreSQL may hand the session to another tenant.
   */
  read(
    tenantId: number,
    text: string,
    values: unknown[],
    { planOnce = false }: TransactionOptions = {},
  ): Promise<pg.QueryResult> {
    const setting = planOnce ? SET_LOOK_UP : SET_TENANT;
    const open = this.#open;
    const flight = this.#flight(`${setting.name} ${tenantId}`);
    if (open?.flight !== flight) this.#add(flight, setting, [String(tenantId)]).catch(() => {});
    return this.#ask(flight, text, values);
  }

  /** PostgreSQL ended the session because a transaction of ours stood idle for too long. */
  get stoodIdle(): boolean {
    return (this.#end as pg.DatabaseError | null)?.code === STOOD_IDLE;
  }

  /** Gives the connection back; one that was lost, or has prepared too much, is replaced. */
  release(lost?: unknown): void {
    this.#client.release(lost !== undefined || this.#shelf.size > MAX_PREPARED);
  }

  /** What is asked for in one turn flies together. */
  #flight(reads: string | null): Flight {
    if (this.#open?.reads === reads) return this.#open.flight;
    this.#send();
    const flight = new Flight(this.#shelf);
    this.#open = { flight, reads };
    process.nextTick(() => {
      if (this.#open?.flight === flight) this.#send();
    });
    return flight;
  }

  #send(): void {
    const open = this.#open;
    this.#open = null;
    if (open) this.#client.query(open.flight);
  }

  #add(flight: Flight, { name, text }: typeof BEGIN, values: readonly string[]): Promise<pg.QueryResult> {
    return flight.add(this.#names ? name : null, text, values);
  }

  async #ask<R extends pg.QueryResultRow>(flight: Flight, text: string, values: unknown[]): Promise<pg.QueryResult<R>> {
    const name = values.length > 0 ? (this.#names?.nameOf(text) ?? null) : null;
    try {
      return await flight.add(name, text, values);
    } catch (error) {
      if (name && isOutdated(error)) this.#names?.renew(name);
      Error.captureStackTrace(error as Error); // the trace now leads to who asked, not to the socket
      throw error;
    }
  }
}
