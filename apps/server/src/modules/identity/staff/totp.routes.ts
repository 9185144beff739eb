import type { Platform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import { readSettings } from '../tenant/index.ts';
import { policyOf } from './policy.store.ts';
import * as api from './session.api.ts';
import { staffRefusals } from './staff.api.ts';
import type { RememberingDirectory } from './staff.directory.ts';
import { needsSecondFactor } from './staff.rules.ts';
import { ownRow } from './staff.service.ts';
import { base32, otpauthUri } from './totp.rules.ts';
import * as service from './totp.service.ts';
import { dropSecret } from './totp.store.ts';

/**
 * The second factor of the own account. In steps where a secret is shown: a reply that a repeated key could bring back would have to
 * be kept.
 */
export function registerSecondFactor(
  { http, database, secrets, slots }: Platform,
  directory: RememberingDirectory,
): void {
  slots.fill(sealedColumns, {
    table: 'staff_totp',
    column: 'secret',
    key: ['staff_id'],
    place: (tenantId, { staff_id = '' }) => service.totpPlace(tenantId, staff_id),
  });
  http.steps(api.beginSecondFactor, async ({ actor: { tenantId, staffId }, actor, db }) => {
    const { login } = await ownRow(db, actor);
    const { name } = await readSettings(db, tenantId);
    const secret = await database.inTx(tenantId, (tx) => service.offer(tx, secrets, tenantId, staffId));
    return { secret: base32(secret), uri: otpauthUri(name, login, secret) };
  });
  http.steps(api.confirmSecondFactor, async ({ actor: { tenantId, staffId }, body }) => {
    const recoveryCodes = await database.inTx(tenantId, (tx) =>
      service.confirm(tx, secrets, tenantId, staffId, body.code),
    );
    directory.forget();
    return { recoveryCodes };
  });
  http.steps(api.renewRecoveryCodes, async ({ actor: { tenantId, staffId } }) => ({
    recoveryCodes: await database.inTx(tenantId, (tx) => service.renewRecovery(tx, secrets, tenantId, staffId)),
  }));
  http.change(api.dropSecondFactor, {
    change: async ({ actor, actor: { tenantId, staffId }, tx }) => {
      if (needsSecondFactor(await policyOf(tx, tenantId), await ownRow(tx, actor)))
        throw staffRefusals.SECOND_FACTOR_REQUIRED();
      await dropSecret(tx, tenantId, staffId);
    },
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
}
