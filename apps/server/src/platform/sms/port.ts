export type SmsProvider = 'aliyun' | 'tencent';

/** A merchant's account at a provider of text messages. */
export interface SmsAccount {
  provider: SmsProvider;
  /** Where the provider is asked; a sandbox stands at another address. */
  baseUrl: string;
  keyId: string;
  keySecret: string;
  /** The name in brackets before each text, as the provider has approved it. */
  sign: string;
  /** Number of the approved template. Aliyun: one variable `code`; Tencent: `{1}` is the code. */
  template: string;
  /** Tencent's SdkAppId; Aliyun has none. */
  appId?: string | undefined;
}

/**
 * Why a text was not sent. `later`: this number had too many; `number`: it cannot get any; `setup`: sign or template is wrong; `account`:
 * keys are wrong or there is no money; `silent`: no answer came, and the text may have been sent.
 */
export type SmsTrouble = 'later' | 'number' | 'setup' | 'account' | 'silent';
export class SmsError extends Error {
  readonly trouble: SmsTrouble;
  /** The provider's own word. */
  readonly code: string;
  constructor(trouble: SmsTrouble, code: string, message: string, cause?: unknown) {
    super(`${code}: ${message}`, { cause });
    this.trouble = trouble;
    this.code = code;
  }
}

/** Sends texts to mainland numbers (11 digits). */
export interface Sms {
  /** Throws SmsError. Never repeated by itself: after a silence the text may be on its way. */
  sendCode(phone: string, code: string): Promise<void>;
}

/** What an adapter works with beside the account: the network, and the clock in ms. */
export interface SmsWorld {
  fetch: typeof fetch;
  nowMs: () => number;
  newNonce: () => string;
}

const TIMEOUT_MS = 5_000;
/** Sends one request and reads JSON of whatever status. Throws SmsError `silent`. */
export async function asked(send: typeof fetch, url: string, init: RequestInit): Promise<unknown> {
  try {
    const reply = await send(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return await reply.json();
  } catch (error) {
    throw new SmsError('silent', 'NO_ANSWER', 'the provider of text messages did not answer', error);
  }
}
