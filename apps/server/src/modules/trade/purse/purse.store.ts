import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { PurseSettings } from './purse.api.ts';
import { USUAL_SETTINGS } from './purse.rules.ts';

export async function settingsOf(db: Db, tenantId: number): Promise<PurseSettings> {
  const row = await db
    .selectFrom('purse_setting')
    .select(['points_per_yuan', 'points_most_percent', 'welcome_points', 'welcome_bonus_fen'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (!row) return USUAL_SETTINGS;
  return {
    pointsPerYuan: row.points_per_yuan,
    pointsMostPercent: row.points_most_percent,
    welcomePoints: row.welcome_points,
    welcomeBonusFen: row.welcome_bonus_fen,
  };
}

export async function putSettings(tx: Tx, tenantId: number, settings: PurseSettings): Promise<void> {
  const columns = {
    points_per_yuan: settings.pointsPerYuan,
    points_most_percent: settings.pointsMostPercent,
    welcome_points: settings.welcomePoints,
    welcome_bonus_fen: settings.welcomeBonusFen,
    changed_at: now(),
  };
  await tx
    .insertInto('purse_setting')
    .values({ tenant_id: tenantId, ...columns })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(columns))
    .execute();
}
