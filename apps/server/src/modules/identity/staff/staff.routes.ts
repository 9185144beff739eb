import type { Staff } from '../../../kernel/actor.ts';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { registerKeys } from './app-key.routes.ts';
import { FORGET_MS, KNOWN_ADDRESS_MS } from './attempt.rules.ts';
import { dropAttempts } from './attempt.store.ts';
import { registerAudit } from './audit.routes.ts';
import { Login } from './login.ts';
import { Passwords } from './passwords.ts';
import { registerPolicy } from './policy.routes.ts';
import { registerSessions } from './session.routes.ts';
import * as api from './staff.api.ts';
import { RememberingDirectory } from './staff.directory.ts';
import * as service from './staff.service.ts';
import * as store from './staff.store.ts';
import { staffView } from './staff.view.ts';
import { registerSecondFactor } from './totp.routes.ts';
import { registerViews } from './view.routes.ts';

/** Staff, their sessions, second factors, keys and audit log; says who a token belongs to. */
export const staff: Module = { name: 'identity/staff', register };

function register(platform: Platform): void {
  const directory = new RememberingDirectory(platform.database);
  platform.principals.directory = directory;
  const passwords = new Passwords(platform.config.passwordCost);
  registerSessions(platform, { directory, passwords, login: new Login(platform, passwords) });
  registerSecondFactor(platform, directory);
  registerPolicy(platform, directory);
  accountRoutes(platform, directory, passwords);
  registerKeys(platform, directory);
  registerAudit(platform);
  registerViews(platform);
  const { jobs, database } = platform;
  // A session ends after half a day at most; some days later nobody asks for it any more.
  keepFor(platform, 'staff_session', 'created_at', 7 * 24);
  jobs.sweep('staff.attempts', { everyMinutes: 60 }, async (tenantId) => {
    const [failed, known] = [FORGET_MS + DAY, KNOWN_ADDRESS_MS].map((ms) => new Date(nowMs() - ms)) as [Date, Date];
    await database.inTx(tenantId, (tx) => dropAttempts(tx, tenantId, failed, known));
  });
}

/** What is for people alone is never asked by a program. */
const person = (actor: { kind: string }): Staff => actor as Staff;

function accountRoutes({ http }: Platform, directory: RememberingDirectory, passwords: Passwords): void {
  const answer = async (db: Db, tenantId: number, id: string) => {
    directory.forget();
    const row = await store.staffRow(db, tenantId, id);
    if (!row) throw common.NOT_FOUND();
    return staffView(row);
  };
  http.read(api.listStaff, async ({ actor: { tenantId }, db }) => ({
    items: (await store.allStaff(db, tenantId)).map(staffView),
  }));
  http.change(api.createStaff, {
    before: ({ body }) => service.newPassword(passwords, body.password, body.login),
    change: ({ actor, body, tx, seen, notes }) => {
      Object.assign(notes, { login: body.login, permissions: body.permissions });
      return service.addMember(tx, person(actor), body, seen);
    },
    after: async ({ actor: { tenantId }, body, db }) => {
      const row = await store.staffByLogin(db, tenantId, body.login);
      if (!row) throw common.NOT_FOUND();
      return staffView(row);
    },
  });
  http.change(api.updateStaff, {
    before: async ({ actor: { tenantId }, params, body, db }) => {
      if (body.password === undefined) return undefined;
      const row = await store.staffRow(db, tenantId, params.id);
      if (!row) throw common.NOT_FOUND();
      return service.newPassword(passwords, body.password, row.login);
    },
    change: async ({ actor, params, body: { password: _password, ...plain }, tx, seen: passwordHash, notes }) => {
      const change = { ...plain, ...(passwordHash ? { passwordHash } : {}) };
      Object.assign(notes, await service.changeStaff(tx, person(actor), params.id, change));
    },
    after: ({ actor: { tenantId }, params, db }) => answer(db, tenantId, params.id),
  });
  http.change(api.endSessionsOfStaff, {
    change: ({ actor, params, tx }) => service.endSessions(tx, person(actor), params.id),
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
  http.change(api.dropSecondFactorOfStaff, {
    change: ({ actor, params, tx }) => service.dropSecondFactor(tx, person(actor), params.id),
    after: async () => {
      directory.forget();
      return undefined;
    },
  });
}
