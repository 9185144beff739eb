import { WechatSignatureError } from '../errors.ts';
import { buildResponseMessage, CLOCK_WINDOW_S, decryptResource, type EncryptedResource, verify } from './signing.ts';

/** How answers and call-backs are verified: by WeChat Pay's public key, or by platform certificates, which are downloaded. */
export type VerifierOptions = { mode: 'public-key'; publicKeyId: string; publicKey: string } | { mode: 'certificate' };

export interface SignedHeaders {
  serial: string;
  signature: string;
  timestamp: string;
  nonce: string;
}
export interface PlatformCertificate {
  serial_no: string;
  effective_time: string;
  expire_time: string;
  encrypt_certificate: EncryptedResource;
}

const REFRESH_EVERY_MS = 12 * 3600 * 1000;

/** Keys of the platform by `Wechatpay-Serial`. */
export class Verifier {
  readonly #options: VerifierOptions;
  readonly #apiV3Key: string;
  readonly #clock: () => number;
  readonly #certificates = new Map<string, string>();
  #fetchedAtMs = 0;

  constructor(options: VerifierOptions, apiV3Key: string, clock: () => number) {
    this.#options = options;
    this.#apiV3Key = apiV3Key;
    this.#clock = clock;
  }

  /** What to send as Wechatpay-Serial, so that the answer is signed with the key we hold. */
  get serialToSend(): string | null {
    return this.#options.mode === 'public-key' ? this.#options.publicKeyId : null;
  }

  /** Whether a key for this serial must be downloaded first. */
  needs(serial: string): boolean {
    if (this.#options.mode === 'public-key') return false;
    return !this.#certificates.has(serial) || this.#clock() - this.#fetchedAtMs > REFRESH_EVERY_MS;
  }

  /** Takes downloaded certificates; decrypting them with the APIv3 key is what proves where they come from. */
  learn(certificates: PlatformCertificate[]): void {
    for (const c of certificates)
      this.#certificates.set(c.serial_no, decryptResource(c.encrypt_certificate, this.#apiV3Key));
    this.#fetchedAtMs = this.#clock();
  }

  /** Throws WechatSignatureError unless the body was signed by WeChat within the clock window. */
  check(headers: SignedHeaders, body: string): void {
    const { serial, signature, timestamp, nonce } = headers;
    if (!serial || !signature || !timestamp || !nonce) throw new WechatSignatureError('signature headers are missing');
    const ageS = Math.abs(this.#clock() / 1000 - Number(timestamp));
    if (!(ageS <= CLOCK_WINDOW_S)) throw new WechatSignatureError(`timestamp is ${Math.round(ageS)} s off`);
    const key = this.#keyFor(serial);
    if (!key) throw new WechatSignatureError(`no key for serial ${serial}`);
    if (!verify(buildResponseMessage(timestamp, nonce, body), signature, key))
      throw new WechatSignatureError('signature does not match');
  }

  #keyFor(serial: string): string | undefined {
    if (this.#options.mode === 'public-key')
      return serial === this.#options.publicKeyId ? this.#options.publicKey : undefined;
    return this.#certificates.get(serial);
  }
}
