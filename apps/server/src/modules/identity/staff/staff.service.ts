import { createHash } from 'node:crypto';
import type { Permission, Staff } from '../../../kernel/actor.ts';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { endWaits } from './attempt.store.ts';
import { Passwords } from './passwords.ts';
import { policyOf, replacePolicy } from './policy.store.ts';
import { endSessionsOf } from './session.store.ts';
import { staffRefusals } from './staff.api.ts';
import { mayGive, mayManage, PASSWORDS_KEPT, permissionsOf } from './staff.rules.ts';
import * as store from './staff.store.ts';
import { weaknessOf } from './strength.rules.ts';
import { dropSecret } from './totp.store.ts';

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The hash of a new password of this login. Refuses with PASSWORD_WEAK, saying what is wrong, or TOO_MANY_REQUESTS. */
export async function newPassword(passwords: Passwords, password: string, login: string): Promise<string> {
  const weakness = weaknessOf(password, login);
  if (weakness) throw staffRefusals.PASSWORD_WEAK({}, weakness);
  return passwords.hash(password);
}

/** Refuses with PASSWORD_USED the current password and those before it. */
export async function refuseUsed(passwords: Passwords, db: Db, row: store.StaffRow, password: string): Promise<void> {
  const former = await store.formerPasswords(db, row.tenant_id, row.id, PASSWORDS_KEPT - 1);
  for (const stored of [row.password, ...former])
    if (await passwords.isRight(password, stored)) throw staffRefusals.PASSWORD_USED();
}

interface Member {
  login: string;
  name: string;
  permissions: readonly Permission[];
}

/**
 * Adds a staff member with the hash of a password that they change at the first sign-in. Refuses with STAFF_ABOVE_YOU what the giver
 * does not have, and with STAFF_LOGIN_TAKEN.
 */
export async function addMember(tx: Tx, by: Staff, m: Member, passwordHash: string): Promise<void> {
  const holder = await ownRow(tx, by);
  if (!mayGive(holder, m.permissions)) throw staffRefusals.STAFF_ABOVE_YOU();
  const { login, name, permissions } = m;
  const plain = { id: newId(), login, name, permissions: [...new Set(permissions)], owner: false };
  if (!(await store.insertStaff(tx, by.tenantId, { ...plain, password: passwordHash, must_change: true })))
    throw staffRefusals.STAFF_LOGIN_TAKEN();
}

/**
 * Adds the owner of a new shop, who may do everything; with `mustChange` the password is changed at the first sign-in. Refuses with
 * PASSWORD_WEAK or STAFF_LOGIN_TAKEN.
 */
export async function addOwner(
  tx: Tx,
  { config }: Pick<Platform, 'config'>,
  tenantId: number,
  {
    login,
    name,
    password,
    mustChange = false,
  }: { login: string; name: string; password: string; mustChange?: boolean },
): Promise<string> {
  const hash = await newPassword(new Passwords(config.passwordCost), password, login);
  const row = { id: newId(), login, name, password: hash, permissions: [], owner: true, must_change: mustChange };
  if (!(await store.insertStaff(tx, tenantId, row))) throw staffRefusals.STAFF_LOGIN_TAKEN();
  return row.id;
}

/** All accounts held, with who asks and who is meant among them. Refuses with NOT_FOUND, STAFF_ABOVE_YOU. */
async function held(tx: Tx, by: Staff, id: string) {
  const all = await store.lockAll(tx, by.tenantId);
  const holder = all.find((s) => s.id === by.staffId);
  const member = all.find((s) => s.id === id);
  if (!holder) throw common.UNAUTHENTICATED();
  if (!member) throw common.NOT_FOUND();
  if (!mayManage(holder, member)) throw staffRefusals.STAFF_ABOVE_YOU();
  return { all, holder, member };
}

export interface StaffChange {
  name?: string;
  permissions?: Permission[];
  active?: boolean;
  owner?: boolean;
  passwordHash?: string;
}

/**
 * Changes a staff member; a new password, which is changed again at the next sign-in, or a stop ends their sessions. Returns what was,
 * and what is, of permissions and state, for the audit. Refuses with NOT_FOUND, STAFF_ABOVE_YOU, STAFF_OWNER_HAS_ALL, STAFF_LAST_OWNER.
 */
