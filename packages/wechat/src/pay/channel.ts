import { randomBytes } from 'node:crypto';
import { WechatError, WechatPayError, WechatTimeoutError } from '../errors.ts';
import {
  type CallLimits,
  fetchOnce,
  Patience,
  type Reply,
  repeat,
  type Transport,
  type TransportOptions,
  transport,
} from '../transport.ts';
import { authorizationHeader, encryptSensitive } from './signing.ts';
import {
  type PlatformCertificate,
  type PlatformKey,
  type SignedHeaders,
  Verifier,
  type VerifierOptions,
} from './verifier.ts';

export interface ChannelOptions extends TransportOptions {
  /** https://api.mch.weixin.qq.com, or a sandbox; without a slash at the end. */
  baseUrl: string;
  mchid: string;
  /** Of the merchant's own certificate. */
  serialNo: string;
  privateKey: string;
  /** 32 bytes. */
  apiV3Key: string;
  verifier: VerifierOptions;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  random?: (length: number) => string;
}
export interface SignedRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With the raw query. */
  path: string;
  /** Sent as JSON. */
  body?: object;
  /** The key that encrypted the body's sensitive fields. */
  platformSerial?: string;
}

const CERTIFICATES = '/v3/certificates';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const randomText = (length: number): string =>
  [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

/**
 * Signed requests of one merchant. Every 2xx answer is verified before it is believed; 5xx, 429, 202 and time-outs are repeated
 * with identical parameters, freshly signed. Throws WechatPayError, WechatSignatureError or WechatTimeoutError.
 */
export class SignedChannel {
  readonly clock: () => number;
  readonly random: (length: number) => string;
  readonly #o: ChannelOptions;
  readonly #transport: Transport;
  readonly #verifier: Verifier;
  #downloading: Promise<PlatformCertificate[]> | null = null;

  constructor(options: ChannelOptions) {
    this.#o = options;
    this.clock = options.clock ?? Date.now;
    this.random = options.random ?? randomText;
    this.#transport = transport(options);
    this.#verifier = new Verifier(options.verifier, options.apiV3Key, this.clock);
  }

  /** The verified JSON of an answer; undefined for an empty one (204). */
  async json<T>(request: SignedRequest, limits?: CallLimits): Promise<T> {
    const patience = new Patience(limits);
    const { body } = await this.#send(request, patience, (reply) => this.#believe(reply, patience));
    return body.length === 0 ? (undefined as T) : readJson<T>(body);
  }

  /** The bytes of a bill: a signed request whose answer WeChat does not sign; the caller checks the hash. */
  async file(path: string, limits?: CallLimits): Promise<Buffer> {
    return (await this.#send({ method: 'GET', path }, new Patience(limits), async () => {})).body;
  }

  /** Downloads the platform certificates and takes them over; callers at the same time share one download. */
  certificates(): Promise<PlatformCertificate[]> {
    this.#downloading ??= this.#download().finally(() => {
      this.#downloading = null;
    });
    return this.#downloading;
  }

  /** Throws WechatSignatureError unless WeChat signed this body; downloads certificates when the key is not known yet. */
  async check(headers: SignedHeaders, body: string, patience = new Patience()): Promise<void> {
    this.#verifier.checkHeaders(headers);
    if (this.#verifier.mustDownload(headers.serial)) await patience.waitFor(this.certificates());
    // The keys we hold still serve, so nobody waits for the new ones, and a download that fails is tried again later.
    else if (this.#verifier.isOld) this.certificates().catch(() => {});
    this.#verifier.check(headers, body);
  }

  /** A sensitive field for WeChat; the request that carries it names the key as `platformSerial`. */
  async encryptSensitive(text: string): Promise<{ ciphertext: string; platformSerial: string }> {
    const { pem, serial } = await this.#encryptionKey();
    return { ciphertext: encryptSensitive(text, pem), platformSerial: serial };
  }

  async #encryptionKey(): Promise<PlatformKey> {
    if (!this.#verifier.newestKey) await this.certificates();
    const key = this.#verifier.newestKey;
    if (!key) throw new WechatError('the merchant has no platform certificate: set the public key');
    return key;
  }

  async #download(): Promise<PlatformCertificate[]> {
    // Others wait for the same download, so the limits of the call that began it do not end it.
    const { body } = await this.#send({ method: 'GET', path: CERTIFICATES }, new Patience(), async (reply) => {
      // A download may be signed by a certificate that it brings itself; nothing is kept before the signature holds.
      const keys = this.#verifier.open(certificatesOf(reply.body));
      this.#verifier.check(
        signedHeaders((name) => reply.headers.get(name)),
        reply.body.toString('utf8'),
        keys,
      );
      this.#verifier.keep(keys);
    });
    return certificatesOf(body);
  }

  #send(request: SignedRequest, patience: Patience, believe: (reply: Reply) => Promise<void>): Promise<Reply> {
    const once = async () => {
      const reply = await this.#sendOnce(request, patience);
      const isOk = reply.status >= 200 && reply.status <= 299;
      if (isOk) await believe(reply);
      if (!isOk || reply.status === 202) throw payError(reply);
      return reply;
    };
    return repeat(this.#transport, isWorthRepeating, once, patience);
  }

  #sendOnce(request: SignedRequest, patience: Patience): Promise<Reply> {
    const { baseUrl, mchid, serialNo, privateKey } = this.#o;
    const { method, platformSerial = this.#verifier.serialToSend } = request;
    const body = request.body ? JSON.stringify(request.body) : '';
    const path = pathAsSent(request.path);
    const timestampS = Math.floor(this.clock() / 1000);
    const nonce = this.random(32);
    const init = {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'Jishi',
        authorization: authorizationHeader({ mchid, serialNo, privateKey, method, path, body, timestampS, nonce }),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(platformSerial ? { 'wechatpay-serial': platformSerial } : {}),
      },
      ...(body ? { body } : {}),
    };
    return fetchOnce(this.#transport, baseUrl + path, init, patience);
  }

  #believe({ headers, body }: Reply, patience: Patience): Promise<void> {
    const signed = signedHeaders((name) => headers.get(name));
    return this.check(signed, body.toString('utf8'), patience);
  }
}

