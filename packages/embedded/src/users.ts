import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Claim, claim, holderOf, isHeld } from './claim.ts';
import { lives, type ProcessIdentity } from './process-identity.ts';

/** The processes that use a folder, each with a claim of its own in one place. */
export class Users {
  readonly #dir: string;
  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }

  /** Notes this process as a user, until it releases the claim or ends. */
  enter(): Promise<Claim> {
    return claim(path.join(this.#dir, `${process.pid}-${randomBytes(4).toString('hex')}.json`));
  }

  /** Users that live, this process's own too, once for each claim; what dead ones left is removed. */
  async living(): Promise<ProcessIdentity[]> {
    const users = await Promise.all(
      readdirSync(this.#dir)
        .filter((name) => name.endsWith('.json'))
        .map((name) => this.#livingUser(path.join(this.#dir, name))),
    );
    return users.flatMap((user) => user ?? []);
  }

  async #livingUser(file: string): Promise<ProcessIdentity | null> {
    const user = holderOf(file)?.identity;
    if (!user) return null;
    if (await isHeld(file, user)) return user;
    rmSync(file, { force: true });
    return null;
  }
}

/** Whether a user runs where its PostgreSQL can be reached from here. */
export const isHere = (user: ProcessIdentity): boolean => lives(user) !== null;
