import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from '../cannot-start.ts';

const SHORTEST = 32;
/** Equal letters or a short word over and over are no secret, however long. */
const DIFFERENT_CHARACTERS = 10;

/** What is wrong with a master secret, or null. */
function weakness(secret: string): string | null {
  if (secret.length < SHORTEST) return `it has ${secret.length} characters and needs at least ${SHORTEST}`;
  const different = new Set(secret).size;
  return different < DIFFERENT_CHARACTERS
    ? `it is made of ${different} different characters only and can be guessed`
    : null;
}

/**
 * The master secret: the one given (JISHI_SECRET), or that of the data folder, which is made at the first start. Throws CannotStart when
 * it is empty, short or of few characters: with it anybody could sign in as anybody.
 */
export function masterSecret(given: string | null, dataDir: string): string {
  const file = path.join(dataDir, 'secret');
  const secret = given ?? readSecret(file) ?? makeSecret(file);
  const wrong = weakness(secret);
  if (!wrong) return secret;
  throw new CannotStart(
    given === null
      ? `the master secret in ${file} cannot be used: ${wrong}. Put the right file back, e.g. from a backup; delete it only if there is no database yet, then a new one is made`
      : `JISHI_SECRET cannot be used: ${wrong}. A good one: openssl rand -base64 48`,
  );
}

function readSecret(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written aside and linked into place: a crash leaves the whole secret or none, and of two processes one makes it. */
function makeSecret(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.part`;
  const secret = randomBytes(48).toString('base64url');
  rmSync(aside, { force: true });
  const descriptor = openSync(aside, 'wx', 0o600);
  writeSync(descriptor, `${secret}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    linkSync(aside, file);
    return secret;
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' ? readSecret(file) : null;
    if (other === null) throw error;
    return other;
  } finally {
    rmSync(aside, { force: true });
  }
}
