import { isRetryable, type Remedy, remedyFor } from './errcodes.ts';

/** Anything that went wrong with WeChat; branch on the subclass and its code, never on the message. */
export class WechatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** WeChat Pay refused: `code` is its stable word, e.g. ORDER_CLOSED; `retryable` when the identical request may succeed later. */
export class WechatPayError extends WechatError {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly detail: unknown;
  constructor(status: number, code: string, message: string, requestId: string | null, detail?: unknown) {
    super(`${code}: ${message}`);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.detail = detail;
  }
  /** Whether the refusal is this word; WeChat spells the same one with and without underscores (ORDER_NOT_EXIST, ORDERNOTEXIST). */
  is(code: string): boolean {
    const bare = (word: string) => word.replaceAll('_', '');
    return bare(this.code) === bare(code);
  }

  get retryable(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 202;
  }
}

/** An api.weixin.qq.com interface answered an errcode other than 0; `retryable` when the identical request may succeed later. */
export class WechatApiError extends WechatError {
  readonly errcode: number;
  constructor(errcode: number, errmsg: string) {
    super(`${errcode}: ${errmsg}`);
    this.errcode = errcode;
  }

  get retryable(): boolean {
    return isRetryable(this.errcode);
  }

  /** What helps against it; null: nothing. */
  get remedy(): Remedy | null {
    return remedyFor(this.errcode);
  }
}

/** What came was not signed by WeChat, is older than the clock window, or cannot be decrypted: treat it as never come. */
export class WechatSignatureError extends WechatError {}

/** What came cannot be decrypted: the APIv3 key is another one, or the message was changed. */
export class WechatDecryptionError extends WechatSignatureError {}

/** No answer in time; the request may or may not have been carried out: repeat it identically, or query. */
export class WechatTimeoutError extends WechatError {}

/** WeChat Pay's words for a wrong merchant number, serial, key or binding, or a product that the merchant has not opened. */
const MERCHANT_WORDS = ['SIGN_ERROR', 'APPID_MCHID_NOT_MATCH', 'MCH_NOT_EXISTS', 'NO_AUTH'];

/**
 * Whether the connection is wrong, so that nothing will work until the merchant mends it: a key, serial, secret or AppID, rights, or an
 * answer that the public key we hold did not sign. Anything else is of the request, or WeChat itself does not work.
 */
export function isMisconfiguration(error: unknown): boolean {
  if (error instanceof WechatApiError) return error.remedy === 'settings';
  if (error instanceof WechatSignatureError) return true;
  if (!(error instanceof WechatPayError)) return false;
  const { field } = (error.detail ?? {}) as { field?: unknown };
  return field === 'Wechatpay-Serial' || MERCHANT_WORDS.some((word) => error.is(word));
}
