import { type Static, Type } from 'typebox';
import { PERMISSIONS } from '../../../kernel/actor.ts';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Id, Nullable, named, Text, Time } from '../../../kernel/schema.ts';

export const staffRefusals = refusals({
  LOGIN_FAILED: { status: 401, message: '账号或密码不正确' },
  LOGIN_CODE_NEEDED: { status: 401, message: '请输入身份验证器上的 6 位动态验证码' },
  LOGIN_CODE_WRONG: { status: 401, message: '动态验证码不正确或已经用过，请等它变化后再输入' },
  LOGIN_LOCKED: { status: 429, message: '尝试次数过多，请稍后再试' },
  STAFF_LOGIN_TAKEN: { status: 409, message: '这个账号已被使用' },
  STAFF_LAST_OWNER: { status: 409, message: '至少要保留一位在用的店主' },
  STAFF_ABOVE_YOU: { status: 403, message: '不能授予自己没有的权限，也不能修改权限比自己大的员工' },
  STAFF_OWNER_HAS_ALL: { status: 409, message: '店主拥有全部权限；要单独设置权限，请先取消店主身份' },
  PASSWORD_WRONG: { status: 400, message: '当前密码不正确' },
  PASSWORD_WEAK: { status: 400, message: '密码至少 10 位，并同时包含字母和数字' },
  PASSWORD_USED: { status: 400, message: '最近 5 次用过的密码不能再用，请换一个' },
  ADDRESS_LOCKS_OUT: { status: 409, message: '您现在的地址不在名单内，保存后您也无法登录' },
  SECOND_FACTOR_NOT_BEGUN: { status: 409, message: '请先扫码绑定，再输入验证码' },
  SECOND_FACTOR_CODE_WRONG: { status: 400, message: '动态验证码不正确，请核对手机时间后重试' },
  SECOND_FACTOR_REQUIRED: { status: 409, message: '店铺要求您使用动态验证码登录，不能关闭' },
});

export const PermissionName = Choice(PERMISSIONS);
const Login = Type.String({ pattern: '^[a-zA-Z0-9._-]{3,40}$' });
export const NewPassword = Text(128, 10);

export const StaffView = Type.Object({
  id: Id,
  login: Type.String(),
  name: Type.String(),
  permissions: Type.Array(PermissionName),
  owner: Type.Boolean({ description: 'May do everything, also what a later version brings' }),
  active: Type.Boolean(),
  secondFactor: Type.Boolean({ description: 'Signs in with a second factor' }),
  lastSeenAt: Nullable(Time),
  createdAt: Time,
});
export type StaffView = Static<typeof StaffView>;

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
  summary:
    'Adds a staff member, who changes the password at the first sign-in; gives nothing that the giver does not have',
  audience: 'staff:manage',
  confirmed: true,
  body: Type.Object(
    { login: Login, name: Text(40), password: NewPassword, permissions: Type.Array(PermissionName, { maxItems: 50 }) },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: StaffView },
});
export const updateStaff = operation({
  method: 'PATCH',
  url: '/admin/staff/:id',
  operationId: 'updateStaff',
  tag: 'staff',
  summary:
    'Changes name, permissions, password (changed again at the next sign-in) or state of a staff member who may not do more than who asks',
  audience: 'staff:manage',
  confirmed: true,
  params: Type.Object({ id: Id }),
  repeatable: true,
  body: Type.Object(
    {
      name: Type.Optional(Text(40)),
      permissions: Type.Optional(Type.Array(PermissionName, { maxItems: 50 })),
      active: Type.Optional(Type.Boolean()),
      owner: Type.Optional(Type.Boolean({ description: 'Given and taken by owners alone' })),
      password: Type.Optional(NewPassword),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  reply: { status: 200, schema: StaffView },
});
export const endSessionsOfStaff = operation({
  method: 'DELETE',
  url: '/admin/staff/:id/sessions',
  operationId: 'endSessionsOfStaff',
  tag: 'staff',
  summary: 'Signs a staff member out everywhere',
  audience: 'staff:manage',
  params: Type.Object({ id: Id }),
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const dropSecondFactorOfStaff = operation({
  method: 'DELETE',
  url: '/admin/staff/:id/second-factor',
  operationId: 'dropSecondFactorOfStaff',
  tag: 'staff',
  summary: 'For who lost the device and the recovery codes: the next sign-in is with the password alone',
  audience: 'staff:manage',
  confirmed: true,
  params: Type.Object({ id: Id }),
  repeatable: true,
  reply: { status: 204, schema: null },
});

named({ PermissionName, StaffView });
