import { deviceOf } from '../../../kernel/device.ts';
import { common } from '../../../kernel/refusal.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './customer.api.ts';
import { EndedSessions } from './ended-sessions.ts';
import * as store from './session.store.ts';

/** Where a shopper is signed in, and how that ends. */
export function registerSessions(platform: Platform): EndedSessions {
  const { http, database, principals } = platform;
  const ended = new EndedSessions(database);
  principals.sessions = ended;
  http.read(api.listCustomerSessions, async ({ actor, db }) => ({
    items: (await store.openSessions(db, actor.tenantId, actor.customerId)).map((s) => ({
      id: s.id,
      device: deviceOf(s.agent),
      createdAt: s.created_at.toISOString(),
      current: s.id === actor.sessionId,
    })),
  }));
  http.change(api.endCustomerSession, {
    change: async ({ actor, params, tx }) => {
      if (!(await store.endSession(tx, actor.tenantId, actor.customerId, params.id))) throw common.NOT_FOUND();
    },
    after: async ({ actor, params }) => {
      ended.add(actor.tenantId, params.id);
      return undefined;
    },
  });
  http.change(api.endOtherCustomerSessions, {
    change: ({ actor, tx }) => store.endOtherSessions(tx, actor.tenantId, actor.customerId, actor.sessionId),
    after: async ({ actor, db }) => {
      for (const id of await store.endedOf(db, actor.tenantId, actor.customerId)) ended.add(actor.tenantId, id);
      return undefined;
    },
  });
  http.change(api.logoutCustomer, {
    change: ({ actor, tx }) => store.endSession(tx, actor.tenantId, actor.customerId, actor.sessionId),
    after: async ({ actor }) => {
      ended.add(actor.tenantId, actor.sessionId);
      return undefined;
    },
  });
  // A token that ran out is worth nothing; a day later nobody asks for its session any more.
  keepFor(platform, 'customer_session', 'expires_at', 24);
  return ended;
}
