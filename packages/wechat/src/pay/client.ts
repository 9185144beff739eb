import { randomBytes } from 'node:crypto';
import { WechatPayError, WechatSignatureError } from '../errors.ts';
import { backoff, fetchOnce } from '../transport.ts';
import { type BillTable, openBill, parseBill, type TradeBill, tradeRows } from './bill.ts';
import { authorizationHeader, decryptResource, type EncryptedResource, paySignJsapi } from './signing.ts';
import type {
  H5PrepayBody,
  JsapiPayParams,
  JsapiPrepayBody,
  Notification,
  PrepayBody,
  Refund,
  RefundBody,
  Transaction,
} from './types.ts';
import { type PlatformCertificate, type SignedHeaders, Verifier, type VerifierOptions } from './verifier.ts';

export interface PayClientOptions {
  /** https://api.mch.weixin.qq.com, or a sandbox; without a slash at the end. */
  baseUrl: string;
  mchid: string;
  appid: string;
  serialNo: string;
  privateKey: string;
  apiV3Key: string;
  verifier: VerifierOptions;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  random?: (length: number) => string;
  timeoutMs?: number;
  fetch?: typeof fetch;
}

const ATTEMPTS = 3;
const PROBE = 'WECHATPAY/SIGNTEST/';
const NONCE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const randomText = (length: number): string =>
  [...randomBytes(length)].map((b) => NONCE_ALPHABET[b % NONCE_ALPHABET.length]).join('');

/**
 * WeChat Pay v3 of one merchant. Every 2xx answer is verified before it is believed. 500s, 429s and time-outs are repeated with
 * identical parameters, at most three times. Throws WechatPayError, WechatSignatureError or WechatTimeoutError.
 */
export class PayClient {
  readonly #o: Required<Omit<PayClientOptions, 'verifier'>>;
  readonly #verifier: Verifier;
  #learning: Promise<void> | null = null;

  constructor(options: PayClientOptions) {
    const { verifier, ...rest } = options;
    this.#o = { clock: Date.now, random: randomText, timeoutMs: 6000, fetch: globalThis.fetch, ...rest };
    this.#verifier = new Verifier(verifier, options.apiV3Key, this.#o.clock);
  }

  prepayJsapi(body: JsapiPrepayBody): Promise<{ prepay_id: string }> {
    return this.#post('/v3/pay/transactions/jsapi', this.#owned(body));
  }
  prepayH5(body: H5PrepayBody): Promise<{ h5_url: string }> {
    return this.#post('/v3/pay/transactions/h5', this.#owned(body));
  }
  prepayNative(body: PrepayBody): Promise<{ code_url: string }> {
    return this.#post('/v3/pay/transactions/native', this.#owned(body));
  }

