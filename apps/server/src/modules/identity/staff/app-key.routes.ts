import { actorLabel, type Permission } from '../../../kernel/actor.ts';
import { derivedId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import { type Call, readKey } from '../../../platform/http/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './app-key.api.ts';
import * as store from './app-key.store.ts';
import { refuseWrongAddress } from './policy.rules.ts';
import { staffRefusals } from './staff.api.ts';
import type { RememberingDirectory } from './staff.directory.ts';
import { mayGive } from './staff.rules.ts';
import { hashToken, ownRow } from './staff.service.ts';

const view = (k: store.KeyRow) => ({
  id: k.id,
  name: k.name,
  permissions: k.permissions as Permission[],
  addresses: k.addresses,
  active: k.active,
  createdAt: k.created_at.toISOString(),
  lastUsedAt: k.last_used_at?.toISOString() ?? null,
});

/** Keys of the merchant's own programs. */
export function registerKeys({ http, secrets }: Platform, directory: RememberingDirectory): void {
  // Id and secret follow from the Idempotency-Key: a repeat shows the same secret, and no table keeps it in the clear.
  const made = ({ actor, req }: Pick<Call<typeof api.createAppKey>, 'actor' | 'req'>) => {
    const id = derivedId('app-key', actor.tenantId, actorLabel(actor), readKey(req));
    return { id, secret: `ak.${actor.tenantId}.${secrets.mark(actor.tenantId, 'app-key', id)}` };
  };
  http.read(api.listAppKeys, async ({ actor: { tenantId }, db }) => ({
    items: (await store.allKeys(db, tenantId)).map(view),
  }));
  http.change(api.createAppKey, {
    before: async (call) => made(call),
    change: async ({ actor, actor: { tenantId }, body, tx, seen: { id, secret }, notes }) => {
      if (actor.kind !== 'staff' || !mayGive(await ownRow(tx, actor), body.permissions))
        throw staffRefusals.STAFF_ABOVE_YOU();
      const { name, addresses = [] } = body;
      refuseWrongAddress(addresses);
      const permissions = [...new Set(body.permissions)];
      Object.assign(notes, { permissions, addresses });
      await store.insertKey(tx, tenantId, { id, secret_hash: hashToken(secret), name, permissions, addresses });
    },
    after: async (call) => {
      const { id, secret } = made(call);
      const row = await store.keyRow(call.db, call.actor.tenantId, id);
      if (!row) throw common.NOT_FOUND();
      return { key: view(row), secret };
    },
  });
  http.change(api.revokeAppKey, {
    before: async () => undefined,
    change: async ({ actor: { tenantId }, params, tx }) => {
      if (!(await store.revokeKey(tx, tenantId, params.id))) throw common.NOT_FOUND();
    },
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
}
