import { RunAgain } from '../db/index.ts';

/** Some 100 bytes each. */
const KNOWN_AT_MOST = 20_000;

/**
 * Accounts that somebody found and had not just opened. They are never closed, so a batch need not try to open them again. Should
 * one be gone after all (a transaction that opened it and then found it was rolled back), everything is forgotten, and the
 * transaction that counted on it runs again.
 */
export class KnownAccounts {
  readonly #ids = new Set<string>();

  has(tenantId: number, id: string): boolean {
    return this.#ids.has(`${tenantId}/${id}`);
  }

  /** Remembers those that were found, but for those just opened: a rollback takes them back. Throws RunAgain when one is missing. */
  found(
    tenantId: number,
    wanted: ReadonlyMap<string, unknown>,
    opened: ReadonlySet<string>,
    there: { id: string }[],
  ): void {
    if (there.length < wanted.size) {
      this.#ids.clear();
      throw new RunAgain('an account that was there is gone');
    }
    if (this.#ids.size > KNOWN_AT_MOST) this.#ids.clear();
    for (const { id } of there) if (!opened.has(id)) this.#ids.add(`${tenantId}/${id}`);
  }
}
