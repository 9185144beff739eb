import { createHmac, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
const NAME_BYTES = 6;

/** The keys that follow from one master secret, one a purpose, and a name by which a text says whose key it needs. */
export class Keyring {
  /** Eight letters that tell this master secret from others and nothing about it. */
  readonly name: string;
  readonly #master: Buffer;
  readonly #keys = new Map<string, Buffer>();

  constructor(master: string) {
    this.#master = Buffer.from(master);
    this.name = this.#derived('name', NAME_BYTES).toString('base64url');
  }

  key(purpose: string): Buffer {
    let key = this.#keys.get(purpose);
    if (!key) {
      key = this.#derived(purpose, KEY_BYTES);
      this.#keys.set(purpose, key);
    }
    return key;
  }

  mac(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(text).digest();
  }

  #derived(purpose: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#master, 'jishi', purpose, bytes));
  }
}
