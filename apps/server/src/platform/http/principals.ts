import type { FastifyRequest } from 'fastify';
import { type Actor, type AppKey, type Shopper, type Staff, systemOf } from '../../kernel/actor.ts';
import { nowMs } from '../../kernel/clock.ts';
import type { Audience } from '../../kernel/operation.ts';
import { common } from '../../kernel/refusal.ts';
import type { Database } from '../db/index.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** Slot: finds who a staff token or an app key belongs to. Filled by identity/staff. */
export interface StaffDirectory {
  staffByToken(tenantId: number, token: string): Promise<Staff | null>;
  appKeyBySecret(tenantId: number, secret: string): Promise<AppKey | null>;
}

const SHOPPER_SESSION_MS = 30 * 24 * 3600 * 1000;
const HOST_KNOWN_MS = 30_000;
const SHOPPERS_KNOWN = 20_000;

/** Finds out who asks and whether they may. */
export class Principals {
  readonly #database: Database;
  readonly #secrets: Secrets;
  readonly #hosts = new Map<string, { tenantId: number; untilMs: number }>();
  readonly #shoppers = new Map<string, { shopper: Shopper; untilMs: number }>();
  directory: StaffDirectory | null = null;

  constructor(database: Database, secrets: Secrets) {
    this.#database = database;
    this.#secrets = secrets;
  }

  /** A session token of a shopper, valid for 30 days, checked without asking the database. */
  shopperToken(tenantId: number, customerId: string): { token: string; expiresAt: Date } {
    const expiresAtMs = nowMs() + SHOPPER_SESSION_MS;
    return {
      token: this.#secrets.sign('shopper', `sh.${tenantId}.${customerId}.${expiresAtMs}`),
      expiresAt: new Date(expiresAtMs),
    };
  }

  /** The actor of a request that is known without asking the database: a shopper, or a guest of a host asked for lately. */
  knownActor(req: FastifyRequest, audience: Audience): Actor | null {
    if (audience !== 'anyone' && audience !== 'shopper') return null;
    const token = bearer(req);
    const shopper = token ? this.#shopper(token) : null;
    if (shopper || audience === 'shopper') return shopper;
    const tenantId = this.#knownHost(req.host);
    return tenantId ? { kind: 'guest', tenantId } : null;
  }

  /** The actor of a request. Refuses with UNAUTHENTICATED, FORBIDDEN or UNKNOWN_TENANT. */
  async actorFor(req: FastifyRequest, audience: Audience): Promise<Actor> {
    if (audience === 'platform')
      return systemOf(await this.tenantByCode((req.params as { tenantCode: string }).tenantCode));
    const known = this.knownActor(req, audience);
    if (known) return known;
    if (audience === 'shopper') throw common.UNAUTHENTICATED();
    if (audience === 'anyone') return { kind: 'guest', tenantId: await this.tenantOf(req.host) };
    const actor = await this.#merchant(staffToken(req));
    if (!actor) throw common.UNAUTHENTICATED();
    if (audience === 'staff' ? actor.kind !== 'staff' : !actor.permissions.some((p) => p === audience))
      throw common.FORBIDDEN();
    return actor;
  }

  /** The shop that answers under a host; a deployment with one shop answers under any. */
  async tenantOf(host: string): Promise<number> {
    const known = this.#knownHost(host);
    if (known) return known;
    const [row] = await this.#database.outside<{ tenant_id: number | null }>(
      `select coalesce(tenant_by_host($1), (select min(t) from tenant_ids() t having count(*) = 1)) as tenant_id`,
      [host],
    );
    if (!row?.tenant_id) throw common.UNKNOWN_TENANT();
    if (this.#hosts.size > 10_000) this.#hosts.clear();
    this.#hosts.set(host, { tenantId: row.tenant_id, untilMs: nowMs() + HOST_KNOWN_MS });
    return row.tenant_id;
  }

  /** The shop that a call-back address names. Refuses with UNKNOWN_TENANT. */
  async tenantByCode(code: string): Promise<number> {
    const [row] = await this.#database.outside<{ tenant_id: number | null }>('select tenant_by_code($1) as tenant_id', [
      code,
    ]);
    if (!row?.tenant_id) throw common.UNKNOWN_TENANT();
    return row.tenant_id;
  }

  #knownHost(host: string): number | null {
    const known = this.#hosts.get(host);
    return known && known.untilMs > nowMs() ? known.tenantId : null;
  }

  #shopper(token: string): Shopper | null {
    if (!token.startsWith('sh.')) return null;
    const known = this.#shoppers.get(token) ?? this.#verified(token);
    return known && known.untilMs > nowMs() ? known.shopper : null;
  }

  /** Checks the signature; a token that was right once stays right, so that a busy shopper's is checked once. */
  #verified(token: string): { shopper: Shopper; untilMs: number } | null {
    const [, tenant, customerId, expires] = this.#secrets.verify('shopper', token)?.split('.') ?? [];
    if (!tenant || !customerId) return null;
    const known = {
      shopper: { kind: 'shopper', tenantId: Number(tenant), customerId } as const,
      untilMs: Number(expires),
    };
    if (this.#shoppers.size >= SHOPPERS_KNOWN) this.#shoppers.clear();
    this.#shoppers.set(token, known);
    return known;
  }

  async #merchant(token: string | undefined): Promise<Staff | AppKey | null> {
    const parts = /^(st|ak)\.(\d{1,9})\.[\w-]{20,100}$/.exec(token ?? '');
    if (!token || !parts || !this.directory) return null;
    const tenantId = Number(parts[2]);
    return parts[1] === 'st'
      ? this.directory.staffByToken(tenantId, token)
      : this.directory.appKeyBySecret(tenantId, token);
  }
}

/** The cookie of the console. */
export const STAFF_COOKIE = 'jishi_staff';
/** What staff or an app key show: the token of the header, or that of the console's cookie. */
export const staffToken = (req: FastifyRequest): string | undefined =>
  bearer(req) ?? req.server.parseCookie(req.headers.cookie ?? '')[STAFF_COOKIE];

const bearer = (req: FastifyRequest): string | undefined => {
  const header = req.headers.authorization;
  return header?.startsWith('Bearer ') ? header.slice(7) : undefined;
};
