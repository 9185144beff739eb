import { nowMs } from '../../../kernel/clock.ts';
import { newDigits, newId } from '../../../kernel/ids.ts';
import { cut } from '../../../kernel/text.ts';
import { Breaker } from '../../../platform/breaker.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { sealedColumns } from '../../../platform/secrets/reseal.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import { type Sms, type SmsAccount, SmsError, type SmsTrouble, smsOf } from '../../../platform/sms/sms.ts';
import * as api from './sms.api.ts';
import { checkedAccount, isSmsSandbox, SMS_HOSTS, smsStatusOf } from './sms.rules.ts';
import * as store from './tenant.store.ts';

const smsPlace = (tenantId: number): Place => ({ tenantId, purpose: 'sms', row: String(tenantId) });

/** Seals and keeps the account for text messages; null takes it away. */
export const saveSms = (tx: Tx, secrets: Secrets, tenantId: number, account: SmsAccount | null) =>
  store.replaceSms(tx, tenantId, account && secrets.seal(smsPlace(tenantId), JSON.stringify(account)));

/** The account as it is stored; null when the shop has none. */
export async function storedSms(
  { database, secrets }: { database: Database; secrets: Secrets },
  tenantId: number,
): Promise<SmsAccount | null> {
  const sealed = await store.smsColumn(database.forTenant(tenantId), tenantId);
  return sealed ? (JSON.parse(secrets.open(smsPlace(tenantId), sealed)) as SmsAccount) : null;
}

/** One for each shop: a provider that does not answer one shop is asked for the others. */
const breakers = perPlatform(() => new Map<number, Breaker>());

/** How a shop sends texts. Refuses with SMS_NOT_CONNECTED. `inboxOf` says where a text lies in a sandbox; null in the world. */
export async function smsFor(
  platform: Platform,
  tenantId: number,
): Promise<{ sms: Sms; inboxOf: (phone: string) => string | null }> {
  const account = await storedSms(platform, tenantId);
  if (!account) throw api.smsRefusals.SMS_NOT_CONNECTED();
  const breaker = breakers(platform).get(tenantId) ?? new Breaker();
  breakers(platform).set(tenantId, breaker);
  const sms = smsOf(account, { fetch: breaker.fetch, nowMs, newNonce: newId });
  const { origin } = new URL(account.baseUrl);
  return {
    sms,
    inboxOf: (phone) => (isSmsSandbox(account) ? `${origin}/sandbox/inbox?phone=${phone}` : null),
  };
}

/** The account with which the shop sends text messages. */
export function smsRoutes(platform: Platform): void {
  const { http, secrets, slots, upstreams } = platform;
  slots.fill(sealedColumns, { table: 'tenant', column: 'sms', key: [], place: smsPlace });
  http.read(api.getSms, async ({ actor: { tenantId } }) => smsStatusOf(await storedSms(platform, tenantId)));
  http.change(api.putSms, {
    before: async ({ actor: { tenantId }, body }) => {
      const account = checkedAccount(body, await storedSms(platform, tenantId));
      const isOwn = Object.values(SMS_HOSTS).includes(account.baseUrl);
      const message = isOwn ? null : await upstreams.trouble(account.baseUrl);
      if (message) throw api.smsRefusals.SMS_WRONG({ errors: [{ field: 'baseUrl', message }] }, message);
      return account;
    },
    change: ({ actor: { tenantId }, tx, seen: account, notes }) => {
      Object.assign(notes, { provider: account.provider, keyId: account.keyId, template: account.template });
      return saveSms(tx, secrets, tenantId, account);
    },
    after: async ({ actor: { tenantId } }) => smsStatusOf(await storedSms(platform, tenantId)),
  });
  http.change(api.dropSms, async ({ actor: { tenantId }, tx }) => {
    await saveSms(tx, secrets, tenantId, null);
    return undefined;
  });
  http.steps(api.trySms, async ({ actor: { tenantId }, body, reply }) => {
    const { sms } = await smsFor(platform, tenantId);
    const phone = body.phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
    await sms.sendCode(phone, newDigits(6)).catch(refusedBy);
    reply.code(204);
    return undefined;
  });
}

const WORDS: Record<SmsTrouble, string> = {
  later: '这个号码收到的短信太多，请过一会儿再试',
  number: '这个号码收不到短信，请换一个',
  setup: '短信签名或模板不正确，请与短信控制台里审核通过的核对',
  account: '密钥不正确、没有权限，或账户余额不足',
  silent: '短信服务没有响应，请稍后再试；短信也可能已经发出',
};
/** What the provider said, in words for the merchant, with its own code to look up. */
function refusedBy(error: unknown): never {
  if (!(error instanceof SmsError)) throw error;
  throw api.smsRefusals.SMS_NOT_SENT({ code: error.code }, `${WORDS[error.trouble]}（${cut(error.code, 60)}）`);
}
