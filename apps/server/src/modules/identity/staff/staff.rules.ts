import { MINUTE, SECOND } from '../../../kernel/clock.ts';

/** Wrong passwords in a row before an account is locked, and for how long. */
export const MAX_FAILURES = 5;
export const LOCK_MS = 15 * MINUTE;
/** A session that nobody used for so long is over. */
export const IDLE_LOGOUT_MS = 12 * 60 * MINUTE;
/** How exactly the last use of a session or key is known. */
export const TOUCH_EVERY_MS = MINUTE;
/** How long another process may go on with a session or key that ended. */
export const KNOWN_MS = 5 * SECOND;

/** Whether an account may give accounts and permissions to others; one such must always remain. */
export const managesStaff = (s: { active: boolean; permissions: readonly string[] }): boolean =>
  s.active && s.permissions.includes('staff:manage');
