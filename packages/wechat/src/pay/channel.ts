import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import { WechatError, WechatPayError, WechatSignatureError, WechatTimeoutError } from '../errors.ts';
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
  type Origin,
  type PlatformCertificate,
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
  readonly mchid: string;
  readonly clock: () => number;
  readonly random: (length: number) => string;
  readonly #o: ChannelOptions;
  readonly #transport: Transport;
  readonly #verifier: Verifier;
  #privateKey: KeyObject | null = null;
  #downloading: Promise<PlatformCertificate[]> | null = null;

  constructor(options: ChannelOptions) {
    this.#o = options;
    this.mchid = options.mchid;
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

  /**
   * What WeChat says to a request that it refuses; verified when the refusal is signed, as those after a right signature are. Throws
   * WechatSignatureError, WechatTimeoutError, or WechatError when the request was not refused.
   */
  async refusal(request: SignedRequest, limits?: CallLimits): Promise<WechatPayError> {
    const patience = new Patience(limits);
    const reply = await this.#sendOnce(request, patience);
    if (reply.status < 300) throw new WechatError('the request was not refused');
    if (reply.headers.has('wechatpay-signature')) await this.#believe(reply, patience);
    return payError(reply);
  }

  /** The bytes of a bill: a signed request whose answer WeChat does not sign; the caller checks the hash. */
  async file(path: string, limits?: CallLimits): Promise<Buffer> {
    return (await this.#send({ method: 'GET', path }, new Patience(limits), async () => {})).body;
  }

  /** The merchant's key, read once. */
  get privateKey(): KeyObject {
    this.#privateKey ??= createPrivateKey(this.#o.privateKey);
    return this.#privateKey;
  }

  /**
   * Downloads the platform certificates and takes them over; callers at the same time share one download. Empty for a merchant who
   * has none; a certificate that is held already counts until it expires.
   */
  certificates(): Promise<PlatformCertificate[]> {
    this.#downloading ??= this.#download().finally(() => {
      this.#downloading = null;
    });
    return this.#downloading;
  }

  /**
   * Throws WechatSignatureError unless WeChat signed this body. An unknown certificate is downloaded first, at most once in five
   * seconds for answers and once a minute for call-backs. When that fails, a call-back throws WechatSignatureError all the same (WeChat
   * sends it again after every refusal), and an answer throws what the download threw.
   */
  async check(origin: Origin, headers: SignedHeaders, body: string, patience = new Patience()): Promise<void> {
    this.#verifier.checkHeaders(headers);
    if (this.#verifier.isMissing(headers.serial)) {
      const failure = await this.#fetchMissing(origin, patience);
      if (failure && this.#verifier.isMissing(headers.serial)) throw unverifiable(origin, headers.serial, failure);
    }
    // The keys we hold still serve, so nobody waits for the new ones, and a download that fails is tried again later.
    else if (this.#verifier.isOld) this.certificates().catch(() => {});
    this.#verifier.check(headers, body);
  }

  /** Why the certificates could not be had, now or by the last download, or null. */
  async #fetchMissing(origin: Origin, patience: Patience): Promise<unknown> {
    if (!this.#downloading && !this.#verifier.mayDownload(origin)) return this.#verifier.failure;
    return patience.waitFor(this.certificates()).then(
      () => null,
      (error: unknown) => error,
    );
  }

  /** Encrypts the sensitive fields of one request; `platformSerial` goes with it. */
  async sealer(): Promise<{ seal: (text: string) => string; platformSerial: string }> {
    if (!this.#verifier.newestKey) await this.certificates();
    const newest = this.#verifier.newestKey;
    if (!newest) throw new WechatError('the merchant has no platform certificate: set the public key');
    return { seal: (text) => encryptSensitive(text, newest.key()), platformSerial: newest.serial };
  }

  async #download(): Promise<PlatformCertificate[]> {
    try {
      const certificates = await this.#askForCertificates();
      this.#verifier.tried(null);
      return certificates;
    } catch (error) {
      this.#verifier.tried(error);
      throw error;
    }
  }

  async #askForCertificates(): Promise<PlatformCertificate[]> {
    let certificates: PlatformCertificate[] = [];
    // Others wait for the same download, so the limits of the call that began it do not end it.
    const asked = this.#send({ method: 'GET', path: CERTIFICATES }, new Patience(), async ({ body, headers }) => {
      certificates = certificatesOf(body);
      // A download may be signed by a certificate that it brings itself; nothing is kept before the signature holds.
      const keys = this.#verifier.open(certificates);
      const signed = signedHeaders((name) => headers.get(name));
      this.#verifier.check(signed, body.toString('utf8'), keys);
      this.#verifier.keep(keys);
    });
    await asked.catch((error: unknown) => {
      if (!hasNoCertificates(error)) throw error;
    });
    return certificates;
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
    const { baseUrl, mchid, serialNo } = this.#o;
    const { privateKey } = this;
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
    return this.check('answer', signed, body.toString('utf8'), patience);
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

/** What WeChat says to merchants who have the public key only. */
const hasNoCertificates = (error: unknown) =>
  error instanceof WechatPayError && error.status === 404 && error.is('RESOURCE_NOT_EXISTS');

/** A message whose key could not be asked for. */
const unverifiable = (origin: Origin, serial: string, failure: unknown): unknown =>
  origin === 'answer'
    ? failure
    : new WechatSignatureError(`no key for serial ${serial}, and certificates could not be downloaded`, {
        cause: failure,
      });

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
