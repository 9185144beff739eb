import { type Static, Type } from 'typebox';
import { PERMISSIONS } from '../../../kernel/actor.ts';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Code, Id, Nullable, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';

export const staffRefusals = refusals({
  LOGIN_FAILED: { status: 401, message: '账号或密码不正确' },
  LOGIN_LOCKED: { status: 429, message: '密码错误次数过多，账号已锁定，请稍后再试' },
  STAFF_LOGIN_TAKEN: { status: 409, message: '这个账号已被使用' },
  STAFF_LAST_OWNER: { status: 409, message: '至少要保留一位可以管理员工的账号' },
  PASSWORD_WRONG: { status: 400, message: '当前密码不正确' },
  PASSWORD_WEAK: { status: 400, message: '密码至少 10 位，并同时包含字母和数字' },
});

export const PermissionName = Choice(PERMISSIONS);
const Login = Type.String({ pattern: '^[a-zA-Z0-9._-]{3,40}$' });
const Password = Text(128, 10);

export const StaffView = Type.Object({
  id: Id,
  login: Type.String(),
  name: Type.String(),
  permissions: Type.Array(PermissionName),
  active: Type.Boolean(),
  lastSeenAt: Nullable(Time),
  createdAt: Time,
});
export type StaffView = Static<typeof StaffView>;

export const loginStaff = operation({
  method: 'POST',
  url: '/admin/session',
  operationId: 'loginStaff',
  tag: 'staff',
  summary: 'Signs a staff member in: sets an HttpOnly cookie and returns the same token for programs',
  audience: 'anyone',
  repeatable: true,
  limit: { per: 'address', burst: 20, perMinute: 20, refusedOnly: true },
  body: Type.Object(
    {
      login: Code(40),
      password: Text(200),
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: Type.Object({ token: Type.String(), staff: StaffView }) },
});
export const logoutStaff = operation({
  method: 'DELETE',
  url: '/admin/session',
  operationId: 'logoutStaff',
  tag: 'staff',
  summary: 'Ends this session',
  audience: 'staff',
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const getStaffMe = operation({
  method: 'GET',
  url: '/admin/me',
  operationId: 'getStaffMe',
  tag: 'staff',
  summary: 'Who is signed in',
  audience: 'staff',
  reply: { status: 200, schema: Type.Object({ staff: StaffView, shopName: Type.String() }) },
});
export const putStaffPassword = operation({
  method: 'PUT',
  url: '/admin/me/password',
  operationId: 'putStaffPassword',
  tag: 'staff',
  summary: 'Changes the own password and ends all other sessions',
  audience: 'staff',
  repeatable: true,
  body: Type.Object({ current: Text(200), next: Password }, { additionalProperties: false }),
  reply: { status: 204, schema: null },
});
export const listStaff = operation({
  method: 'GET',
  url: '/admin/staff',
  operationId: 'listStaff',
  tag: 'staff',
  summary: 'All staff',
  audience: 'staff:manage',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(StaffView) }) },
});
export const createStaff = operation({
  method: 'POST',
  url: '/admin/staff',
  operationId: 'createStaff',
  tag: 'staff',
  summary: 'Adds a staff member',
  audience: 'staff:manage',
  body: Type.Object(
    { login: Login, name: Text(40), password: Password, permissions: Type.Array(PermissionName, { maxItems: 50 }) },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: StaffView },
});
export const updateStaff = operation({
  method: 'PATCH',
  url: '/admin/staff/:id',
  operationId: 'updateStaff',
  tag: 'staff',
  summary: 'Changes name, permissions, password or state of a staff member',
  audience: 'staff:manage',
  params: Type.Object({ id: Id }),
  repeatable: true,
  body: Type.Object(
    {
      name: Type.Optional(Text(40)),
      permissions: Type.Optional(Type.Array(PermissionName, { maxItems: 50 })),
      active: Type.Optional(Type.Boolean()),
      password: Type.Optional(Password),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  reply: { status: 200, schema: StaffView },
});

export const AppKeyView = Type.Object({
  id: Id,
  name: Type.String(),
  permissions: Type.Array(PermissionName),
  active: Type.Boolean(),
  createdAt: Time,
  lastUsedAt: Nullable(Time),
});
export const listAppKeys = operation({
  method: 'GET',
  url: '/admin/app-keys',
  operationId: 'listAppKeys',
  tag: 'staff',
  summary: 'Keys of the merchant’s own programs',
  audience: 'staff:manage',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(AppKeyView) }) },
});
export const createAppKey = operation({
  method: 'POST',
  url: '/admin/app-keys',
  operationId: 'createAppKey',
  tag: 'staff',
  summary: 'Makes a key; the secret is shown this once. Send it as Authorization: Bearer',
  audience: 'staff:manage',
  body: Type.Object(
    { name: Text(40), permissions: Type.Array(PermissionName, { minItems: 1, maxItems: 50 }) },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: Type.Object({ key: AppKeyView, secret: Type.String() }) },
});
export const revokeAppKey = operation({
  method: 'DELETE',
  url: '/admin/app-keys/:id',
  operationId: 'revokeAppKey',
  tag: 'staff',
  summary: 'Revokes a key at once',
  audience: 'staff:manage',
  params: Type.Object({ id: Id }),
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const AuditEntry = Type.Object({
  id: Id,
  at: Time,
  actor: Type.String(),
  actorName: Type.String(),
  operation: Type.String(),
  target: Nullable(Type.String()),
  result: Type.Integer({ description: 'HTTP status of the outcome' }),
  ip: Nullable(Type.String()),
  requestId: Type.String(),
});
export const listAudit = operation({
  method: 'GET',
  url: '/admin/audit',
  operationId: 'listAudit',
  tag: 'staff',
  summary: 'Everything staff and app keys changed, newest first',
  audience: 'audit:read',
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(AuditEntry) },
});
