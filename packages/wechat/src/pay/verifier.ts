import { createPublicKey, type KeyObject } from 'node:crypto';
import { WechatSignatureError } from '../errors.ts';
import { buildResponseMessage, CLOCK_WINDOW_S, decryptResource, type EncryptedResource, verify } from './signing.ts';

/**
 * How answers and call-backs are verified: by WeChat Pay's public key, or by platform certificates, which are downloaded when an
 * unknown one signs. In public-key mode nothing is downloaded by itself, because newer merchants have no certificates; who is in the
 * middle of WeChat's change-over, while call-backs come signed by either, calls `certificates()` now and then.
 */
export type VerifierOptions = { mode: 'public-key'; publicKeyId: string; publicKey: string } | { mode: 'certificate' };

/** The four Wechatpay-… headers; '' where one is missing. */
export interface SignedHeaders {
  serial: string;
  signature: string;
  timestamp: string;
  nonce: string;
}
export interface PlatformCertificate {
  serial_no: string;
  /** RFC 3339. */
  effective_time: string;
  expire_time: string;
  encrypt_certificate: EncryptedResource;
}
/** A key of the platform, PEM, with the time in which it counts (ms since the epoch). */
export interface PlatformKey {
  serial: string;
  pem: string;
  fromMs: number;
  untilMs: number;
  /** The PEM, read at its first use. Throws when it is none. */
  key: () => KeyObject;
}
const platformKey = (facts: Omit<PlatformKey, 'key'>): PlatformKey => {
  let read: KeyObject | null = null;
  const key = () => {
    read ??= createPublicKey(facts.pem);
    return read;
  };
  return { ...facts, key };
};
export type KeyRing = ReadonlyMap<string, PlatformKey>;

const PUBLIC_KEY_PREFIX = 'PUB_KEY_ID_';
const PROBE = 'WECHATPAY/SIGNTEST/';
const OLD_AFTER_MS = 12 * 3_600_000;
/**
 * How long after a download, good or failed, no other is begun. Anybody can send call-backs, with a new invented serial each; answers
 * come over connections that we opened, and while their key is missing nothing can be sold.
 */
const PAUSE_MS = { 'call-back': 60_000, answer: 5_000 } as const;
export type Origin = keyof typeof PAUSE_MS;

/** Keys of the platform by `Wechatpay-Serial`, and what they say about a message. `clock` gives ms since the epoch. */
export class Verifier {
  readonly #fixed: PlatformKey | null;
  readonly #apiV3Key: string;
  readonly #clock: () => number;
  #downloaded: KeyRing = new Map();
  #downloadedAtMs = Number.NEGATIVE_INFINITY;
  /** The last download, and why it failed. */
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #failure: unknown = null;

  constructor(options: VerifierOptions, apiV3Key: string, clock: () => number) {
    const always = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
    this.#fixed =
      options.mode === 'public-key'
        ? platformKey({ serial: options.publicKeyId, pem: options.publicKey, ...always })
        : null;
    this.#apiV3Key = apiV3Key;
    this.#clock = clock;
  }

  /** What to send as Wechatpay-Serial, so that the answer is signed with the key we hold. */
  get serialToSend(): string | null {
    return this.#fixed?.serial ?? null;
  }

  /** The key to encrypt with: the public key, else the certificate that came into force last; null before the first download. */
  get newestKey(): PlatformKey | null {
    const usable = [...this.#downloaded.values()].filter((key) => this.#counts(key));
    return this.#fixed ?? usable.sort((a, b) => b.fromMs - a.fromMs)[0] ?? null;
  }

  /** Whether it depends on certificates that are not here whether this serial is WeChat's. */
  isMissing(serial: string): boolean {
    return !this.#fixed && !this.#keyFor(serial) && !serial.startsWith(PUBLIC_KEY_PREFIX);
  }

  /** Whether a missing key may be asked for now. */
  mayDownload(origin: Origin): boolean {
    return this.#clock() - this.#triedAtMs > PAUSE_MS[origin];
  }

  /** Whether the downloaded certificates serve still but should be asked for again now. */
  get isOld(): boolean {
    if (this.#fixed || this.#downloaded.size === 0 || !this.mayDownload('call-back')) return false;
    return this.#clock() - this.#downloadedAtMs > OLD_AFTER_MS;
  }

  /** Why the last download failed; null when it did not. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Opens downloaded certificates with the APIv3 key, which proves where they come from. Throws WechatSignatureError. */
  open(certificates: PlatformCertificate[]): KeyRing {
    const keys = certificates.map((c) =>
      platformKey({
        serial: c.serial_no,
        pem: decryptResource(c.encrypt_certificate, this.#apiV3Key),
        fromMs: Date.parse(c.effective_time),
        untilMs: Date.parse(c.expire_time),
      }),
    );
    return new Map(keys.map((key) => [key.serial, key]));
  }

  /** Replaces the downloaded keys. */
  keep(keys: KeyRing): void {
    this.#downloaded = keys;
    this.#downloadedAtMs = this.#clock();
  }

  /** A download is over: `failure` says why nothing came of it, null when something did or WeChat has none. The pause begins. */
  tried(failure: unknown): void {
    this.#triedAtMs = this.#clock();
    this.#failure = failure;
  }

  /** What needs no key: all headers, no probe, within the clock window. Throws WechatSignatureError. */
  checkHeaders({ serial, signature, timestamp, nonce }: SignedHeaders): void {
    if (!serial || !signature || !timestamp || !nonce) throw new WechatSignatureError('signature headers are missing');
    if (signature.startsWith(PROBE)) throw new WechatSignatureError('a signature probe');
    const offS = Math.abs(this.#clock() / 1000 - Number(timestamp));
    // Written so that a timestamp that is no number fails too.
    if (!(offS <= CLOCK_WINDOW_S)) throw new WechatSignatureError(`timestamp is ${Math.round(offS)} s off`);
  }

  /** Throws WechatSignatureError unless WeChat signed this body within the clock window; `extra` keys count for this call only. */
  check(headers: SignedHeaders, body: string, extra?: KeyRing): void {
    this.checkHeaders(headers);
    const { serial, signature, timestamp, nonce } = headers;
    const key = this.#keyFor(serial, extra);
    if (!key) throw new WechatSignatureError(`no key for serial ${serial}`);
    if (!isSignedBy(key, buildResponseMessage(timestamp, nonce, body), signature))
      throw new WechatSignatureError('signature does not match');
  }

  #keyFor(serial: string, extra?: KeyRing): PlatformKey | null {
    const key = this.#fixed?.serial === serial ? this.#fixed : (extra?.get(serial) ?? this.#downloaded.get(serial));
    return key && this.#counts(key) ? key : null;
  }

  /** Written so that a time that cannot be read counts as never. */
  #counts(key: PlatformKey): boolean {
    const now = this.#clock();
    return key.fromMs <= now && now < key.untilMs;
  }
}

/** A key that cannot be read has signed nothing. */
function isSignedBy({ key }: PlatformKey, message: string, signature: string): boolean {
  try {
    return verify(message, signature, key());
  } catch {
    return false;
  }
}