  queryByOutTradeNo(outTradeNo: string): Promise<Transaction> {
    return this.#json(
      'GET',
      `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${this.#o.mchid}`,
    );
  }
  queryByTransactionId(id: string): Promise<Transaction> {
    return this.#json('GET', `/v3/pay/transactions/id/${encodeURIComponent(id)}?mchid=${this.#o.mchid}`);
  }

  /** Closes an unpaid number; closing again is fine, a paid one throws ORDER_PAID. */
  async closeByOutTradeNo(outTradeNo: string): Promise<void> {
    await this.#send(
      'POST',
      `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}/close`,
      JSON.stringify({ mchid: this.#o.mchid }),
    );
  }

  /** Asks for a refund: an answer means accepted, the outcome comes by call-back or query. */
  refund(body: RefundBody): Promise<Refund> {
    return this.#post('/v3/refund/domestic/refunds', body);
  }
  queryRefund(outRefundNo: string): Promise<Refund> {
    return this.#json('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`);
  }

  /** The trade bill of a day (YYYY-MM-DD), there from ten the next morning. */
  async tradeBill(ask: { billDate: string; billType?: 'ALL' | 'SUCCESS' | 'REFUND' }): Promise<TradeBill> {
    return tradeRows(
      await this.#bill(`/v3/bill/tradebill?bill_date=${ask.billDate}&bill_type=${ask.billType ?? 'ALL'}&tar_type=GZIP`),
    );
  }
  /** The fund-flow bill of a day. */
  fundFlowBill(ask: { billDate: string; accountType?: 'BASIC' | 'OPERATION' | 'FEES' }): Promise<BillTable> {
    return this.#bill(
      `/v3/bill/fundflowbill?bill_date=${ask.billDate}&account_type=${ask.accountType ?? 'BASIC'}&tar_type=GZIP`,
    );
  }

  /** Platform certificates; a merchant in public-key mode may get none. */
  async certificates(): Promise<PlatformCertificate[]> {
    const { data } = await this.#json<{ data: PlatformCertificate[] }>('GET', '/v3/certificates');
    return data;
  }

  /** What wx.requestPayment takes for a prepay_id. */
  jsapiPayParams(prepayId: string): JsapiPayParams {
    const { appid: appId, privateKey } = this.#o;
    const timeStamp = String(Math.floor(this.#o.clock() / 1000));
    const nonceStr = this.#o.random(32);
    const paySign = paySignJsapi({ appId, timeStamp, nonceStr, prepayId, privateKey });
    return { appId, timeStamp, nonceStr, package: `prepay_id=${prepayId}`, signType: 'RSA', paySign };
  }

  /** Verifies a call-back over its raw body, then decrypts it. Throws WechatSignatureError for forgeries, replays and probes. */
  async parseNotification(
    headers: Record<string, string | string[] | undefined>,
    rawBody: string,
  ): Promise<Notification> {
    const signed = signedHeaders((name) => {
      const value = headers[name] ?? headers[name.toLowerCase()];
      return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
    });
    if (signed.signature.startsWith(PROBE)) throw new WechatSignatureError('a signature probe');
    await this.#ready(signed.serial);
    this.#verifier.check(signed, rawBody);
    try {
      const envelope = JSON.parse(rawBody) as { id: string; event_type: string; resource: EncryptedResource };
      return {
        id: envelope.id,
        eventType: envelope.event_type,
        resource: JSON.parse(decryptResource(envelope.resource, this.#o.apiV3Key)),
      };
    } catch (error) {
      throw new WechatSignatureError('the resource cannot be read', { cause: error });
    }
  }

  #owned<B extends object>(body: B): B & { appid: string; mchid: string } {
    return { appid: this.#o.appid, mchid: this.#o.mchid, ...body };
  }

  #post<T>(path: string, body: object): Promise<T> {
    return this.#json<T>('POST', path, JSON.stringify(body));
  }

  async #json<T>(method: string, path: string, body = ''): Promise<T> {
    return JSON.parse((await this.#send(method, path, body)).toString('utf8')) as T;
  }

  async #bill(path: string): Promise<BillTable> {
    const { hash_value, download_url } = await this.#json<{ hash_value: string; download_url: string }>('GET', path);
    const { pathname, search } = new URL(download_url);
    return parseBill(openBill(await this.#send('GET', pathname + search, '', false), hash_value));
  }

  async #send(method: string, path: string, body: string, signedAnswer = true): Promise<Buffer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#sendOnce(method, path, body, signedAnswer);
      } catch (error) {
        if (attempt >= ATTEMPTS || !worthRepeating(error)) throw error;
        await backoff(attempt);
      }
    }
  }

  async #sendOnce(method: string, path: string, body: string, signedAnswer: boolean): Promise<Buffer> {
    const { mchid, serialNo, privateKey, baseUrl } = this.#o;
    const timestampS = Math.floor(this.#o.clock() / 1000);
    const serial = this.#verifier.serialToSend;
    const reply = await fetchOnce(this.#o.fetch, baseUrl + path, this.#o.timeoutMs, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'Jishi',
        authorization: authorizationHeader({
          mchid,
          serialNo,
          privateKey,
          method,
          path,
          body,
          timestampS,
          nonce: this.#o.random(32),
        }),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(serial ? { 'wechatpay-serial': serial } : {}),
      },
      ...(body ? { body } : {}),
    });
    if (reply.status < 200 || reply.status > 299 || reply.status === 202)
      throw payError(reply.status, reply.body, reply.headers.get('request-id'));
    if (signedAnswer) await this.#believe(path, reply);
    return reply.body;
  }

  async #believe(path: string, reply: { headers: Headers; body: Buffer }): Promise<void> {
    const signed = signedHeaders((name) => reply.headers.get(name) ?? '');
    const text = reply.body.toString('utf8');
    // The first download of certificates is signed by one of those that it brings.
    if (path === '/v3/certificates' && this.#verifier.serialToSend === null)
      this.#verifier.learn((JSON.parse(text) as { data: PlatformCertificate[] }).data);
    else await this.#ready(signed.serial);
    this.#verifier.check(signed, text);
  }

  async #ready(serial: string): Promise<void> {
    if (!this.#verifier.needs(serial)) return;
    this.#learning ??= this.certificates()
      .then(() => undefined)
      .finally(() => {
        this.#learning = null;
      });
    await this.#learning;
  }
}

const signedHeaders = (get: (name: string) => string): SignedHeaders => ({
  serial: get('Wechatpay-Serial'),
  signature: get('Wechatpay-Signature'),
  timestamp: get('Wechatpay-Timestamp'),
  nonce: get('Wechatpay-Nonce'),
});

function worthRepeating(error: unknown): boolean {
  if (error instanceof WechatPayError) return error.retryable;
  return error instanceof Error && error.name === 'WechatTimeoutError';
}

function payError(status: number, body: Buffer, requestId: string | null): WechatPayError {
  try {
    const { code, message, detail } = JSON.parse(body.toString('utf8')) as {
      code?: string;
      message?: string;
      detail?: unknown;
    };
    return new WechatPayError(status, code ?? 'UNKNOWN', message ?? '', requestId, detail);
  } catch {
    return new WechatPayError(status, 'UNKNOWN', body.toString('utf8').slice(0, 200), requestId);
  }
}
