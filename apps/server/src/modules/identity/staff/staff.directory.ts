import type { AppKey, Permission, Staff } from '../../../kernel/actor.ts';
import { nowMs } from '../../../kernel/clock.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { StaffDirectory } from '../../../platform/http/index.ts';
import { IDLE_LOGOUT_MS, KNOWN_MS, TOUCH_EVERY_MS } from './staff.rules.ts';
import { hashToken } from './staff.service.ts';
import * as store from './staff.store.ts';

const MOST_KNOWN = 10_000;

/**
 * Who a token or a secret belongs to: asked on every request of the console, so what was found is remembered for five seconds.
 * `forget` after a change ends that here at once.
 */
export class RememberingDirectory implements StaffDirectory {
  readonly #database: Database;
  readonly #known = new Map<string, { actor: Staff | AppKey; untilMs: number }>();
  /** Counts changes: what was read before one is not remembered after it. */
  #changes = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  staffByToken(tenantId: number, token: string): Promise<Staff | null> {
    const hash = hashToken(token);
    return this.#remembered(`staff ${tenantId} ${hash}`, () => this.#staff(tenantId, hash));
  }

  appKeyBySecret(tenantId: number, secret: string): Promise<AppKey | null> {
    const hash = hashToken(secret);
    return this.#remembered(`key ${tenantId} ${hash}`, () => this.#appKey(tenantId, hash));
  }

  forget(): void {
    this.#changes++;
    this.#known.clear();
  }

  /** Only who was found is remembered, so that invented tokens cannot fill the memory. */
  async #remembered<A extends Staff | AppKey>(key: string, find: () => Promise<A | null>): Promise<A | null> {
    const held = this.#known.get(key);
    if (held && held.untilMs > nowMs()) return held.actor as A;
    const changes = this.#changes;
    const actor = await find();
    if (!actor || changes !== this.#changes) return actor;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(key, { actor, untilMs: nowMs() + KNOWN_MS });
    return actor;
  }

  async #staff(tenantId: number, hash: string): Promise<Staff | null> {
    const row = await store.sessionRow(this.#database.forTenant(tenantId), tenantId, hash);
    if (!row?.active) return null;
    const idleMs = nowMs() - row.last_used_at.getTime();
    if (idleMs > IDLE_LOGOUT_MS) return null;
    if (idleMs > TOUCH_EVERY_MS)
      await this.#database.inTx(tenantId, (tx) => store.touchSession(tx, tenantId, hash, row.id));
    return { kind: 'staff', tenantId, staffId: row.id, name: row.name, permissions: row.permissions as Permission[] };
  }

  async #appKey(tenantId: number, hash: string): Promise<AppKey | null> {
    const row = await store.keyBySecret(this.#database.forTenant(tenantId), tenantId, hash);
    if (!row) return null;
    if (!row.last_used_at || nowMs() - row.last_used_at.getTime() > TOUCH_EVERY_MS)
      await this.#database.inTx(tenantId, (tx) => store.touchKey(tx, tenantId, row.id));
    return { kind: 'app-key', tenantId, keyId: row.id, name: row.name, permissions: row.permissions as Permission[] };
  }
}
