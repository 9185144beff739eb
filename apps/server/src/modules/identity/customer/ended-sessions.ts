import { HOUR, MINUTE, nowMs, SECOND } from '../../../kernel/clock.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { ShopperSessions } from '../../../platform/http/index.ts';
import { joinedSince } from './identity.store.ts';
import * as store from './session.store.ts';

/** So old may be what is known while it is read again. */
const FRESH_MS = 5 * SECOND;
/** Older than that, a request waits for the reading. */
const USABLE_MS = 30 * SECOND;
/** A transaction commits after the instant that it wrote down. */
const OVERLAP_MS = MINUTE;
/** From time to time everything is read anew, which forgets the sessions whose tokens ran out. */
const ANEW_MS = HOUR;

interface Known {
  ended: Set<string>;
  /** Customers who were joined into others. */
  joined: Map<string, string>;
  /** The same the other way round, through all joins. */
  joinedInto: Map<string, string[]>;
  readAtMs: number;
  anewAtMs: number;
  /** The last end that was seen. */
  lastMs: number;
}

/**
 * Sessions of shoppers that were ended before their time, in memory: a shopper's request costs no question to the database. Another
 * process hears of an end within seconds, this one at once. Holds one id for each ended session of the last thirty days.
 */
export class EndedSessions implements ShopperSessions {
  readonly #database: Database;
  readonly #known = new Map<number, Known>();
  readonly #reading = new Map<number, Promise<void>>();

  constructor(database: Database) {
    this.#database = database;
  }

  isEnded(tenantId: number, sessionId: string): boolean | null {
    const known = this.#known.get(tenantId);
    const ageMs = known ? nowMs() - known.readAtMs : Number.POSITIVE_INFINITY;
    if (!known || ageMs > USABLE_MS) return null;
    // Whoever asks goes on with what is known; should the database be away, the next one waits for it.
    if (ageMs > FRESH_MS) this.learn(tenantId).catch(() => {});
    return known.ended.has(sessionId);
  }

  /** Reads what ended since the last time; what is read at this moment is shared. */
  learn(tenantId: number): Promise<void> {
    const reading = this.#reading.get(tenantId);
    if (reading) return reading;
    const known = this.#known.get(tenantId);
    if (known && nowMs() - known.readAtMs <= FRESH_MS) return Promise.resolve();
    const started = this.#read(tenantId, known).finally(() => this.#reading.delete(tenantId));
    this.#reading.set(tenantId, started);
    return started;
  }

  /** Whom a token of this customer stands for: another one after a join. */
  standingFor(tenantId: number, customerId: string): string {
    const joined = this.#known.get(tenantId)?.joined;
    let id = customerId;
    for (let next = joined?.get(id); next; next = joined?.get(id)) id = next;
    return id;
  }

  joinedInto(tenantId: number, customerId: string): readonly string[] {
    return this.#known.get(tenantId)?.joinedInto.get(customerId) ?? NOBODY;
  }

  /** A join that was committed here. */
  join(tenantId: number, from: string, into: string): void {
    const known = this.#known.get(tenantId);
    if (known) noteJoin(known, from, into);
  }

  /** An end that was committed here. */
  add(tenantId: number, sessionId: string): void {
    this.#known.get(tenantId)?.ended.add(sessionId);
  }

  async #read(tenantId: number, known: Known | undefined): Promise<void> {
    const at = nowMs();
    const base: Omit<Known, 'readAtMs'> = known && at < known.anewAtMs ? known : fresh(at + ANEW_MS);
    const since = new Date(Math.max(0, base.lastMs - OVERLAP_MS));
    const db = this.#database.forTenant(tenantId);
    const rows = await store.endedSince(db, tenantId, since);
    for (const { id, ended_at } of rows) {
      base.ended.add(id);
      base.lastMs = Math.max(base.lastMs, ended_at?.getTime() ?? 0);
    }
    for (const { id, joined_into, joined_at } of await joinedSince(db, tenantId, since)) {
      if (joined_into) noteJoin(base, id, joined_into);
      base.lastMs = Math.max(base.lastMs, joined_at?.getTime() ?? 0);
    }
    this.#known.set(tenantId, { ...base, readAtMs: at });
  }
}

const NOBODY: readonly string[] = [];

/** Who was joined before into the one who goes now goes along. */
function noteJoin({ joined, joinedInto }: Pick<Known, 'joined' | 'joinedInto'>, from: string, into: string): void {
  joined.set(from, into);
  let last = into;
  for (let next = joined.get(last); next; next = joined.get(last)) last = next;
  const all = [...(joinedInto.get(last) ?? []), from, ...(joinedInto.get(from) ?? [])];
  joinedInto.set(last, [...new Set(all)]);
}

const fresh = (anewAtMs: number) => ({
  ended: new Set<string>(),
  joined: new Map<string, string>(),
  joinedInto: new Map<string, string[]>(),
  lastMs: 0,
  anewAtMs,
});
