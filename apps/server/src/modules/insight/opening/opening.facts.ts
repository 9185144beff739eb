import { DAY, nowMs } from '../../../kernel/clock.ts';
import { backupState } from '../../../platform/backup/index.ts';
import type { Database, Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { hasGoodsOnSale } from '../../goods/catalog/index.ts';
import { hasSecondFactor } from '../../identity/staff/index.ts';
import {
  isSandbox,
  isSmsSandbox,
  storedConnection,
  storedSms,
  versionedSettings,
} from '../../identity/tenant/index.ts';
import { hasPaidOrder } from '../../trade/order/index.ts';
import { TASKS } from './opening.api.ts';
import { isPublicAddress } from './opening.rules.ts';

type Task = (typeof TASKS)[number];
/** A shop whose last backup is older has none that would help. */
const BACKUP_DAYS = 7;

/** What of the list is done, seen from the shop itself: nobody ticks anything off. `demo`: goods and settings that are the demo's. */
export async function tasksOf(
  platform: Platform,
  db: Db,
  tenantId: number,
  demo: { goods: string[]; setting: string[] },
): Promise<{ name: Task; done: boolean }[]> {
  const [settings, connection, sms, goods, paid, secondFactor, backup] = await Promise.all([
    versionedSettings(db, tenantId),
    storedConnection(platform, tenantId),
    storedSms(platform, tenantId),
    hasGoodsOnSale(db, tenantId, demo.goods),
    hasPaidOrder(db, tenantId),
    hasSecondFactor(db, tenantId),
    hasBackup(platform.database),
  ]);
  const real = connection !== null && !isSandbox(connection);
  const done: Record<Task, boolean> = {
    look: settings.logo !== '' && !demo.setting.includes(settings.logo),
    goods,
    // The page on which freight stands was looked through and saved.
    freight: settings.version > 1,
    licence: settings.licence.number !== '',
    wechat: real,
    official: real && Boolean(connection.officialAppid),
    sms: sms !== null && !isSmsSandbox(sms),
    domain: isPublicAddress(platform.config.publicUrl),
    paid,
    'second-factor': secondFactor,
    backup,
  };
  return TASKS.map((name) => ({ name, done: done[name] }));
}

async function hasBackup(database: Database): Promise<boolean> {
  const { lastAt } = await backupState(database);
  return lastAt !== null && lastAt.getTime() > nowMs() - BACKUP_DAYS * DAY;
}
