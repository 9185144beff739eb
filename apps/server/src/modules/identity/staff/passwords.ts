import { availableParallelism } from 'node:os';
import { Turnstile } from '../../../kernel/turnstile.ts';
import { hashPassword, isPassword, nobodysHash } from './password.rules.ts';

/**
 * A derivation takes a quarter of a second of one of the four threads with which Node also reads files. Never more than two at
 * once, on a small machine one, so that pages and pictures come while others sign in; who stands in line waits two seconds at most.
 */
const AT_ONCE = Math.min(2, Math.max(1, availableParallelism() - 1));
const turnstile = new Turnstile(AT_ONCE, 8 * AT_ONCE);

/** Passwords at the cost of this deployment. All refuse with TOO_MANY_REQUESTS when too many are in line. */
export class Passwords {
  readonly #cost: number;
  readonly #nobody: string;

  /** `cost` is log₂ of scrypt's N. */
  constructor(cost: number) {
    this.#cost = cost;
    this.#nobody = nobodysHash(cost);
  }

  hash(password: string): Promise<string> {
    return turnstile.through(() => hashPassword(password, this.#cost));
  }

  /** Whether this is the password. Null, which no password is, takes as long: for a login that does not exist. */
  isRight(password: string, stored: string | null): Promise<boolean> {
    return turnstile.through(() => isPassword(password, stored ?? this.#nobody));
  }
}
