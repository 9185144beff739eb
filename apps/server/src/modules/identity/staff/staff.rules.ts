import { PERMISSIONS, type Permission, SENSITIVE, type Staff } from '../../../kernel/actor.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';
import type { SecurityPolicy } from './policy.api.ts';

/** However busy, after so long a session is over. */
export const SESSION_MS = 12 * HOUR;
/** So many sessions of one person at once; the oldest ends for a further one. */
export const MOST_SESSIONS = 10;
/** How exactly the last use of a session or key is known. */
export const TOUCH_EVERY_MS = MINUTE;
/** How long another process may go on with a session or key that ended. */
export const KNOWN_MS = 5 * SECOND;
/** How long a password counts as just given. */
export const CONFIRMED_MS = 10 * MINUTE;
/** The current password and those before it that may not come back. */
export const PASSWORDS_KEPT = 5;

/** What a shop that said nothing asks of its staff. */
export const DEFAULT_POLICY: SecurityPolicy = {
  twoFactor: 'optional',
  idleMinutes: 30,
  passwordDays: 0,
  addresses: [],
};

interface Account {
  owner: boolean;
  permissions: readonly string[];
}

/** An owner may do everything, also what a later version brings; words of a former version are left out. */
export const permissionsOf = ({ owner, permissions }: Account): Permission[] =>
  PERMISSIONS.filter((p) => owner || permissions.includes(p));

/** Whether the shop asks this account for a second factor. */
export const needsSecondFactor = ({ twoFactor }: SecurityPolicy, account: Account): boolean =>
  twoFactor === 'everybody' || (twoFactor === 'sensitive' && permissionsOf(account).some((p) => SENSITIVE.includes(p)));

/** What comes before anything else: a password of their own that is not too old, then the second factor. */
export function mustOf(
  policy: SecurityPolicy,
  account: Account & { must_change: boolean; password_at: Date; enrolled: boolean },
  atMs: number,
): Staff['must'] {
  const { passwordDays } = policy;
  const isOld = passwordDays > 0 && atMs - account.password_at.getTime() > passwordDays * DAY;
  if (account.must_change || isOld) return 'change-password';
  return !account.enrolled && needsSecondFactor(policy, account) ? 'enrol' : null;
}

/** Nobody gives what they do not have. */
export const mayGive = (holder: Account, permissions: readonly Permission[]): boolean =>
  permissions.every((p) => permissionsOf(holder).includes(p));

/** Nobody changes somebody who may do more: with a new password for them, they could become them. */
export const mayManage = (holder: Account, member: Account): boolean =>
  holder.owner || (!member.owner && mayGive(holder, permissionsOf(member)));
