import { setTimeout as sleep } from 'node:timers/promises';
import { MessageCrypto, MiniProgramClient, OfficialAccountClient, PayClient, type TokenStore } from '@jishi/wechat';
import { nowMs, SECOND } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import { Breaker } from '../../../platform/breaker.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import type { Place } from '../../../platform/secrets/secrets.ts';
import type { WechatConnection } from './tenant.api.ts';
import { isSandbox, openBaseOf } from './tenant.rules.ts';
import { openConnection, shopOf } from './tenant.service.ts';
import * as store from './tenant.store.ts';

/** A shop's merchant account, with the clients that speak for it. */
export interface MerchantAccount {
  client: PayClient;
  miniProgram: MiniProgramClient;
  /** Null: the shop has none, so nobody can sign in on H5 pages. */
  officialAccount: OfficialAccountClient | null;
  mchid: string;
  /** Of the mini program. Openids belong to one AppID each. */
  appid: string;
  officialAppid: string | null;
  /** Where the official account's authorisation page is. */
  openBaseUrl: string;
  /** Where WeChat reaches this server, without a slash at the end. */
  notifyBaseUrl: string;
  sandbox: boolean;
  /** Reads the mini program's message push; null: the shop has none. */
  messageCrypto: MessageCrypto | null;
  /** WeChat Pay has not answered this shop lately: a request would fail at once. */
  isSilent(): boolean;
  tenantCode: string;
  shopName: string;
}

/** WeChat as each shop reaches it. All refuse with WECHAT_NOT_CONNECTED. */
export interface Wechat {
  account(tenantId: number): Promise<MerchantAccount>;
  miniProgram(tenantId: number): Promise<MiniProgramClient>;
}

interface Clients {
  /** The sealed connection from which the clients were made. */
  madeOf: string;
  connection: WechatConnection;
  pay: PayClient;
  payBreaker: Breaker;
  miniProgram: MiniProgramClient;
  officialAccount: OfficialAccountClient | null;
  messageCrypto: MessageCrypto | null;
}

/** Clients are kept for each shop, because they remember certificates and tokens, and made anew when its connection changes. */
export const wechatOf = perPlatform(createWechat);

function createWechat(platform: Platform): Wechat {
  const { database, secrets } = platform;
  const made = new Map<number, Clients>();
  const clientsOf = (tenantId: number, sealed: string): Clients => {
    const held = made.get(tenantId);
    if (held?.madeOf === sealed) return held;
    const connection = openConnection(secrets, tenantId, sealed);
    const clients = { madeOf: sealed, connection, ...connect(connection, tokenStoreOf(platform, tenantId)) };
    made.set(tenantId, clients);
    return clients;
  };
  const account = async (tenantId: number): Promise<MerchantAccount> => {
    const shop = await shopOf(database.forTenant(tenantId), tenantId);
    if (!shop.sealedConnection) throw common.WECHAT_NOT_CONNECTED();
    const clients = clientsOf(tenantId, shop.sealedConnection);
    const { connection, pay, payBreaker, miniProgram, officialAccount, messageCrypto } = clients;
    const { mchid, appid, apiBaseUrl, notifyBaseUrl } = connection;
    return {
      client: pay,
      miniProgram,
      officialAccount,
      messageCrypto,
      mchid,
      appid,
      officialAppid: connection.officialAppid ?? null,
      openBaseUrl: openBaseOf(apiBaseUrl),
      notifyBaseUrl,
      sandbox: isSandbox(connection),
      isSilent: () => payBreaker.isOpen,
      tenantCode: shop.code,
      shopName: shop.settings.name,
    };
  };
  return {
    account,
    miniProgram: async (tenantId) => (await account(tenantId)).miniProgram,
  };
}

function connect(c: WechatConnection, tokenStore: TokenStore): Omit<Clients, 'madeOf' | 'connection'> {
  const payBreaker = new Breaker();
  const api = { baseUrl: c.apiBaseUrl, tokenStore, clock: nowMs, fetch: new Breaker().fetch };
  return {
    pay: payClientOf(c, { fetch: payBreaker.fetch }),
    payBreaker,
    miniProgram: new MiniProgramClient({ ...api, appid: c.appid, appSecret: c.appSecret }),
    officialAccount:
      c.officialAppid && c.officialSecret
        ? new OfficialAccountClient({ ...api, appid: c.officialAppid, appSecret: c.officialSecret })
        : null,
    messageCrypto: messageCryptoOf(c),
  };
}

function messageCryptoOf({ messageToken, messageKey, messageMode, appid }: WechatConnection): MessageCrypto | null {
  if (!messageToken || !messageKey) return null;
  return new MessageCrypto({
    token: messageToken,
    encodingAesKey: messageKey,
    appid,
    allowsPlain: messageMode === 'plain',
  });
}

/** WeChat Pay as a connection reaches it. With a public key its answers are verified by that, else by certificates. */
export function payClientOf(
  c: WechatConnection,
  sending: { timeoutMs?: number; fetch?: typeof fetch } = {},
): PayClient {
  const { mchid, appid, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = c;
  const verifier =
    publicKeyId && publicKey
      ? { mode: 'public-key' as const, publicKeyId, publicKey }
      : { mode: 'certificate' as const };
  const keys = { mchid, appid, serialNo, privateKey, apiV3Key, verifier };
  return new PayClient({ baseUrl: c.payBaseUrl, ...keys, clock: nowMs, ...sending });
}

/** Longer than a client waits for WeChat, retries included, so that a lease runs out only when its process died. */
const LEASE_MS = 45 * SECOND;
const PATIENCE_MS = LEASE_MS + 15 * SECOND;
const LOOK_AGAIN_MS = 100;
export const tokenPlace = (tenantId: number, appid: string): Place => ({
  tenantId,
  purpose: 'wechat-token',
  row: appid,
});

/** Access tokens of a shop, sealed in the database; one process at a time fetches a new one. */
function tokenStoreOf({ database, secrets }: Platform, tenantId: number): TokenStore {
  const db = database.forTenant(tenantId);
  return {
    async read(appid) {
      const row = await store.tokenRow(db, tenantId, appid);
      if (!row) return null;
      return { token: secrets.open(tokenPlace(tenantId, appid), row.sealed), expiresAtMs: row.expires_at.getTime() };
    },
    async write(appid, { token, expiresAtMs }) {
      const sealed = secrets.seal(tokenPlace(tenantId, appid), token);
      await database.inTx(tenantId, (tx) => store.keepToken(tx, tenantId, appid, sealed, new Date(expiresAtMs)));
    },
    async withLock(appid, fetchToken) {
      const holder = newId();
      const deadline = performance.now() + PATIENCE_MS;
      while (!(await database.inTx(tenantId, (tx) => store.takeLease(tx, tenantId, appid, holder, LEASE_MS)))) {
        if (performance.now() > deadline) throw common.UPSTREAM({ reason: 'access token lease' });
        await sleep(LOOK_AGAIN_MS);
      }
      try {
        return await fetchToken();
      } finally {
        await database.inTx(tenantId, (tx) => store.dropLease(tx, tenantId, appid, holder));
      }
    },
  };
}
