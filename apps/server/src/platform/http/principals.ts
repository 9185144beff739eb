import type { FastifyRequest } from 'fastify';
import { type Actor, type AppKey, actorLabel, type Shopper, type Staff, systemOf } from '../../kernel/actor.ts';
import { networkOf } from '../../kernel/address.ts';
import { nowMs } from '../../kernel/clock.ts';
import { Limits } from '../../kernel/limits.ts';
import type { Audience, Operation } from '../../kernel/operation.ts';
import { Recent } from '../../kernel/recent.ts';
import { common } from '../../kernel/refusal.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/index.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { refuseForeignPage } from './origin.ts';

/** Slot: finds who a staff token or an app key belongs to. Filled by identity/staff. */
export interface StaffDirectory {
  /** Refuses with ADDRESS_REFUSED when the shop lets its staff in from other addresses only. */
  staffByToken(tenantId: number, token: string, address: string): Promise<Staff | null>;
  /** Refuses with ADDRESS_REFUSED when the key is good from other addresses only. */
  appKeyBySecret(tenantId: number, secret: string, address: string): Promise<AppKey | null>;
}

/** Slot: which sessions of shoppers were ended before their time. Filled by identity/customer. */
export interface ShopperSessions {
  /** Null: not known at the moment; `learn` first. */
  isEnded(tenantId: number, sessionId: string): boolean | null;
  learn(tenantId: number): Promise<void>;
  /** Whom a token of this customer stands for: another customer after the two turned out to be one. */
  standingFor(tenantId: number, customerId: string): string;
  /** Customers who were joined into this one since the oldest token that is still good. */
  joinedInto(tenantId: number, customerId: string): readonly string[];
}

/** Of nobody: row-level security shows it nothing. */
const NO_TENANT = 0;
const SHOPPER_SESSION_MS = 30 * 24 * 3600 * 1000;
const HOST_KNOWN_MS = 30_000;
const SHOPPERS_KNOWN = 20_000;
const HOSTS_KNOWN = 5000;
/** A name of the DNS, with its port. */
const LONGEST_HOST = 260;
/** A shopper's token as it is written here; any other text is not even looked up. */
const SHOPPER_TOKEN = /^sh\.\d{1,9}\.[\da-f-]{36}\.[\da-f-]{36}\.\d{13}\.[\w-]{43}$/;

/** Finds out who asks and whether they may. */
export class Principals {
  readonly #database: Database;
  readonly #secrets: Secrets;
  readonly #hosts = new Recent<string, { tenantId: number; untilMs: number }>(HOSTS_KNOWN);
  readonly #shoppers = new Recent<string, { shopper: Shopper; untilMs: number }>(SHOPPERS_KNOWN);
  readonly #config: Pick<Config, 'publicUrl' | 'limitScale'>;
  readonly #limits: Limits;
  directory: StaffDirectory | null = null;
  sessions: ShopperSessions | null = null;

  constructor(database: Database, secrets: Secrets, config: Pick<Config, 'publicUrl' | 'limitScale'>) {
    this.#database = database;
    this.#secrets = secrets;
    this.#config = config;
    this.#limits = new Limits(config.limitScale);
  }

  /** Counts this request against the operation's limit; returns a function that takes it off the count again. Refuses with TOO_MANY_REQUESTS. */
  takeFromLimit({ operationId, limit }: Operation, req: FastifyRequest): () => void {
    if (!limit) return nothing;
    const asker = limit.per === 'address' ? networkOf(req.ip) : callerOf(req);
    this.#limits.take(operationId, limit, asker);
    return limit.refusedOnly ? () => this.#limits.giveBack(operationId, limit, asker) : nothing;
  }

  /** A session token of a shopper, valid for 30 days, checked without asking the database. */
  shopperToken(tenantId: number, customerId: string, sessionId: string): { token: string; expiresAt: Date } {
    const expiresAtMs = nowMs() + SHOPPER_SESSION_MS;
    return {
      token: this.#secrets.sign('shopper', `sh.${tenantId}.${customerId}.${sessionId}.${expiresAtMs}`),
      expiresAt: new Date(expiresAtMs),
    };
  }

  /** The actor of a request that is known without asking the database: a shopper, or a guest of a host asked for lately. */
  knownActor(req: FastifyRequest, audience: Audience): Actor | null {
    if (audience !== 'anyone' && audience !== 'shopper') return null;
    const shopper = this.#shopper(bearer(req) ?? '');
    const ended = shopper && this.sessions?.isEnded(shopper.tenantId, shopper.sessionId);
    if (shopper && ended === false) return this.#standing(shopper);
    // Whether the session was ended is not known at the moment: the slower way finds out.
    if ((shopper && ended === null) || audience === 'shopper') return null;
    const tenantId = this.#knownHost(req.host);
    return tenantId ? { kind: 'guest', tenantId } : null;
  }