/** The Wechatpay-… headers; `get` looks one up by name. */
export const signedHeaders = (get: (name: string) => string | null | undefined): SignedHeaders => ({
  serial: get('Wechatpay-Serial') ?? '',
  signature: get('Wechatpay-Signature') ?? '',
  timestamp: get('Wechatpay-Timestamp') ?? '',
  nonce: get('Wechatpay-Nonce') ?? '',
});

/** What is signed must be what fetch sends, and fetch encodes. */
function pathAsSent(path: string): string {
  const { pathname, search } = new URL(path, 'http://path.invalid');
  return pathname + search;
}

function isWorthRepeating(error: unknown): boolean {
  return error instanceof WechatTimeoutError || (error instanceof WechatPayError && error.retryable);
}

function readJson<T>(body: Buffer): T {
  try {
    return JSON.parse(body.toString('utf8')) as T;
  } catch (error) {
    throw new WechatError('the answer is not JSON', { cause: error });
  }
}

function certificatesOf(body: Buffer): PlatformCertificate[] {
  const { data } = readJson<{ data?: PlatformCertificate[] }>(body);
  if (!Array.isArray(data)) throw new WechatError('the answer holds no certificates');
  return data;
}

function payError({ status, body, headers }: Reply): WechatPayError {
  const requestId = headers.get('request-id');
  try {
    const { code, message, detail } = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    return new WechatPayError(status, String(code ?? 'UNKNOWN'), String(message ?? ''), requestId, detail);
  } catch {
    return new WechatPayError(status, 'UNKNOWN', body.toString('utf8').slice(0, 200), requestId);
  }
}
