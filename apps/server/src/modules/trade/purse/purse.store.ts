import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { PurseSettings } from './purse.api.ts';
import { USUAL_SETTINGS } from './purse.rules.ts';

export async function settingsOf(db: Db, tenantId: number): Promise<PurseSettings> {
  const row = await db
    .selectFrom('purse_setting')
    .select(['points_per_yuan', 'points_most_percent'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row ? { pointsPerYuan: row.points_per_yuan, pointsMostPercent: row.points_most_percent } : USUAL_SETTINGS;
}

export async function putSettings(tx: Tx, tenantId: number, settings: PurseSettings): Promise<void> {
  const columns = {
    points_per_yuan: settings.pointsPerYuan,
    points_most_percent: settings.pointsMostPercent,
    changed_at: now(),
  };
  await tx
    .insertInto('purse_setting')
    .values({ tenant_id: tenantId, ...columns })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(columns))
    .execute();
}
