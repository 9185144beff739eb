import type { Db, Tx } from '../../../platform/db/index.ts';
import type { SecurityPolicy } from './policy.api.ts';
import { DEFAULT_POLICY } from './staff.rules.ts';

interface PolicyRow {
  two_factor: string | null;
  idle_minutes: number | null;
  password_days: number | null;
  addresses: string[] | null;
}

/** A shop that said nothing has no row. */
export const policyFrom = (row: PolicyRow | undefined): SecurityPolicy => ({
  twoFactor: (row?.two_factor as SecurityPolicy['twoFactor'] | null) ?? DEFAULT_POLICY.twoFactor,
  idleMinutes: row?.idle_minutes ?? DEFAULT_POLICY.idleMinutes,
  passwordDays: row?.password_days ?? DEFAULT_POLICY.passwordDays,
  addresses: row?.addresses ?? DEFAULT_POLICY.addresses,
});

export const policyOf = async (db: Db, tenantId: number): Promise<SecurityPolicy> =>
  policyFrom(
    await db
      .selectFrom('staff_policy')
      .select(['two_factor', 'idle_minutes', 'password_days', 'addresses'])
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst(),
  );

export async function replacePolicy(tx: Tx, tenantId: number, p: SecurityPolicy): Promise<void> {
  const columns = {
    two_factor: p.twoFactor,
    idle_minutes: p.idleMinutes,
    password_days: p.passwordDays,
    addresses: p.addresses,
  };
  await tx
    .insertInto('staff_policy')
    .values({ tenant_id: tenantId, ...columns })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(columns))
    .execute();
}
