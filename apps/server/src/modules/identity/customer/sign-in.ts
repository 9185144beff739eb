import type { FastifyRequest } from 'fastify';
import type { Shopper } from '../../../kernel/actor.ts';
import { agentOf } from '../../../kernel/device.ts';
import { newId } from '../../../kernel/ids.ts';
import { maskPhone } from '../../../kernel/mask.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { CustomerView } from './customer.api.ts';
import type { CustomerRow } from './customer.store.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { customerFor, type Found, phonePlace, type Who } from './identity.service.ts';
import { insertSession } from './session.store.ts';

type Phone = Pick<CustomerRow, 'id' | 'phone'>;
export const phoneOf = ({ secrets }: Platform, tenantId: number, { id, phone }: Phone): string | null =>
  phone ? maskPhone(secrets.open(phonePlace(tenantId, id), phone)) : null;

export const view = (platform: Platform, c: CustomerRow): CustomerView => ({
  id: c.id,
  nickname: c.nickname,
  avatar: c.avatar,
  phone: phoneOf(platform, c.tenant_id, c),
  createdAt: c.created_at.toISOString(),
});

/** Within the transaction, before anything is changed; may refuse. */
type First = (tx: Tx) => Promise<void>;
const nothing: First = async () => {};

/** Lets people in by what is proved of them, whichever way they came. */
export class SignIn {
  readonly #platform: Platform;
  readonly #sessions: EndedSessions;
  constructor(platform: Platform, sessions: EndedSessions) {
    this.#platform = platform;
    this.#sessions = sessions;
  }

  /** Opens a session. */
  async open(tenantId: number, who: Who, req: FastifyRequest, first: First = nothing) {
    const { database, principals } = this.#platform;
    const id = newId();
    const agent = agentOf(req.headers['user-agent']);
    const { found, token, expiresAt } = await database.inTx(tenantId, async (tx) => {
      await first(tx);
      const found = await customerFor(tx, this.#platform, tenantId, who);
      const pass = principals.shopperToken(tenantId, found.customer.id, id);
      await insertSession(tx, tenantId, { id, customer_id: found.customer.id, agent, expires_at: pass.expiresAt });
      return { found, ...pass };
    });
    this.#tell(tenantId, found);
    return { token, expiresAt: expiresAt.toISOString(), customer: view(this.#platform, found.customer) };
  }

  /** Notes something more about who is signed in. */
  async bind({ tenantId, customerId }: Shopper, who: Who, first: First = nothing): Promise<CustomerView> {
    const found = await this.#platform.database.inTx(tenantId, async (tx) => {
      await first(tx);
      return customerFor(tx, this.#platform, tenantId, who, customerId);
    });
    this.#tell(tenantId, found);
    return view(this.#platform, found.customer);
  }

  /** Tokens of those who were joined stand for the one who stayed, from the commit on. */
  #tell(tenantId: number, { customer, joined }: Found): void {
    for (const from of joined) this.#sessions.join(tenantId, from, customer.id);
  }
}
