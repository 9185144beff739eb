import type { Permission } from '../../../kernel/actor.ts';
import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import { audit } from '../../../platform/http/audit.ts';
import { STAFF_COOKIE, staffToken } from '../../../platform/http/index.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { readSettings } from '../tenant/index.ts';
import { registerKeys } from './app-key.routes.ts';
import { Passwords } from './passwords.ts';
import * as api from './staff.api.ts';
import { RememberingDirectory } from './staff.directory.ts';
import * as service from './staff.service.ts';
import * as store from './staff.store.ts';

const DEFAULT_LIMIT = 20;

/** Staff, their sessions, keys and audit log; says who a token belongs to. */
export const staff: Module = { name: 'identity/staff', register };

function register(platform: Platform): void {
  const directory = new RememberingDirectory(platform.database);
  platform.principals.directory = directory;
  const passwords = new Passwords(platform.config.passwordCost);
  sessionRoutes(platform, directory, passwords);
  ownRoutes(platform, directory, passwords);
  staffRoutes(platform, directory, passwords);
  registerKeys(platform, directory);
  auditRoutes(platform);
  // A session ends after half a day without use; some days later nobody asks for it any more.
  keepFor(platform, 'staff_session', 'last_used_at', 7 * 24);
}

const view = (s: store.StaffRow): api.StaffView => ({
  id: s.id,
  login: s.login,
  name: s.name,
  permissions: s.permissions as Permission[],
  active: s.active,
  lastSeenAt: s.last_seen_at?.toISOString() ?? null,
  createdAt: s.created_at.toISOString(),
});

function sessionRoutes(
  { http, database, config, principals, metrics, log }: Platform,
  directory: RememberingDirectory,
  passwords: Passwords,
): void {
  const cookie = {
    httpOnly: true,
    sameSite: 'strict' as const,
    path: '/',
    secure: config.publicUrl.startsWith('https:'),
  };
  http.steps(api.loginStaff, async ({ actor: { tenantId }, body, req, reply }) => {
    principals.refuseForeignPage(req);
    const attempt = await database.inTx(tenantId, (tx) => service.beginAttempt(tx, tenantId, body.login));
    const { row } = attempt;
    if (!(await service.isRight(passwords, attempt, body.password)) || !row) {
      const refusal = service.refusalOf(attempt, 'LOGIN_FAILED');
      metrics.count(refusal.code === 'LOGIN_LOCKED' ? 'staff_login_locked' : 'staff_login_wrong');
      log.warn({ tenantId, staffId: row?.id, ip: req.ip, code: refusal.code }, 'staff login refused');
      throw refusal;
    }
    const { token, staff } = await database.inTx(tenantId, async (tx) => {
      const entered = await service.enter(tx, row);
      const who = { kind: 'staff', tenantId, staffId: row.id, name: row.name, permissions: [] } as const;
      await audit(tx, who, api.loginStaff.operationId, req, api.loginStaff.reply.status);
      return entered;
    });
    reply.setCookie(STAFF_COOKIE, token, cookie);
    return { token, staff: view(staff) };
  });
  http.steps(api.logoutStaff, async ({ actor: { tenantId }, req, reply }) => {
    await database.inTx(tenantId, (tx) => store.endSession(tx, tenantId, service.hashToken(staffToken(req) ?? '')));
    directory.forget();
    reply.clearCookie(STAFF_COOKIE, cookie);
    return undefined;
  });
}

function ownRoutes({ http, database }: Platform, directory: RememberingDirectory, passwords: Passwords): void {
  http.read(api.getStaffMe, async ({ actor, db }) => ({
    staff: view(await service.ownRow(db, actor)),
    shopName: (await readSettings(db, actor.tenantId)).name,
  }));
  // The own password is tried like a login, so that a stolen session cannot guess it any faster.
  http.steps(api.putStaffPassword, async ({ actor, actor: { tenantId }, body, db, req }) => {
    const { login } = await service.ownRow(db, actor);
    const next = await service.newPassword(passwords, body.next, login);
    const attempt = await database.inTx(tenantId, (tx) => service.beginAttempt(tx, tenantId, login));
    const { row } = attempt;
    if (!(await service.isRight(passwords, attempt, body.current)) || !row)
      throw service.refusalOf(attempt, 'PASSWORD_WRONG');
    const current = service.hashToken(staffToken(req) ?? '');
    await database.inTx(tenantId, (tx) => service.changeOwnPassword(tx, row, next, current));
    directory.forget();
    return undefined;
  });
}

function staffRoutes({ http }: Platform, directory: RememberingDirectory, passwords: Passwords): void {
  http.read(api.listStaff, async ({ actor: { tenantId }, db }) => ({
    items: (await store.allStaff(db, tenantId)).map(view),
  }));
  http.change(api.createStaff, {
    before: ({ body }) => service.newPassword(passwords, body.password, body.login),
    change: ({ actor: { tenantId }, body, tx, seen }) => service.insertMember(tx, tenantId, body, seen),
    after: async ({ actor: { tenantId }, body, db }) => {
      const row = await store.staffByLogin(db, tenantId, body.login);
      if (!row) throw common.NOT_FOUND();
      return view(row);
    },
  });
  http.change(api.updateStaff, {
    before: async ({ actor: { tenantId }, params, body, db }) => {
      if (body.password === undefined) return undefined;
      const row = await store.staffRow(db, tenantId, params.id);
      if (!row) throw common.NOT_FOUND();
      return service.newPassword(passwords, body.password, row.login);
    },
    change: ({ actor: { tenantId }, params, body: { password: _password, ...plain }, tx, seen: passwordHash }) =>
      service.changeStaff(tx, tenantId, params.id, { ...plain, ...(passwordHash ? { passwordHash } : {}) }),
    after: async ({ actor: { tenantId }, params, db }) => {
      directory.forget();
      const row = await store.staffRow(db, tenantId, params.id);
      if (!row) throw common.NOT_FOUND();
      return view(row);
    },
  });
}

function auditRoutes({ http }: Platform): void {
  http.read(api.listAudit, async ({ actor: { tenantId }, query, db }) => {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const rows = await store.auditRows(db, tenantId, { ...query, limit });
    return pageOf(
      rows,
      limit,
      (r) => [r.at.toISOString(), r.id],
      (r) => ({
        id: r.id,
        at: r.at.toISOString(),
        actor: r.actor,
        actorName: r.actor_name,
        operation: r.operation,
        target: r.target,
        result: r.result,
        ip: r.ip,
        requestId: r.request_id,
      }),
    );
  });
}
