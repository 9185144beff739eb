import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { deviceOf } from '../../../kernel/device.ts';
import { common } from '../../../kernel/refusal.ts';
import { STAFF_COOKIE } from '../../../platform/http/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { readSettings } from '../tenant/index.ts';
import type { Login } from './login.ts';
import type { Passwords } from './passwords.ts';
import { policyOf } from './policy.store.ts';
import * as api from './session.api.ts';
import * as store from './session.store.ts';
import type { RememberingDirectory } from './staff.directory.ts';
import { SESSION_MS } from './staff.rules.ts';
import * as service from './staff.service.ts';
import { staffView } from './staff.view.ts';

interface Parts {
  directory: RememberingDirectory;
  login: Login;
  passwords: Passwords;
}

/** Signing in and out, and what is the own account's. */
export function registerSessions(platform: Platform, parts: Parts): void {
  entranceRoutes(platform, parts);
  passwordRoutes(platform, parts);
  deviceRoutes(platform, parts);
}

function entranceRoutes({ http, config, principals }: Platform, { directory, login }: Parts): void {
  const cookie = {
    httpOnly: true,
    sameSite: 'strict' as const,
    path: '/',
    secure: config.publicUrl.startsWith('https:'),
  };
  http.steps(api.loginStaff, async ({ actor: { tenantId }, body, req, reply }) => {
    principals.refuseForeignPage(req);
    const { token, row } = await login.enter(tenantId, body, req);
    reply.setCookie(STAFF_COOKIE, token, cookie);
    return { token, staff: staffView(row) };
  });
  http.change(api.logoutStaff, {
    change: ({ actor, tx }) => store.endSession(tx, actor.tenantId, actor.staffId, actor.sessionId),
    after: async ({ reply }) => {
      directory.forget();
      reply.clearCookie(STAFF_COOKIE, cookie);
      return undefined;
    },
  });
  http.read(api.getStaffMe, async ({ actor, db }) => ({
    staff: staffView(await service.ownRow(db, actor)),
    shopName: (await readSettings(db, actor.tenantId)).name,
    must: actor.must,
    idleMinutes: (await policyOf(db, actor.tenantId)).idleMinutes,
  }));
}

function passwordRoutes({ http }: Platform, { directory, login, passwords }: Parts): void {
  http.change(api.confirmPassword, {
    before: async ({ actor, body, db, req }) => login.confirm(await service.ownRow(db, actor), body.password, req),
    change: ({ actor, tx }) => store.confirmSession(tx, actor.tenantId, actor.sessionId),
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
  http.change(api.putStaffPassword, {
    before: async ({ actor, body, db, req }) => {
      const row = await service.ownRow(db, actor);
      await login.confirm(row, body.current, req);
      await service.refuseUsed(passwords, db, row, body.next);
      return { row, hash: await service.newPassword(passwords, body.next, row.login) };
    },
    change: ({ actor, tx, seen: { row, hash } }) => service.changeOwnPassword(tx, actor, row, hash),
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
}

function deviceRoutes({ http }: Platform, { directory }: Parts): void {
  http.read(api.listStaffSessions, async ({ actor, db }) => {
    const { idleMinutes } = await policyOf(db, actor.tenantId);
    const [begun, used] = [new Date(nowMs() - SESSION_MS), new Date(nowMs() - idleMinutes * MINUTE)];
    const rows = await store.openSessions(db, actor.tenantId, actor.staffId, begun, used);
    return {
      items: rows.map((s) => ({
        id: s.id,
        device: deviceOf(s.agent),
        address: s.address,
        createdAt: s.created_at.toISOString(),
        lastUsedAt: s.last_used_at.toISOString(),
        current: s.id === actor.sessionId,
      })),
    };
  });
  http.change(api.endStaffSession, {
    change: async ({ actor, params, tx }) => {
      if (!(await store.endSession(tx, actor.tenantId, actor.staffId, params.id))) throw common.NOT_FOUND();
    },
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
}
