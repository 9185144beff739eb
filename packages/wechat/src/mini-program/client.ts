import { WechatApiError, WechatError, WechatTimeoutError } from '../errors.ts';
import { fetchOnce, repeat, type Transport, type TransportOptions, transport } from '../transport.ts';
import { AccessToken, memoryStore, type TokenStore } from './access-token.ts';
import { checkTemplateData } from './template-data.ts';
import type {
  CodeRequest,
  PhoneInfo,
  Session,
  ShippingInfo,
  SubscribeMessage,
  TextCheck,
  TextVerdict,
} from './types.ts';

export interface MiniProgramOptions extends TransportOptions {
  /** https://api.weixin.qq.com, or a sandbox; without a slash at the end. */
  baseUrl: string;
  appid: string;
  appSecret: string;
  tokenStore?: TokenStore;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}
/** Of a call with a body (POST) or without (GET). */
interface Call {
  path: string;
  body?: object;
}

const BUSY = -1;
const STALE_TOKEN = new Set([40001, 40014, 42001]);
const SHIPPING_UNCHANGED = 10060023;
const OPENING_BRACE = 0x7b;

/**
 * A mini program's server interfaces. Throws WechatApiError with the errcode, or WechatTimeoutError. Time-outs and errcode -1 are
 * repeated, at most three times in all; a token that WeChat no longer takes is replaced once.
 */
export class MiniProgramClient {
  readonly #o: MiniProgramOptions;
  readonly #transport: Transport;
  readonly #token: AccessToken;

  constructor(options: MiniProgramOptions) {
    this.#o = options;
    this.#transport = transport(options);
    const { appid, appSecret: secret, tokenStore: store = memoryStore(), clock = Date.now } = options;
    const body = { grant_type: 'client_credential', appid, secret };
    const fetchToken = () =>
      this.#json<{ access_token: string; expires_in: number }>({ path: '/cgi-bin/stable_token', body });
    this.#token = new AccessToken({ appid, store, clock, fetchToken });
  }

  /** Exchanges a wx.login code (5 minutes, once). */
  codeToSession(code: string): Promise<Session> {
    const { appid, appSecret: secret } = this.#o;
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' });
    return this.#json({ path: `/sns/jscode2session?${query}` });
  }

  /** The number behind a getPhoneNumber code (5 minutes, once). */
  async phoneNumber(code: string): Promise<PhoneInfo> {
    const answer = await this.#authorized(
      '/wxa/business/getuserphonenumber',
      (call) => this.#json<{ phone_info: PhoneInfo }>(call),
      { code },
    );
    return answer.phone_info;
  }

  /** A mini-program code as picture bytes. Throws WechatError when WeChat could not take the scene. */
  async unlimitedCode(ask: CodeRequest): Promise<Buffer> {
    if (!/^[0-9A-Za-z_\-=.]{1,32}$/.test(ask.scene)) throw new WechatError('scene must be 1–32 of [0-9A-Za-z_-=.]');
    return this.#authorized('/wxa/getwxacodeunlimit', (call) => this.#picture(call), ask);
  }

  /**
   * Sends one subscribe message, after checking its values, because WeChat refuses without saying which. Not repeated after a
   * time-out: one acceptance is one message, and it may have gone.
   */
  async sendSubscribeMessage(message: SubscribeMessage): Promise<void> {
    checkTemplateData(message.data);
    const body = { lang: 'zh_CN', miniprogram_state: 'formal', ...message };
    await this.#authorized('/cgi-bin/message/subscribe/send', (call) => this.#json(call, isBusy), body);
  }

  /** Tells WeChat about a dispatch; until then the merchant's money stays frozen. What it knows already is no error. */
  async uploadShippingInfo(info: ShippingInfo): Promise<void> {
    try {
      await this.#authorized('/wxa/sec/order/upload_shipping_info', (call) => this.#json(call), info);
    } catch (error) {
      if (!(error instanceof WechatApiError) || error.errcode !== SHIPPING_UNCHANGED) throw error;
    }
  }

  /** Content security of a text (version 2). */
  async checkText(ask: TextCheck): Promise<TextVerdict> {
    const answer = await this.#authorized('/wxa/msg_sec_check', (call) => this.#json<{ result: TextVerdict }>(call), {
      version: 2,
      ...ask,
    });
    return answer.result;
  }

  /** The access token: shared, and fetched by one process at a time. */
  accessToken(): Promise<string> {
    return this.#token.get();
  }

  async #authorized<T>(path: string, send: (call: Call) => Promise<T>, body: object): Promise<T> {
    const withToken = (token: string) => send({ path: `${path}?access_token=${encodeURIComponent(token)}`, body });
    const token = await this.#token.get();
    try {
      return await withToken(token);
    } catch (error) {
      if (!(error instanceof WechatApiError) || !STALE_TOKEN.has(error.errcode)) throw error;
      return withToken(await this.#token.replace(token));
    }
  }

  #json<T>(call: Call, isWorthIt = isPassing): Promise<T> {
    return repeat(this.#transport, isWorthIt, async () => readJson<T>(await this.#send(call)));
  }

  /** Bytes, unless the answer is JSON: then it is an error. */
  #picture(call: Call): Promise<Buffer> {
    return repeat(this.#transport, isPassing, async () => {
      const bytes = await this.#send(call);
      if (bytes.length === 0 || bytes[0] === OPENING_BRACE) readJson(bytes);
      return bytes;
    });
  }

  async #send({ path, body }: Call): Promise<Buffer> {
    const headers = { 'content-type': 'application/json' };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { method: 'GET' };
    const reply = await fetchOnce(this.#transport, this.#o.baseUrl + path, init);
    // WeChat always answers 200; anything else comes from a gateway, and nobody knows what happened behind it.
    if (reply.status !== 200) throw new WechatTimeoutError(`HTTP ${reply.status} instead of an answer`);
    return reply.body;
  }
}

const isBusy = (error: unknown) => error instanceof WechatApiError && error.errcode === BUSY;
const isPassing = (error: unknown) => isBusy(error) || error instanceof WechatTimeoutError;

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
