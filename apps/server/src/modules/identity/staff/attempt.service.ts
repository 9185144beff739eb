import { networkOf } from '../../../kernel/address.ts';
import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { tooMany } from '../../../kernel/limits.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { FREE_TRIES, FREE_TRIES_OF_STRANGERS, KNOWN_ADDRESS_MS } from './attempt.rules.ts';
import * as store from './attempt.store.ts';
import { staffRefusals } from './staff.api.ts';

/** A try at a password that may go on. It counts as failed until it is taken back. */
export interface Attempt {
  tenantId: number;
  /** This login from this address. */
  mark: string;
  /** This login from anywhere; null where the address is its own. */
  strangersMark: string | null;
  /** Minutes for which nobody may try again from here, when this try was the last one free. */
  blockedMinutes: number;
}

/**
 * Begins a try. Counted before the password is looked at, so that tries at the same time cannot outrun the wait; and alike for a
 * login that exists and one that does not, so that the wait tells nothing. Who is made to wait is the address that guessed:
 * somebody who signs in where they did before waits for their own mistakes only. Refuses with LOGIN_LOCKED.
 */
export async function beginAttempt(
  tx: Tx,
  secrets: Secrets,
  tenantId: number,
  who: { login: string; address: string },
): Promise<Attempt> {
  const login = who.login.toLowerCase();
  const markOf = (place: string) => secrets.mark(tenantId, 'staff-attempt', JSON.stringify([login, place]));
  const mark = markOf(networkOf(who.address));
  const here = await store.countTry(tx, tenantId, mark, FREE_TRIES);
  const isKnown = here?.succeeded_at && nowMs() - here.succeeded_at.getTime() < KNOWN_ADDRESS_MS;
  const strangersMark = isKnown ? null : markOf('anywhere');
  const anywhere =
    here && strangersMark ? await store.countTry(tx, tenantId, strangersMark, FREE_TRIES_OF_STRANGERS) : here;
  if (here && anywhere) {
    const untilMs = here.blocked_until?.getTime() ?? 0;
    return { tenantId, mark, strangersMark, blockedMinutes: Math.max(0, Math.ceil((untilMs - nowMs()) / MINUTE)) };
  }
  const row = await store.blockedUntil(tx, tenantId, strangersMark ? [mark, strangersMark] : [mark]);
  const { retryAfterSeconds } = tooMany((row?.until?.getTime() ?? 0) - nowMs()).facts as { retryAfterSeconds: number };
  const minutes = Math.ceil(retryAfterSeconds / 60);
  throw staffRefusals.LOGIN_LOCKED({ retryAfterSeconds }, `尝试次数过多，请 ${minutes} 分钟后再试`);
}

const marksOf = ({ mark, strangersMark }: Attempt): string[] => (strangersMark ? [mark, strangersMark] : [mark]);

/** The try was none: the password was not looked at, or something is still to be given. */
export const takeBack = (tx: Tx, attempt: Attempt) => store.uncountTry(tx, attempt.tenantId, marksOf(attempt));

/** The try was right. */
export async function succeed(tx: Tx, attempt: Attempt): Promise<void> {
  if (attempt.strangersMark) await store.uncountTry(tx, attempt.tenantId, [attempt.strangersMark]);
  await store.knowAddress(tx, attempt.tenantId, attempt.mark);
}
