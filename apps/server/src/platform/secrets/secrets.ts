import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { Keyring } from './keyring.ts';
import { masterSecret } from './secret-file.ts';

/** Where a sealed text lies. Anywhere else it does not open, so that nobody who can write rows can move it to another one. */
export interface Place {
  tenantId: number;
  /** What it is, e.g. `phone`. */
  purpose: string;
  /** The row, or whom it belongs to where copies of one text lie in several rows. */
  row: string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG = { authTagLength: 16 };
const PROBE: Place = { tenantId: 0, purpose: 'probe', row: '' };
const SEALED = /^s2\.([\w-]+)\.([\w-]+)$/;

/** Keys derived from the master secret, and what is done with them. Former master secrets still open what they sealed. */
export class Secrets {
  readonly #ring: Keyring;
  readonly #rings: ReadonlyMap<string, Keyring>;

  constructor(master: string, former: readonly string[] = []) {
    this.#ring = new Keyring(master);
    this.#rings = new Map([...former.map((f) => new Keyring(f)), this.#ring].map((ring) => [ring.name, ring]));
  }

  /** Takes the secret given, or the one in the data folder, made at the first start (mode 0600). Throws CannotStart for a weak one. */
  static open(given: string | null, dataDir: string, former: readonly string[] = []): Secrets {
    return new Secrets(masterSecret(given, dataDir), former);
  }

  /** A text that tells this secret from another one; kept in the database from its first migration on. */
  probe(): string {
    return this.seal(PROBE, PROBE.purpose);
  }

  /** Whether the probe was made with this secret, or with a former one that is known. */
  opensProbe(probe: string): boolean {
    try {
      return this.open(PROBE, probe) === PROBE.purpose;
    } catch {
      return false;
    }
  }

  /** A password that follows from the master secret, e.g. of the app's database role. */
  password(purpose: string): string {
    return this.#ring.key(`password/${purpose}`).toString('base64url');
  }

  /** `s2.<name of the keys>.<nonce, tag and text>`: AES-256-GCM with a random nonce, bound to its place. */
  seal(place: Place, text: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#ring.key(`seal/${place.tenantId}`), nonce, TAG);
    cipher.setAAD(bound(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${this.sealedNow}${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Opens what `seal` made. Throws when it was altered, lies in another place or was sealed with a master secret that is not known. */
  open(place: Place, sealed: string): string {
    const [, name = '', text = ''] = SEALED.exec(sealed) ?? [];
    const ring = this.#rings.get(name);
    if (!ring) throw new Error('not a sealed text, or sealed with another master secret');
    const bytes = Buffer.from(text, 'base64url');
    const tagEnd = NONCE_BYTES + TAG.authTagLength;
    const key = ring.key(`seal/${place.tenantId}`);
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), TAG);
    decipher.setAAD(bound(place));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
  }

  /** How a text begins that is sealed with the current master secret. */
  get sealedNow(): string {
    return `s2.${this.#ring.name}.`;
  }

  /** A blind index: equal texts of one tenant give equal marks, nothing leads back. */
  mark(tenantId: number, purpose: string, text: string): string {
    return this.#ring.mac(`mark/${tenantId}/${purpose}`, text).toString('base64url');
  }

  /** Signs a short claim, e.g. a shopper's session: `claim.signature`. */
  sign(purpose: string, claim: string): string {
    return `${claim}.${this.#signature(purpose, claim)}`;
  }

  /**
   * The claim of a signed text, or null when the signature is not ours, nor of a former master secret: with one that leaked,
   * anybody could sign. Texts are compared, not the bytes that they decode to: Node reads base64url leniently, and a signature must
   * not have a second spelling.
   */
  verify(purpose: string, signed: string): string | null {
    const dot = signed.lastIndexOf('.');
    if (dot < 1) return null;
    const claim = signed.slice(0, dot);
    return isSame(signed.slice(dot + 1), this.#signature(purpose, claim)) ? claim : null;
  }

  #signature(purpose: string, claim: string): string {
    return this.#ring.mac(`sign/${purpose}`, claim).toString('base64url');
  }

  /** `<name of the keys>.<HMAC>`: proves later that a text is as it was when it was written down. */
  witness(purpose: string, text: string): string {
    return `${this.#ring.name}.${this.#ring.mac(`witness/${purpose}`, text).toString('base64url')}`;
  }

  /** Whether this is what `witness` gave for the text, with the current or a former master secret. */
  witnessed(purpose: string, text: string, given: string): boolean {
    const ring = this.#rings.get(given.split('.')[0] ?? '');
    return (
      ring !== undefined && isSame(given, `${ring.name}.${ring.mac(`witness/${purpose}`, text).toString('base64url')}`)
    );
  }
}

const bound = ({ tenantId, purpose, row }: Place): Buffer => Buffer.from(JSON.stringify([tenantId, purpose, row]));

const isSame = (given: string, right: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};
