import { coalesce, type Database, type Db } from '../db/index.ts';
import { perPlatform } from '../platform.ts';

/** All that one process remembers, of all tenants. */
const MOST_BYTES = 8 * 1024 * 1024;
/** What an entry takes besides its value. */
const ENTRY_BYTES = 200;

interface Kept {
  stamp: number;
  value: unknown;
  bytes: number;
}
export interface AnswersOptions<V> {
  /** What its tables are stamped with (`call stamps(…)` in the migrations). */
  kind: string;
  /** Where two lists of answers are of one kind, what tells their keys apart. */
  name: string;
  bytesOf(value: NonNullable<V>): number;
}
export interface Answers<V> {
  /** Gives what was remembered under a key of the tenant, or reads it. Throws what `read` throws; what is not there is not kept. */
  get(tenantId: number, key: string, read: () => Promise<V>): Promise<V>;
  /** What was last remembered, perhaps stale: for a guess of what to ask for beside. */
  guess(tenantId: number, key: string): V | undefined;
  /** For a transaction, which reads with its own `tx`: its stamp, what is kept under that, and what it read after it. */
  stamp(db: Db, tenantId: number): Promise<number>;
  under(stamp: number, tenantId: number, key: string): V | undefined;
  keep(stamp: number, tenantId: number, key: string, value: NonNullable<V>): void;
}

/**
 * Answers that are kept until something of their kind changes. A change sets the tenant's stamp in its own transaction; a question
 * first reads the stamp of this moment, one small read for all who ask meanwhile, and takes a kept answer only if it was made under
 * it. So an answer is as fresh as one that was read anew, in however many processes.
 */
export class Memory {
  readonly #stampOf: (tenantId: number, kind: string) => Promise<number | undefined>;
  /** Stamps that were asked for in this turn of the event loop: several kinds are one read. */
  readonly #asked = new WeakMap<Db, Promise<ReadonlyMap<string, number>>>();
  readonly #mostBytes: number;
  /** Those that were asked for last stand last. */
  readonly #kept = new Map<string, Kept>();
  /** Reads under way: who asks for the same under the same stamp shares them. */
  readonly #reads = new Map<string, Promise<unknown>>();
  #bytes = 0;

  constructor(database: Database, mostBytes = MOST_BYTES) {
    this.#stampOf = coalesce(database, stampsOf);
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  answers<V>({ kind, name, bytesOf }: AnswersOptions<V>): Answers<V> {
    const placeOf = (tenantId: number, key: string) => `${tenantId} ${name} ${key}`;
    const keep = (stamp: number, place: string, value: NonNullable<V>) =>
      this.#keep(place, { stamp, value, bytes: bytesOf(value) + place.length + ENTRY_BYTES });
    return {
      get: (tenantId, key, read) => this.#get(tenantId, kind, placeOf(tenantId, key), read, keep),
      guess: (tenantId, key) => this.#kept.get(placeOf(tenantId, key))?.value as V | undefined,
      stamp: async (db, tenantId) => (await this.#stamps(db, tenantId)).get(kind) ?? 0,
      under: (stamp, tenantId, key) => this.#under(stamp, placeOf(tenantId, key)) as V | undefined,
      keep: (stamp, tenantId, key, value) => keep(stamp, placeOf(tenantId, key), value),
    };
  }

  #stamps(db: Db, tenantId: number): Promise<ReadonlyMap<string, number>> {
    const asked = this.#asked.get(db);
    if (asked) return asked;
    const stamps = stampsOf(db, tenantId);
    this.#asked.set(db, stamps);
    process.nextTick(() => this.#asked.delete(db));
    return stamps;
  }

  async #get<V>(
    tenantId: number,
    kind: string,
    place: string,
    read: () => Promise<V>,
    keep: (stamp: number, place: string, value: NonNullable<V>) => void,
  ): Promise<V> {
    const stamp = (await this.#stampOf(tenantId, kind)) ?? 0;
    const kept = this.#under(stamp, place);
    if (kept !== undefined) return kept as V;
    const flight = `${stamp} ${place}`;
    const underWay = this.#reads.get(flight) as Promise<V> | undefined;
    if (underWay) return underWay;
    const started = read()
      .then((value) => {
        if (value != null) keep(stamp, place, value);
        return value;
      })
      .finally(() => this.#reads.delete(flight));
    this.#reads.set(flight, started);
    return started;
  }

  #under(stamp: number, place: string): unknown {
    const kept = this.#kept.get(place);
    if (kept?.stamp !== stamp) return undefined;
    this.#kept.delete(place);
    this.#kept.set(place, kept);
    return kept.value;
  }

  /** What was read after the stamp may be newer than it, and is then read once too often; older it cannot be. */
  #keep(place: string, entry: Kept): void {
    this.#forget(place);
    if (entry.bytes > this.#mostBytes / 10) return;
    this.#kept.set(place, entry);
    this.#bytes += entry.bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#forget(oldest);
    }
  }

  #forget(place: string): void {
    this.#bytes -= this.#kept.get(place)?.bytes ?? 0;
    this.#kept.delete(place);
  }
}

/** One for all modules of a process, so that there is one bound. */
export const memoryOf = perPlatform(({ database }) => new Memory(database));

/** Of all kinds: they are few, and one statement for all is planned once. */
async function stampsOf(db: Db, tenantId: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('stamp').select(['kind', 'version']).where('tenant_id', '=', tenantId).execute();
  return new Map(rows.map((r) => [r.kind, r.version]));
}
