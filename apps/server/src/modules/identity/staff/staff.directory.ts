import type { AppKey, Permission, Staff } from '../../../kernel/actor.ts';
import { isWithin } from '../../../kernel/address.ts';
import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { Recent } from '../../../kernel/recent.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { StaffDirectory } from '../../../platform/http/index.ts';
import * as keys from './app-key.store.ts';
import { policyFrom } from './policy.store.ts';
import * as sessions from './session.store.ts';
import { CONFIRMED_MS, KNOWN_MS, mustOf, permissionsOf, SESSION_MS, TOUCH_EVERY_MS } from './staff.rules.ts';
import { hashToken } from './staff.service.ts';

const MOST_KNOWN = 5000;

interface Found<A> {
  actor: A;
  /** From where; null: from everywhere. */
  addresses: string[] | null;
}

/**
 * Who a token or a secret belongs to: asked on every request of the console, so what was found is remembered for five seconds.
 * `forget` after a change ends that here at once.
 */
export class RememberingDirectory implements StaffDirectory {
  readonly #database: Database;
  readonly #known = new Recent<string, { found: Found<Staff | AppKey>; untilMs: number }>(MOST_KNOWN);
  /** Counts changes: what was read before one is not remembered after it. */
  #changes = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  async staffByToken(tenantId: number, token: string, address: string): Promise<Staff | null> {
    const hash = hashToken(token);
    return from(address, await this.#remembered(`staff ${tenantId} ${hash}`, () => this.#staff(tenantId, hash)));
  }

  async appKeyBySecret(tenantId: number, secret: string, address: string): Promise<AppKey | null> {
    const hash = hashToken(secret);
    return from(address, await this.#remembered(`key ${tenantId} ${hash}`, () => this.#appKey(tenantId, hash)));
  }

  forget(): void {
    this.#changes++;
    this.#known.clear();
  }

  /** Only who was found is remembered, so that invented tokens cannot fill the memory. */
  async #remembered<A extends Staff | AppKey>(
    key: string,
    find: () => Promise<Found<A> | null>,
  ): Promise<Found<A> | null> {
    const held = this.#known.get(key);
    if (held && held.untilMs > nowMs()) return held.found as Found<A>;
    const changes = this.#changes;
    const found = await find();
    if (!found || changes !== this.#changes) return found;
    this.#known.set(key, { found, untilMs: nowMs() + KNOWN_MS });
    return found;
  }

  async #staff(tenantId: number, hash: string): Promise<Found<Staff> | null> {
    const row = await sessions.sessionRow(this.#database.forTenant(tenantId), tenantId, hash);
    if (!row?.active) return null;
    const policy = policyFrom(row);
    const idleMs = nowMs() - row.last_used_at.getTime();
    if (idleMs > policy.idleMinutes * MINUTE || nowMs() - row.created_at.getTime() > SESSION_MS) return null;
    if (idleMs > TOUCH_EVERY_MS)
      await this.#database.inTx(tenantId, (tx) => sessions.touchSession(tx, tenantId, hash, row.id));
    const actor: Staff = {
      kind: 'staff',
      tenantId,
      staffId: row.id,
      name: row.name,
      permissions: permissionsOf(row),
      sessionId: row.session_id,
      must: mustOf(policy, { ...row, enrolled: row.enrolled_at !== null }, nowMs()),
      confirmedUntilMs: row.confirmed_at.getTime() + CONFIRMED_MS,
    };
    return { actor, addresses: policy.addresses.length > 0 ? policy.addresses : null };
  }

  async #appKey(tenantId: number, hash: string): Promise<Found<AppKey> | null> {
    const row = await keys.keyBySecret(this.#database.forTenant(tenantId), tenantId, hash);
    if (!row) return null;
    if (!row.last_used_at || nowMs() - row.last_used_at.getTime() > TOUCH_EVERY_MS)
      await this.#database.inTx(tenantId, (tx) => keys.touchKey(tx, tenantId, row.id));
    const permissions = row.permissions as Permission[];
    return {
      actor: { kind: 'app-key', tenantId, keyId: row.id, name: row.name, permissions },
      addresses: row.addresses.length > 0 ? row.addresses : null,
    };
  }
}

/** Refuses with ADDRESS_REFUSED who comes from an address that is not on their list. */
function from<A extends Staff | AppKey>(address: string, found: Found<A> | null): A | null {
  if (found?.addresses && !isWithin(address, found.addresses))
    throw found.actor.kind === 'staff'
      ? common.ADDRESS_REFUSED()
      : common.ADDRESS_REFUSED({ address }, `这把密钥只允许从指定的网络地址使用，现在的地址是 ${address}`);
  return found?.actor ?? null;
}
