import type { FastifyRequest } from 'fastify';
import type { Permission } from '../../../kernel/actor.ts';
import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Platform } from '../../../platform/app.ts';
import * as api from './staff.api.ts';
import * as service from './staff.service.ts';
import * as store from './staff.store.ts';

const DEFAULT_LIMIT = 20;
const COOKIE = 'jishi_staff';

/** `shopName` is shown beside who is signed in. */
export function registerStaff(platform: Platform, shopName: (tenantId: number) => Promise<string>): void {
  platform.principals.directory = service.staffDirectory(platform.database);
  sessionRoutes(platform, shopName);
  staffRoutes(platform);
  keyRoutes(platform);
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

const tokenOf = (req: FastifyRequest): string =>
  req.headers.authorization?.replace('Bearer ', '') ?? req.cookies[COOKIE] ?? '';

function sessionRoutes(
  { http, database, config, metrics }: Platform,
  shopName: (tenantId: number) => Promise<string>,
): void {
  const cookie = {
    httpOnly: true,
    sameSite: 'strict' as const,
    path: '/',
    secure: config.publicUrl.startsWith('https:'),
  };
  http.steps(api.loginStaff, async ({ actor: { tenantId }, body, reply }) => {
    const { outcome, token } = await database.inTx(tenantId, async (tx) => {
      const outcome = await service.checkLogin(tx, tenantId, body.login, body.password);
      return {
        outcome,
        token: typeof outcome === 'string' ? '' : await service.startSession(tx, tenantId, outcome.id),
      };
    });
    if (typeof outcome === 'string') {
      metrics.count(`staff_login_${outcome}`);
      throw outcome === 'locked' ? api.staffRefusals.LOGIN_LOCKED() : api.staffRefusals.LOGIN_FAILED();
    }
    reply.setCookie(COOKIE, token, cookie);
    return { token, staff: view(outcome) };
  });
  http.change(api.logoutStaff, async ({ actor, tx, req, reply }) => {
    await store.endSession(tx, actor.tenantId, service.hashToken(tokenOf(req)));
    reply.clearCookie(COOKIE, cookie);
    return undefined;
  });
  http.read(api.getStaffMe, async ({ actor, db }) => {
    const row = await store.staffRow(db, actor.tenantId, actor.staffId);
    if (!row) throw common.UNAUTHENTICATED();
    return { staff: view(row), shopName: await shopName(actor.tenantId) };
  });
  http.change(api.putStaffPassword, async ({ actor, body, tx, req }) => {
    await service.changeOwnPassword(tx, actor, body.current, body.next, service.hashToken(tokenOf(req)));
    return undefined;
  });
}

function staffRoutes({ http }: Platform): void {
  http.read(api.listStaff, async ({ actor: { tenantId }, db }) => ({
    items: (await store.allStaff(db, tenantId)).map(view),
  }));
  http.change(api.createStaff, async ({ actor: { tenantId }, body, tx }) => {
    const id = await service.addStaff(tx, tenantId, body);
    const row = await store.staffRow(tx, tenantId, id);
    if (!row) throw common.NOT_FOUND();
    return view(row);
  });
  http.change(api.updateStaff, async ({ actor: { tenantId }, params, body, tx }) =>
    view(await service.changeStaff(tx, tenantId, params.id, body)),
  );
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

function keyRoutes({ http }: Platform): void {
  const keyView = (k: store.KeyRow) => ({
    id: k.id,
    name: k.name,
    permissions: k.permissions as Permission[],
    active: k.active,
    createdAt: k.created_at.toISOString(),
    lastUsedAt: k.last_used_at?.toISOString() ?? null,
  });
  http.read(api.listAppKeys, async ({ actor: { tenantId }, db }) => ({
    items: (await store.allKeys(db, tenantId)).map(keyView),
  }));
  http.change(api.createAppKey, async ({ actor: { tenantId }, body, tx }) => {
    const { secret, row } = await service.addKey(tx, tenantId, body.name, body.permissions);
    return { key: keyView(row), secret };
  });
  http.change(api.revokeAppKey, async ({ actor: { tenantId }, params, tx }) => {
    if (!(await store.revokeKey(tx, tenantId, params.id))) throw common.NOT_FOUND();
    return undefined;
  });
}