  /**
   * The actor of a request. Refuses with UNAUTHENTICATED, FORBIDDEN, UNKNOWN_TENANT; staff also with CROSS_SITE, ADDRESS_REFUSED,
   * PASSWORD_CHANGE_REQUIRED, TWO_FACTOR_REQUIRED, CONFIRM_PASSWORD.
   */
  async actorFor(req: FastifyRequest, op: Operation): Promise<Actor> {
    const { audience } = op;
    if (audience === 'setup') return { kind: 'guest', tenantId: NO_TENANT };
    if (audience === 'platform')
      return systemOf(await this.tenantByCode((req.params as { tenantCode: string }).tenantCode));
    if (audience !== 'anyone' && audience !== 'shopper') return this.#merchantFor(req, op);
    const shopper = this.#shopper(bearer(req) ?? '');
    if (shopper) await this.sessions?.learn(shopper.tenantId);
    const actor = this.knownActor(req, audience);
    if (actor) return actor;
    if (audience === 'shopper') throw common.UNAUTHENTICATED();
    return { kind: 'guest', tenantId: await this.tenantOf(req.host) };
  }

  async #merchantFor(req: FastifyRequest, { audience, confirmed }: Operation): Promise<Staff | AppKey> {
    const actor = await this.#merchant(req);
    if (!actor) throw common.UNAUTHENTICATED();
    // Known from here on, so that a refusal can be noted with their name.
    req.actor = actor;
    if (req.method !== 'GET' && !bearer(req)) this.refuseForeignPage(req);
    if (audience === 'staff' ? actor.kind !== 'staff' : !actor.permissions.some((p) => p === audience))
      throw common.FORBIDDEN();
    if (actor.kind !== 'staff') {
      if (confirmed) throw common.FORBIDDEN();
      return actor;
    }
    // What is for any staff member is about the own account, and so the way out.
    if (actor.must && audience !== 'staff')
      throw actor.must === 'enrol' ? common.TWO_FACTOR_REQUIRED() : common.PASSWORD_CHANGE_REQUIRED();
    if (confirmed && actor.confirmedUntilMs < nowMs()) throw common.CONFIRM_PASSWORD();
    return actor;
  }

  /** Refuses with CROSS_SITE what a page of another site sends: for changes by cookie, and for the log-in that sets it. */
  refuseForeignPage(req: FastifyRequest): void {
    refuseForeignPage(req, this.#config.publicUrl);
  }

  /** The shop that answers under a host; a deployment with one shop answers under any. */
  async tenantOf(host: string): Promise<number> {
    const tenantId = this.#knownHost(host);
    if (tenantId) return tenantId;
    if (host.length > LONGEST_HOST) throw common.UNKNOWN_TENANT();
    const [row] = await this.#database.outside<{ tenant_id: number | null }>(
      `select coalesce(tenant_by_host($1), (select min(t) from tenant_ids() t having count(*) = 1)) as tenant_id`,
      [host],
    );
    if (!row?.tenant_id) throw common.UNKNOWN_TENANT();
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

  #standing(shopper: Shopper): Shopper {
    const { tenantId, customerId } = shopper;
    const id = this.sessions?.standingFor(tenantId, customerId) ?? customerId;
    const joined = this.sessions?.joinedInto(tenantId, id) ?? NOBODY;
    if (joined.length === 0) return shopper;
    // The token's own first: a process that has not heard of the join keeps keys under it.
    return { ...shopper, customerId: id, askedAs: [...new Set([customerId, id, ...joined])] };
  }

  #knownHost(host: string): number | null {
    const entry = this.#hosts.get(host);
    return entry && entry.untilMs > nowMs() ? entry.tenantId : null;
  }

  #shopper(token: string): Shopper | null {
    if (!SHOPPER_TOKEN.test(token)) return null;
    const session = this.#shoppers.get(token) ?? this.#verified(token);
    return session && session.untilMs > nowMs() ? session.shopper : null;
  }

  /** Checks the signature; a token that was right once stays right, so that a busy shopper's is checked once. */
  #verified(token: string): { shopper: Shopper; untilMs: number } | null {
    const [, tenant, customerId, sessionId, expires] = this.#secrets.verify('shopper', token)?.split('.') ?? [];
    if (!tenant || !customerId || !sessionId) return null;
    const session = {
      shopper: { kind: 'shopper', tenantId: Number(tenant), customerId, sessionId } as const,
      untilMs: Number(expires),
    };
    this.#shoppers.set(token, session);
    return session;
  }

  async #merchant(req: FastifyRequest): Promise<Staff | AppKey | null> {
    const token = staffToken(req);
    const parts = /^(st|ak)\.(\d{1,9})\.[\w-]{20,100}$/.exec(token ?? '');
    if (!token || !parts || !this.directory) return null;
    const tenantId = Number(parts[2]);
    return parts[1] === 'st'
      ? this.directory.staffByToken(tenantId, token, req.ip)
      : this.directory.appKeyBySecret(tenantId, token, req.ip);
  }
}

const nothing = (): void => {};
const NOBODY: readonly string[] = [];

/** Who a limit counts: a shopper, staff member or app key by what they are, a guest by where they come from. */
const callerOf = ({ actor, ip }: FastifyRequest): string =>
  actor.kind === 'guest' ? networkOf(ip) : `${actor.tenantId} ${actorLabel(actor)}`;

/** The cookie of the console. */
export const STAFF_COOKIE = 'jishi_staff';
/** The token of staff or of an app key: that of the header, or that of the console's cookie. */
const staffToken = (req: FastifyRequest): string | undefined =>
  bearer(req) ?? req.server.parseCookie(req.headers.cookie ?? '')[STAFF_COOKIE];

const bearer = (req: FastifyRequest): string | undefined => {
  const header = req.headers.authorization;
  return header?.startsWith('Bearer ') ? header.slice(7) : undefined;
};
