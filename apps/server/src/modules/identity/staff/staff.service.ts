import { createHash } from 'node:crypto';
import { PERMISSIONS, type Permission, type Staff } from '../../../kernel/actor.ts';
import { nowMs } from '../../../kernel/clock.ts';
import { newId, newSecret } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { Passwords } from './passwords.ts';
import { staffRefusals } from './staff.api.ts';
import { IDLE_LOGOUT_MS, LOCK_MS, MAX_FAILURES, managesStaff } from './staff.rules.ts';
import * as store from './staff.store.ts';
import { weaknessOf } from './strength.rules.ts';

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A try at a password. `row` is null for a login that does not exist. */
export interface Attempt {
  row: store.StaffRow | null;
  /** Not even the right password helps now. */
  locked: boolean;
}

/**
 * Begins a try: it counts as failed until `enter` takes that back, so that tries at the same time cannot outrun the lock. The
 * password is compared after the commit, because that takes a quarter of a second and no connection may wait for it.
 */
export async function beginAttempt(tx: Tx, tenantId: number, login: string): Promise<Attempt> {
  const counted = await store.countAttempt(tx, tenantId, login, MAX_FAILURES, new Date(nowMs() + LOCK_MS));
  if (counted) return { row: counted, locked: false };
  const row = await store.staffByLogin(tx, tenantId, login);
  return { row: row ?? null, locked: row !== undefined };
}

/** Whether the password is right and may be used. Takes as long for a login that does not exist, or is locked, as for any. */
export async function isRight(passwords: Passwords, { row, locked }: Attempt, password: string): Promise<boolean> {
  const right = await passwords.isRight(password, row?.password ?? null);
  return right && !locked && row?.active === true;
}

/** The refusal of a wrong try: LOGIN_LOCKED when it met, or with this try reached, the lock; else `otherwise`. */
export const refusalOf = ({ row, locked }: Attempt, otherwise: 'LOGIN_FAILED' | 'PASSWORD_WRONG') =>
  locked || (row?.locked_until && row.locked_until.getTime() > nowMs())
    ? staffRefusals.LOGIN_LOCKED()
    : staffRefusals[otherwise]();

/** Ends a right try with a session. Refuses with LOGIN_FAILED when the password changed or the account stopped meanwhile. */
export async function enter(tx: Tx, row: store.StaffRow): Promise<{ token: string; staff: store.StaffRow }> {
  const staff = await store.clearAttempts(tx, row);
  if (!staff) throw staffRefusals.LOGIN_FAILED();
  await store.endIdleSessions(tx, staff.tenant_id, staff.id, new Date(nowMs() - IDLE_LOGOUT_MS));
  const token = `st.${staff.tenant_id}.${newSecret()}`;
  await store.insertSession(tx, staff.tenant_id, hashToken(token), staff.id);
  return { token, staff };
}

/** The hash of a new password of this login. Refuses with PASSWORD_WEAK, saying what is wrong, or TOO_MANY_REQUESTS. */
export async function newPassword(passwords: Passwords, password: string, login: string): Promise<string> {
  const weakness = weaknessOf(password, login);
  if (weakness) throw staffRefusals.PASSWORD_WEAK({}, weakness);
  return passwords.hash(password);
}

interface Member {
  login: string;
  name: string;
  permissions: readonly Permission[];
}

/** Adds a staff member with the hash of a password. Refuses with STAFF_LOGIN_TAKEN. */
export async function insertMember(tx: Tx, tenantId: number, m: Member, passwordHash: string): Promise<string> {
  const id = newId();
  const { login, name, permissions } = m;
  const row = { id, login, name, permissions: [...new Set(permissions)], password: passwordHash };
  if (!(await store.insertStaff(tx, tenantId, row))) throw staffRefusals.STAFF_LOGIN_TAKEN();
  return id;
}

/** Adds the owner of a new shop, who may do everything. Refuses with PASSWORD_WEAK or STAFF_LOGIN_TAKEN. */
export async function addOwner(
  tx: Tx,
  { config }: Pick<Platform, 'config'>,
  tenantId: number,
  s: { login: string; name: string; password: string },
): Promise<string> {
  const hash = await newPassword(new Passwords(config.passwordCost), s.password, s.login);
  return insertMember(tx, tenantId, { ...s, permissions: PERMISSIONS }, hash);
}

export interface StaffChange {
  name?: string;
  permissions?: Permission[];
  active?: boolean;
  passwordHash?: string;
}

/**
 * Changes a staff member; a new password or a stop ends their sessions, a new password also a lock. Whoever manages staff may
 * give any permission: somebody must be able to, when a version brings new ones. Refuses with NOT_FOUND, STAFF_LAST_OWNER.
 */
export async function changeStaff(tx: Tx, tenantId: number, id: string, change: StaffChange): Promise<void> {
  const { passwordHash, ...given } = change;
  const plain = given.permissions ? { ...given, permissions: [...new Set(given.permissions)] } : given;
  const all = await store.lockAll(tx, tenantId);
  if (!all.some((s) => s.id === id)) throw common.NOT_FOUND();
  if (!all.some((s) => managesStaff(s.id === id ? { ...s, ...plain } : s))) throw staffRefusals.STAFF_LAST_OWNER();
  const fresh = passwordHash ? { password: passwordHash, failures: 0, locked_until: null } : {};
  await store.updateStaff(tx, tenantId, id, { ...plain, ...fresh });
  if (passwordHash || change.active === false) await store.endSessionsOf(tx, tenantId, id);
}

/** Whether this password is in force. For the terminal of the machine alone, since nothing counts how often it is asked. */
export async function hasPassword(
  { config, database }: Pick<Platform, 'config' | 'database'>,
  tenantId: number,
  login: string,
  password: string,
): Promise<boolean> {
  const row = await store.staffByLogin(database.forTenant(tenantId), tenantId, login);
  return row !== undefined && new Passwords(config.passwordCost).isRight(password, row.password);
}

/** A new password from the terminal of the machine: a stopped account may sign in again, a lock and sessions end. Refuses with NOT_FOUND. */
export async function resetPassword(
  tx: Tx,
  { config }: Pick<Platform, 'config'>,
  tenantId: number,
  login: string,
  password: string,
): Promise<void> {
  const row = await store.staffByLogin(tx, tenantId, login);
  if (!row) throw common.NOT_FOUND();
  const passwordHash = await newPassword(new Passwords(config.passwordCost), password, login);
  await changeStaff(tx, tenantId, row.id, { active: true, passwordHash });
}

/** Replaces the own password after a right try and ends the other sessions. Refuses with UNAUTHENTICATED. */
export async function changeOwnPassword(
  tx: Tx,
  row: store.StaffRow,
  passwordHash: string,
  tokenHash: string,
): Promise<void> {
  if (!(await store.clearAttempts(tx, row))) throw common.UNAUTHENTICATED();
  await store.updateStaff(tx, row.tenant_id, row.id, { password: passwordHash });
  await store.endSessionsOf(tx, row.tenant_id, row.id, tokenHash);
}

/** The signed-in staff member's row. Refuses with UNAUTHENTICATED when it is gone. */
export async function ownRow(db: Parameters<typeof store.staffRow>[0], actor: Staff): Promise<store.StaffRow> {
  const row = await store.staffRow(db, actor.tenantId, actor.staffId);
  if (!row) throw common.UNAUTHENTICATED();
  return row;
}
