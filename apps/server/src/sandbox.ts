import path from 'node:path';
import { AlreadyClaimed } from '@jishi/embedded';
import { createSandbox, type Sandbox } from '@jishi/sandbox';
import { isPublicAddress } from './kernel/public-address.ts';
import {
  allTenantIds,
  isSandbox,
  saveConnection,
  saveSms,
  shopOf,
  storedConnection,
  storedSms,
} from './modules/identity/tenant/index.ts';
import type { Platform } from './platform/platform.ts';
import { connectionOf, smsAccountOf } from './seed.ts';

type Say = (line: string) => void;

/**
 * The sandbox WeChat of this data folder; null when this process is to run none. It runs for practice: a shop that is connected to
 * WeChat itself, or that the world can reach, gets one only when JISHI_SANDBOX=on says so.
 */
export async function openSandbox(platform: Platform, say: Say): Promise<Sandbox | null> {
  const { config } = platform;
  if (config.sandbox === 'off') return null;
  if (config.sandbox === 'auto') {
    const reason = isPublicAddress(config.publicUrl)
      ? 'PUBLIC_URL can be reached from the world'
      : (await hasRealConnection(platform)) && 'a shop is connected to WeChat itself';
    if (reason) say(`no sandbox WeChat: ${reason} (JISHI_SANDBOX=on starts it all the same)`);
    if (reason) return null;
  }
  const dir = path.join(config.dataDir, 'sandbox');
  return createSandbox({ port: config.sandboxPort, dir, log: say }).catch((error: unknown) => {
    if (!(error instanceof AlreadyClaimed)) throw error;
    say(`no sandbox WeChat here: process ${error.holder.pid} runs that of this folder`);
    return null;
  });
}

async function hasRealConnection(platform: Platform): Promise<boolean> {
  for (const tenantId of await allTenantIds(platform.database)) {
    const connection = await storedConnection(platform, tenantId);
    if (connection && !isSandbox(connection)) return true;
  }
  return false;
}

const LOOK_EVERY_MS = 15_000;

/** Closes the sandbox as soon as a shop is connected to WeChat itself; returns what ends the looking. */
export function closeWhenReal(platform: Platform, sandbox: Sandbox, say: Say): () => void {
  if (platform.config.sandbox === 'on') return () => {};
  const timer = setInterval(async () => {
    try {
      if (!(await hasRealConnection(platform))) return;
      clearInterval(timer);
      await sandbox.close();
      say('the sandbox WeChat is closed: a shop is connected to WeChat itself');
    } catch (error) {
      platform.log.warn({ err: error }, 'could not look whether a shop is connected to WeChat itself');
    }
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Points the shops that are connected to this folder's sandbox at its address of this start, and its message push at the first of them.
 * No other connection is touched.
 */
export async function reconnect(
  platform: Platform,
  { merchant, control }: Sandbox,
  notifyBaseUrl: string,
): Promise<void> {
  const { hostname } = new URL(notifyBaseUrl);
  // As registered with WeChat: a login or an H5 payment from another domain is refused.
  const own = ['127.0.0.1', 'localhost'].includes(hostname) ? ['127.0.0.1', 'localhost'] : [hostname];
  control.settings({ oauthDomains: own, h5Domains: own });
  let isTold = false;
  const { database, secrets } = platform;
  for (const tenantId of await allTenantIds(database)) {
    const stored = await storedConnection(platform, tenantId);
    if (!stored || !isSandbox(stored) || stored.mchid !== merchant.mchid || stored.appid !== merchant.appid) continue;
    const fresh = { ...stored, ...connectionOf(merchant, notifyBaseUrl) };
    if (!isTold) {
      const { code } = await shopOf(database.forTenant(tenantId), tenantId);
      control.settings({ messageUrl: `${notifyBaseUrl}/wechat/message/${code}` });
      isTold = true;
    }
    const sms = await storedSms(platform, tenantId);
    if (sms?.keyId === merchant.smsKeyId && sms.baseUrl !== smsAccountOf(merchant).baseUrl)
      await database.inTx(tenantId, (tx) => saveSms(tx, secrets, tenantId, smsAccountOf(merchant)));
    if (JSON.stringify(fresh) !== JSON.stringify(stored))
      await database.inTx(tenantId, (tx) => saveConnection(tx, secrets, tenantId, fresh));
  }
}
