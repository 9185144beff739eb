import { createHash } from 'node:crypto';
import type pg from 'pg';

/** SQL of a UUID that follows from a word, so that rows of different tables find each other. */
export const id = (word: string): string => `md5(${word})::uuid`;

/** The same in a program: what `id` makes of 'goods' || 7 is idOf('goods7'). */
export function idOf(word: string): string {
  const hex = createHash('md5').update(word).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Rows of one statement: few enough that progress shows and that triggers hold them all. */
const AT_ONCE = 100_000;

/** How much a shop has. */
export interface Sizes {
  goods: number;
  customers: number;
  orders: number;
}
/** Where copies go: row i to shop `first` + (i - 1) mod `shops`. */
export interface Target {
  first: number;
  shops: number;
}

export interface Change {
  /** SQL over `i`, the number of the copy, and `model`, the row that is copied; columns left out stay as they are. */
  columns: Record<string, string>;
  /** SQL of the number whose shop the copy belongs to, where that is not `i`. */
  follows?: string;
  /** Which row is copied: the newest that fits. */
  model?: string;
}

/** Fills tables with copies of rows that the application wrote, by SQL alone. */
export class Copies {
  readonly #sql: pg.Client;
  readonly #target: Target;
  readonly #log: (line: string) => void;
  constructor(sql: pg.Client, target: Target, log: (line: string) => void) {
    this.#sql = sql;
    this.#target = target;
    this.#log = log;
  }

  /** SQL of the shop of a number, so that what belongs together lies in one shop. */
  shopOf(number: string): string {
    return `(${this.#target.first} + ((${number}) - 1) % ${this.#target.shops})`;
  }

  /** How many there are in all shops together, when each has so many. */
  inAll(each: number): number {
    return each * this.#target.shops;
  }

  /** SQL of a number of one thing of which every shop has `each`: for copy i, one in its own shop. */
  oneOf(each: number): string {
    return `(1 + (i - 1) % ${this.inAll(each)})`;
  }

  /** Adds so many rows for each shop. */
  async add(table: string, each: number, { columns, follows = 'i', model = 'true' }: Change): Promise<void> {
    const startedMs = Date.now();
    const times = this.inAll(each);
    const changes: Record<string, string> = { tenant_id: this.shopOf(follows), ...columns };
    const known = await this.#columnsOf(table);
    const values = known.map(({ name, type }) => (changes[name] ? `(${changes[name]})::${type}` : `model.${name}`));
    const names = known.map((c) => c.name).join(', ');
    for (let from = 1; from <= times; from += AT_ONCE)
      await this.#sql.query(
        `insert into ${table} (${names}) overriding system value select ${values.join(', ')}
         from (select * from ${table} where ${model} order by ctid desc limit 1) as model,
           generate_series(${from}, ${Math.min(times, from + AT_ONCE - 1)}) as i`,
      );
    this.filled(table, times, startedMs);
  }

  /**
   * Columns with the sealed address and the mark of a customer by number. Only those of the first shop have any of their own: a table
   * `person` holds them; in the others nobody opens one.
   */
  sealed(customer: string, address: string, mark: string): Record<string, string> {
    if (this.#target.shops > 1) return {};
    const of = (column: string) => `(select ${column} from person where number = ${customer})`;
    return { [address]: of('address'), [mark]: of('mark') };
  }

  /** Says that a table was filled. */
  filled(table: string, rows: number, startedMs: number): void {
    this.#log(`${table.padEnd(22)} ${rows.toLocaleString('en-US').padStart(10)} rows  ${seconds(startedMs)} s`);
  }

  async #columnsOf(table: string): Promise<{ name: string; type: string }[]> {
    const { rows } = await this.#sql.query(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
      [table],
    );
    return rows;
  }
}

export const seconds = (sinceMs: number): string => ((Date.now() - sinceMs) / 1000).toFixed(1);
