import { WechatApiError, WechatError } from '../errors.ts';
import { backoff, fetchOnce } from '../transport.ts';
import { checkTemplateData, type TemplateData } from './template-data.ts';

export interface StoredToken {
  token: string;
  expiresAtMs: number;
}
/** Where processes share the access token; `withLock` lets one of them refresh while the others wait. */
export interface TokenStore {
  read(appid: string): Promise<StoredToken | null>;
  write(appid: string, token: StoredToken): Promise<void>;
  withLock<T>(appid: string, work: () => Promise<T>): Promise<T>;
}
export interface MiniProgramOptions {
  /** https://api.weixin.qq.com, or a sandbox; without a slash at the end. */
  baseUrl: string;
  appid: string;
  appSecret: string;
  tokenStore?: TokenStore;
  clock?: () => number;
  timeoutMs?: number;
  fetch?: typeof fetch;
}
export interface Session {
  openid: string;
  session_key: string;
  unionid?: string;
}
export interface PhoneInfo {
  phoneNumber: string;
  purePhoneNumber: string;
  countryCode: string;
}
export interface SubscribeMessage {
  touser: string;
  template_id: string;
  page?: string;
  data: TemplateData;
  miniprogram_state?: 'developer' | 'trial' | 'formal';
}
export interface ShippingInfo {
  order_key:
    | { order_number_type: 1; mchid: string; out_trade_no: string }
    | { order_number_type: 2; transaction_id: string };
  /** 1 express, 2 city, 3 virtual, 4 pick-up. */
  logistics_type: 1 | 2 | 3 | 4;
  delivery_mode: 1 | 2;
  is_all_delivered?: boolean;
  shipping_list: {
    tracking_no?: string;
    express_company?: string;
    item_desc: string;
    contact?: { receiver_contact?: string; consignor_contact?: string };
  }[];
  /** RFC 3339 with offset. */
  upload_time: string;
  payer: { openid: string };
}
export interface TextVerdict {
  suggest: 'risky' | 'pass' | 'review';
  label: number;
}

const STALE_TOKEN = new Set([40001, 40014, 42001]);
const BUSY = -1;
const EARLY_MS = 60_000;
const ATTEMPTS = 3;

/** A mini program's server interfaces. Throws WechatApiError with the errcode, or WechatTimeoutError. */
export class MiniProgramClient {
  readonly #o: Required<Omit<MiniProgramOptions, 'tokenStore'>>;
  readonly #store: TokenStore;
  #refreshing: Promise<string> | null = null;

  constructor(options: MiniProgramOptions) {
    const { tokenStore, ...rest } = options;
    this.#o = { clock: Date.now, timeoutMs: 6000, fetch: globalThis.fetch, ...rest };
    this.#store = tokenStore ?? memoryStore();
  }

  /** Exchanges a wx.login code (5 minutes, once). The session_key never leaves the server. */
  codeToSession(code: string): Promise<Session> {
    const query = new URLSearchParams({
      appid: this.#o.appid,
      secret: this.#o.appSecret,
      js_code: code,
      grant_type: 'authorization_code',
    });
    return this.#call('GET', `/sns/jscode2session?${query}`);
  }

  async phoneNumber(code: string): Promise<PhoneInfo> {
    return (await this.#authorized<{ phone_info: PhoneInfo }>('/wxa/business/getuserphonenumber', { code })).phone_info;
  }

  /** A mini-program code as picture bytes; `scene` ≤ 32 of [0-9A-Za-z_\-=.]. */
  async unlimitedCode(ask: {
    scene: string;
    page?: string;
    check_path?: boolean;
    env_version?: string;
    width?: number;
  }): Promise<Buffer> {
    if (!/^[0-9A-Za-z_\-=.]{1,32}$/.test(ask.scene)) throw new WechatError('scene must be 1–32 of [0-9A-Za-z_-=.]');
    return this.#withToken(async (token) => {
      const body = await this.#raw('POST', `/wxa/getwxacodeunlimit?access_token=${token}`, ask);
      if (body[0] === 0x7b) readJson(body);
      return body;
    });
  }

  /** Sends one subscribe message; checks the values against WeChat's limits first, because it refuses without saying which. */
  async sendSubscribeMessage(message: SubscribeMessage): Promise<void> {
    checkTemplateData(message.data);
    await this.#authorized('/cgi-bin/message/subscribe/send', {
      lang: 'zh_CN',
      miniprogram_state: 'formal',
      ...message,
    });
  }

  /** Tells WeChat about a dispatch; until then the merchant's money stays frozen. */
  async uploadShippingInfo(info: ShippingInfo): Promise<void> {
    await this.#authorized('/wxa/sec/order/upload_shipping_info', info);
  }

  /** Content security of a text (version 2). */
  async checkText(ask: { openid: string; scene: 1 | 2 | 3 | 4; content: string }): Promise<TextVerdict> {
    return (await this.#authorized<{ result: TextVerdict }>('/wxa/msg_sec_check', { version: 2, ...ask })).result;
  }

  /** The access token: shared, and refreshed by one process at a time. */
  async accessToken(): Promise<string> {
    const known = await this.#store.read(this.#o.appid);
    if (known && known.expiresAtMs - EARLY_MS > this.#o.clock()) return known.token;
    return this.#refresh(known?.token ?? null);
  }

  /** `stale` is the token that no longer works: whoever finds another one in the store takes that. */
  #refresh(stale: string | null): Promise<string> {
    this.#refreshing ??= this.#store
      .withLock(this.#o.appid, async () => {
        const now = await this.#store.read(this.#o.appid);
        if (now && now.token !== stale && now.expiresAtMs - EARLY_MS > this.#o.clock()) return now.token;
        const { appid, appSecret: secret } = this.#o;
        const made = await this.#call<{ access_token: string; expires_in: number }>('POST', '/cgi-bin/stable_token', {
          grant_type: 'client_credential',
          appid,
          secret,
        });
        await this.#store.write(appid, {
          token: made.access_token,
          expiresAtMs: this.#o.clock() + made.expires_in * 1000,
        });
        return made.access_token;
      })
      .finally(() => {
        this.#refreshing = null;
      });
    return this.#refreshing;
  }

  #authorized<T>(path: string, body: object): Promise<T> {
    return this.#withToken((token) => this.#call<T>('POST', `${path}?access_token=${token}`, body));
  }

  async #withToken<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.accessToken();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof WechatApiError) || !STALE_TOKEN.has(error.errcode)) throw error;
      return call(await this.#refresh(token));
    }
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return readJson<T>(await this.#raw(method, path, body));
      } catch (error) {
        const again =
          (error instanceof WechatApiError && error.errcode === BUSY) || (error as Error).name === 'WechatTimeoutError';
        if (attempt >= ATTEMPTS || !again) throw error;
        await backoff(attempt);
      }
    }
  }

  async #raw(method: string, path: string, body?: object): Promise<Buffer> {
    const init = {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    };
    return (await fetchOnce(this.#o.fetch, this.#o.baseUrl + path, this.#o.timeoutMs, init)).body;
  }
}

/** The JSON of an answer; an errcode other than 0 is thrown. */
function readJson<T>(body: Buffer): T {
  let answer: { errcode?: number; errmsg?: string };
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new WechatError('the answer is not JSON', { cause: error });
  }
  if (answer.errcode) throw new WechatApiError(answer.errcode, answer.errmsg ?? '');
  return answer as T;
}

function memoryStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  return {
    read: async (appid) => tokens.get(appid) ?? null,
    write: async (appid, token) => void tokens.set(appid, token),
    withLock: (_appid, work) => work(),
  };
}