export async function changeStaff(tx: Tx, by: Staff, id: string, change: StaffChange) {
  const { passwordHash, ...plain } = change;
  const { all, holder, member } = await held(tx, by, id);
  if (plain.owner !== undefined && !holder.owner) throw staffRefusals.STAFF_ABOVE_YOU();
  if (plain.permissions && !mayGive(holder, plain.permissions)) throw staffRefusals.STAFF_ABOVE_YOU();
  const next = { ...member, ...plain };
  if (plain.permissions && next.owner) throw staffRefusals.STAFF_OWNER_HAS_ALL();
  if (!all.some((s) => (s.id === id ? next : s).owner && (s.id === id ? next : s).active))
    throw staffRefusals.STAFF_LAST_OWNER();
  const given = { ...plain, ...(plain.permissions ? { permissions: [...new Set(plain.permissions)] } : {}) };
  const fresh = passwordHash && { password: passwordHash, password_at: now(), must_change: id !== by.staffId };
  await store.updateStaff(tx, by.tenantId, id, { ...given, ...(fresh || {}) });
  if (passwordHash) await store.keepFormer(tx, member, PASSWORDS_KEPT - 1);
  if (passwordHash || plain.active === false) await endSessionsOf(tx, by.tenantId, id);
  return { before: stateOf(member), after: stateOf(next) };
}

const stateOf = (s: { owner: boolean; active: boolean; permissions: string[] }) => ({
  owner: s.owner,
  active: s.active,
  permissions: permissionsOf(s),
});

/** Signs a staff member out everywhere. Refuses with NOT_FOUND, STAFF_ABOVE_YOU. */
export async function endSessions(tx: Tx, by: Staff, id: string): Promise<void> {
  await held(tx, by, id);
  await endSessionsOf(tx, by.tenantId, id);
}

/** Takes the second factor of somebody who lost it away. Refuses with NOT_FOUND, STAFF_ABOVE_YOU. */
export async function dropSecondFactor(tx: Tx, by: Staff, id: string): Promise<void> {
  await held(tx, by, id);
  await dropSecret(tx, by.tenantId, id);
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

/**
 * A new password from the terminal of the machine, for a person who is locked out: a stopped account may sign in again; its sessions and its
 * second factor end, and so do the shop's list of addresses and all waits after wrong passwords. It is changed at the next sign-in.
 * Refuses with NOT_FOUND.
 */
export async function resetPassword(
  tx: Tx,
  { config, audit }: Pick<Platform, 'config' | 'audit'>,
  tenantId: number,
  login: string,
  password: string,
): Promise<void> {
  const row = await store.staffByLogin(tx, tenantId, login);
  if (!row) throw common.NOT_FOUND();
  const hash = await newPassword(new Passwords(config.passwordCost), password, login);
  const fresh = { password: hash, password_at: now(), must_change: true, active: true };
  await store.updateStaff(tx, tenantId, row.id, fresh);
  await store.keepFormer(tx, row, PASSWORDS_KEPT - 1);
  await endSessionsOf(tx, tenantId, row.id);
  await dropSecret(tx, tenantId, row.id);
  await replacePolicy(tx, tenantId, { ...(await policyOf(tx, tenantId)), addresses: [] });
  await endWaits(tx, tenantId);
  const by = { actor: 'terminal', actorName: '服务器命令行', ip: null, requestId: newId() };
  await audit.note(tx, { ...by, tenantId, operation: 'reset-owner', target: row.id, result: 200, detail: { login } });
}

/** Replaces the own password after a right try and ends the other sessions. Refuses with UNAUTHENTICATED. */
export async function changeOwnPassword(tx: Tx, by: Staff, row: store.StaffRow, passwordHash: string): Promise<void> {
  if (!(await store.markSeen(tx, row))) throw common.UNAUTHENTICATED();
  await store.updateStaff(tx, by.tenantId, row.id, { password: passwordHash, password_at: now(), must_change: false });
  await store.keepFormer(tx, row, PASSWORDS_KEPT - 1);
  await endSessionsOf(tx, by.tenantId, row.id, by.sessionId);
}

/** The signed-in staff member's row. Refuses with UNAUTHENTICATED when it is gone. */
export async function ownRow(db: Db, { tenantId, staffId }: Staff): Promise<store.StaffRow> {
  const row = await store.staffRow(db, tenantId, staffId);
  if (!row) throw common.UNAUTHENTICATED();
  return row;
}
