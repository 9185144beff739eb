import { AccessToken, memoryStore, type TokenStore } from './access-token.ts';
import { WechatApiError, WechatError, WechatTimeoutError } from './errors.ts';
import { fetchOnce, repeat, type Transport, type TransportOptions, transport } from './transport.ts';

export interface ApiOptions extends TransportOptions {
  /** https://api.weixin.qq.com, or a sandbox; without a slash at the end. */
  baseUrl: string;
  appid: string;
  appSecret: string;
  tokenStore?: TokenStore;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}
/** With a body it is a POST, without a GET. */
interface Call {
  path: string;
  query?: Record<string, string>;
  body?: object;
}
type IsWorthIt = (error: unknown) => boolean;

const BUSY = -1;
const STALE_TOKEN = new Set([40001, 40014, 42001]);
const OPENING_BRACE = 0x7b;

/**
 * How an app's server interfaces at api.weixin.qq.com are called. Throws WechatApiError with the errcode, or WechatTimeoutError.
 * Time-outs and errcode -1 are repeated, at most three times in all; a token that WeChat no longer takes is replaced once.
 */
export class ApiChannel {
  readonly #o: ApiOptions;
  readonly #transport: Transport;
  readonly token: AccessToken;

  constructor(options: ApiOptions) {
    this.#o = options;
    this.#transport = transport(options);
    const { appid, appSecret: secret, tokenStore: store = memoryStore(), clock = Date.now } = options;
    const body = { grant_type: 'client_credential', appid, secret };
    const fetchToken = () => this.json<{ access_token: string; expires_in: number }>('/cgi-bin/stable_token', { body });
    this.token = new AccessToken({ appid, store, clock, fetchToken });
  }

  /** A call that names the app itself, or needs no token of the app. */
  json<T>(path: string, call: Omit<Call, 'path'>, isWorthIt: IsWorthIt = isPassing): Promise<T> {
    return repeat(this.#transport, isWorthIt, async () => readJson<T>(await this.#send({ path, ...call })));
  }

  /** A call with the app's access token. */
  authorized<T>(path: string, call: Omit<Call, 'path'>, isWorthIt: IsWorthIt = isPassing): Promise<T> {
    return this.#withToken((access_token) =>
      this.json<T>(path, { ...call, query: { access_token, ...call.query } }, isWorthIt),
    );
  }

  /** Bytes, unless the answer is JSON: then it is an error. */
  picture(path: string, body: object): Promise<Buffer> {
    return this.#withToken((access_token) =>
      repeat(this.#transport, isPassing, async () => {
        const bytes = await this.#send({ path, query: { access_token }, body });
        if (bytes.length === 0 || bytes[0] === OPENING_BRACE) readJson(bytes);
        return bytes;
      }),
    );
  }

  async #withToken<T>(send: (token: string) => Promise<T>): Promise<T> {
    const token = await this.token.get();
    try {
      return await send(token);
    } catch (error) {
      if (!(error instanceof WechatApiError) || !STALE_TOKEN.has(error.errcode)) throw error;
      return send(await this.token.replace(token));
    }
  }

  async #send({ path, query, body }: Call): Promise<Buffer> {
    const headers = { 'content-type': 'application/json' };
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { method: 'GET' };
    const url = `${this.#o.baseUrl}${path}${query ? `?${new URLSearchParams(query)}` : ''}`;
    const reply = await fetchOnce(this.#transport, url, init);
    // WeChat always answers 200; anything else comes from a gateway, and nobody knows what happened behind it.
    if (reply.status !== 200) throw new WechatTimeoutError(`HTTP ${reply.status} instead of an answer`);
    return reply.body;
  }
}

export const isBusy = (error: unknown): boolean => error instanceof WechatApiError && error.errcode === BUSY;
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
