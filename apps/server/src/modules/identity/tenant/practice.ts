import { type Platform, perPlatform } from '../../../platform/platform.ts';
import * as api from './practice.api.ts';
import type { SmsAccount } from './sms.api.ts';
import { saveSms } from './sms.routes.ts';
import type { WechatConnection } from './tenant.api.ts';
import { isSandbox } from './tenant.rules.ts';
import { saveConnection, storedConnection } from './tenant.service.ts';

interface Practice {
  /** The sandbox WeChat that runs beside this process; null: none. */
  sandbox: { connection: WechatConnection; sms: SmsAccount; connected: () => Promise<void> } | null;
}
export const practiceOf = perPlatform((): Practice => ({ sandbox: null }));

/** Connects a shop to the sandbox. Refuses with NO_SANDBOX, WECHAT_IS_REAL. */
export async function connectPractice(platform: Platform, tenantId: number): Promise<void> {
  const { sandbox } = practiceOf(platform);
  if (!sandbox) throw api.practiceRefusals.NO_SANDBOX();
  const stored = await storedConnection(platform, tenantId);
  if (stored && !isSandbox(stored)) throw api.practiceRefusals.WECHAT_IS_REAL();
  const { database, secrets } = platform;
  await database.inTx(tenantId, async (tx) => {
    await saveConnection(tx, secrets, tenantId, sandbox.connection);
    await saveSms(tx, secrets, tenantId, sandbox.sms);
  });
  await sandbox.connected();
}
