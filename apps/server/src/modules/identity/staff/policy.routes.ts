import { isWithin } from '../../../kernel/address.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './policy.api.ts';
import { refuseWrongAddress } from './policy.rules.ts';
import { policyOf, replacePolicy } from './policy.store.ts';
import { staffRefusals } from './staff.api.ts';
import type { RememberingDirectory } from './staff.directory.ts';

/** How careful the shop is with its staff. */
export function registerPolicy({ http }: Platform, directory: RememberingDirectory): void {
  http.read(api.getSecurityPolicy, async ({ actor: { tenantId }, db, req }) => ({
    policy: await policyOf(db, tenantId),
    address: req.ip,
  }));
  http.change(api.putSecurityPolicy, {
    change: async ({ actor: { tenantId }, body, tx, req, notes }) => {
      refuseWrongAddress(body.addresses);
      if (body.addresses.length > 0 && !isWithin(req.ip, body.addresses))
        throw staffRefusals.ADDRESS_LOCKS_OUT(
          { address: req.ip },
          `您现在的地址 ${req.ip} 不在名单内，保存后您也无法登录，请先把它加进去`,
        );
      const before = await policyOf(tx, tenantId);
      Object.assign(notes, { before, after: body });
      await replacePolicy(tx, tenantId, body);
    },
    after: async ({ actor: { tenantId }, db }) => {
      directory.forget();
      return policyOf(db, tenantId);
    },
  });
}
