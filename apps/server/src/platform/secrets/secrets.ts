import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Keys derived from one master secret, and what is done with them. */
export class Secrets {
  readonly #master: Buffer;
  readonly #keys = new Map<string, Buffer>();

  constructor(master: string) {
    this.#master = Buffer.from(master);
  }

  /** Takes the secret given, or the one in the data folder, made at the first start (mode 0600). */
  static open(given: string | null, dataDir: string): Secrets {
    if (given) return new Secrets(given);
    const file = path.join(dataDir, 'secret');
    try {
      return new Secrets(readFileSync(file, 'utf8').trim());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    mkdirSync(dataDir, { recursive: true });
    const made = randomBytes(48).toString('base64url');
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return new Secrets(made);
  }

  /** A password that follows from the master secret, e.g. of the app's database role. */
  password(purpose: string): string {
    return this.#key(`password/${purpose}`).toString('base64url');
  }

  /** Seals text of a tenant: AES-256-GCM, random nonce, purpose bound in as associated data. */
  seal(tenantId: number, purpose: string, text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key(`seal/${tenantId}`), nonce);
    cipher.setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `s1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /** Opens what `seal` made. Throws when it was altered or belongs to another tenant or purpose. */
  open(tenantId: number, purpose: string, sealed: string): string {
    if (!sealed.startsWith('s1.')) throw new Error('not a sealed text');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.#key(`seal/${tenantId}`), bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  /** A blind index: equal texts of one tenant give equal marks, nothing leads back. */
  mark(tenantId: number, purpose: string, text: string): string {
    return createHmac('sha256', this.#key(`mark/${tenantId}/${purpose}`))
      .update(text)
      .digest('base64url');
  }

  /** Signs a short claim, e.g. a shopper's session: `claim.signature`. */
  sign(purpose: string, claim: string): string {
    return `${claim}.${this.#signature(purpose, claim).toString('base64url')}`;
  }

  /**
   * The claim of a signed text, or null when the signature is not ours. Texts are compared, not the bytes that they decode to: Node
   * reads base64url leniently, and a signature must not have a second spelling.
   */
  verify(purpose: string, signed: string): string | null {
    const dot = signed.lastIndexOf('.');
    if (dot < 1) return null;
    const claim = signed.slice(0, dot);
    const given = Buffer.from(signed.slice(dot + 1));
    const right = Buffer.from(this.#signature(purpose, claim).toString('base64url'));
    return given.length === right.length && timingSafeEqual(given, right) ? claim : null;
  }

  #signature(purpose: string, claim: string): Buffer {
    return createHmac('sha256', this.#key(`sign/${purpose}`))
      .update(claim)
      .digest();
  }

  #key(purpose: string): Buffer {
    let key = this.#keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.#master, 'jishi', purpose, 32));
      this.#keys.set(purpose, key);
    }
    return key;
  }
}
