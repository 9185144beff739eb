import { createHash } from 'node:crypto';
import { type AppKey, PERMISSIONS, type Permission, type Staff } from '../../../kernel/actor.ts';
import { HOUR, MINUTE, now, nowMs } from '../../../kernel/clock.ts';
import { newId, newSecret } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import type { StaffDirectory } from '../../../platform/http/index.ts';
import { staffRefusals } from './staff.api.ts';
import { hashPassword, isPassword, isStrong, LOCK_MS, MAX_FAILURES, NOBODY } from './staff.rules.ts';
import * as store from './staff.store.ts';

const IDLE_LOGOUT_MS = 12 * HOUR;
const TOUCH_EVERY_MS = MINUTE;

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Checks login and password. A wrong one is counted, which must commit, so the outcome is returned and the caller refuses:
 * LOGIN_FAILED, or LOGIN_LOCKED after five failures in a row, for 15 minutes.
 */
export async function checkLogin(
  tx: Tx,
  tenantId: number,
  login: string,
  password: string,
): Promise<store.StaffRow | 'wrong' | 'locked'> {
  const row = await store.lockByLogin(tx, tenantId, login);
  const right = await isPassword(password, row?.password ?? (await NOBODY));
  if (!row) return 'wrong';
  if (row.locked_until && row.locked_until.getTime() > nowMs()) return 'locked';
  if (right && row.active) {
    await store.updateStaff(tx, tenantId, row.id, { failures: 0, locked_until: null, last_seen_at: now() });
    return row;
  }
  const failures = row.failures + 1;
  const locked = failures >= MAX_FAILURES;
  await store.updateStaff(tx, tenantId, row.id, {
    failures: locked ? 0 : failures,
    locked_until: locked ? new Date(nowMs() + LOCK_MS) : null,
  });
  return locked ? 'locked' : 'wrong';
}

/** A session token `st.<tenant>.<secret>`; only its hash is kept. */
export async function startSession(tx: Tx, tenantId: number, staffId: string): Promise<string> {
  const token = `st.${tenantId}.${newSecret()}`;
  await store.insertSession(tx, tenantId, hashToken(token), staffId);
  return token;
}

/** Adds a staff member. Refuses with PASSWORD_WEAK or STAFF_LOGIN_TAKEN. */
export async function addStaff(
  tx: Tx,
  tenantId: number,
  s: { login: string; name: string; password: string; permissions: Permission[] },
): Promise<string> {
  if (!isStrong(s.password)) throw staffRefusals.PASSWORD_WEAK();
  if (await store.lockByLogin(tx, tenantId, s.login)) throw staffRefusals.STAFF_LOGIN_TAKEN();
  const id = newId();
  await store.insertStaff(tx, tenantId, { ...s, id, password: await hashPassword(s.password) });
  return id;
}

export const addOwner = (
  tx: Tx,
  tenantId: number,
  s: { login: string; name: string; password: string },
): Promise<string> => addStaff(tx, tenantId, { ...s, permissions: [...PERMISSIONS] });

export interface StaffChange {
  name?: string;
  permissions?: Permission[];
  active?: boolean;
  password?: string;
}
/** Changes a staff member; a new password or a stop ends their sessions. Refuses with NOT_FOUND, PASSWORD_WEAK, STAFF_LAST_OWNER. */
export async function changeStaff(tx: Tx, tenantId: number, id: string, change: StaffChange): Promise<store.StaffRow> {
  const all = await store.lockAll(tx, tenantId);
  const row = all.find((s) => s.id === id);
  if (!row) throw common.NOT_FOUND();
  const { password, ...plain } = change;
  if (password !== undefined && !isStrong(password)) throw staffRefusals.PASSWORD_WEAK();
  const manages = (s: Pick<store.StaffRow, 'active' | 'permissions'>) =>
    s.active && s.permissions.includes('staff:manage');
  if (!all.some((s) => manages(s.id === id ? { ...s, ...plain } : s))) throw staffRefusals.STAFF_LAST_OWNER();
  await store.updateStaff(tx, tenantId, id, {
    ...plain,
    ...(password ? { password: await hashPassword(password) } : {}),
  });
  if (password || change.active === false) await store.endSessionsOf(tx, tenantId, id);
  return { ...row, ...plain };
}

/** Changes the own password and ends the other sessions. Refuses with LOGIN_FAILED or PASSWORD_WEAK. */
export async function changeOwnPassword(
  tx: Tx,
  actor: Staff,
  current: string,
  next: string,
  tokenHash: string,
): Promise<void> {
  const row = await store.staffRow(tx, actor.tenantId, actor.staffId);
  if (!row || !(await isPassword(current, row.password))) throw staffRefusals.LOGIN_FAILED({}, '当前密码不正确');
  if (!isStrong(next)) throw staffRefusals.PASSWORD_WEAK();
  await store.updateStaff(tx, actor.tenantId, actor.staffId, { password: await hashPassword(next) });
  await store.endSessionsOf(tx, actor.tenantId, actor.staffId, tokenHash);
}

/** Makes an app key `ak.<tenant>.<secret>`; the secret is given out this once. */
export async function addKey(tx: Tx, tenantId: number, name: string, permissions: Permission[]) {
  const secret = `ak.${tenantId}.${newSecret()}`;
  return {
    secret,
    row: await store.insertKey(tx, tenantId, { id: newId(), secret_hash: hashToken(secret), name, permissions }),
  };
}

/** Finds who a token belongs to; asked on every request of the console, so it is one indexed read. */
export function staffDirectory(database: Database): StaffDirectory {
  return {
    async staffByToken(tenantId, token): Promise<Staff | null> {
      const hash = hashToken(token);
      const row = await store.sessionRow(database.forTenant(tenantId), tenantId, hash);
      if (!row?.active) return null;
      const idleMs = nowMs() - row.last_used_at.getTime();
      if (idleMs > IDLE_LOGOUT_MS) return null;
      if (idleMs > TOUCH_EVERY_MS)
        await database.inTx(tenantId, (tx) => store.touchSession(tx, tenantId, hash, row.id));
      return { kind: 'staff', tenantId, staffId: row.id, name: row.name, permissions: row.permissions as Permission[] };
    },
    async appKeyBySecret(tenantId, secret): Promise<AppKey | null> {
      const row = await store.keyBySecret(database.forTenant(tenantId), tenantId, hashToken(secret));
      if (!row) return null;
      if (!row.last_used_at || nowMs() - row.last_used_at.getTime() > TOUCH_EVERY_MS)
        await database.inTx(tenantId, (tx) => store.touchKey(tx, tenantId, row.id));
      return { kind: 'app-key', tenantId, keyId: row.id, name: row.name, permissions: row.permissions as Permission[] };
    },
  };
}
