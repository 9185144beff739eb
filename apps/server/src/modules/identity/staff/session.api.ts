import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Code, Id, Nullable, Text, Time } from '../../../kernel/schema.ts';
import { NewPassword, StaffView } from './staff.api.ts';

const GivenPassword = Text(200);
/** Six digits of the app, or a recovery code. */
const GivenCode = Text(20, 6);
/** A wrong password costs a quarter of a second of a core. */
const TRY_LIMIT = { per: 'address', burst: 20, perMinute: 20, refusedOnly: true } as const;

export const loginStaff = operation({
  method: 'POST',
  url: '/admin/session',
  operationId: 'loginStaff',
  tag: 'session',
  summary:
    'Signs a staff member in: sets an HttpOnly cookie and returns the same token for programs. LOGIN_CODE_NEEDED asks for the same again with the code of the second factor',
  audience: 'anyone',
  repeatable: true,
  limit: TRY_LIMIT,
  body: Type.Object(
    { login: Code(40), password: GivenPassword, code: Type.Optional(GivenCode) },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: Type.Object({ token: Type.String(), staff: StaffView }) },
});
export const logoutStaff = operation({
  method: 'DELETE',
  url: '/admin/session',
  operationId: 'logoutStaff',
  tag: 'session',
  summary: 'Ends this session',
  audience: 'staff',
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const confirmPassword = operation({
  method: 'POST',
  url: '/admin/session/confirmation',
  operationId: 'confirmPassword',
  tag: 'session',
  summary: 'Gives the own password again: for ten minutes, what answers CONFIRM_PASSWORD may be done',
  audience: 'staff',
  repeatable: true,
  limit: TRY_LIMIT,
  body: Type.Object({ password: GivenPassword }, { additionalProperties: false }),
  reply: { status: 204, schema: null },
});
export const getStaffMe = operation({
  method: 'GET',
  url: '/admin/me',
  operationId: 'getStaffMe',
  tag: 'session',
  summary: 'Who is signed in, and what they must do before anything else',
  audience: 'staff',
  reply: {
    status: 200,
    schema: Type.Object({
      staff: StaffView,
      shopName: Type.String(),
      must: Nullable(Choice(['change-password', 'enrol'])),
      idleMinutes: Type.Integer({ description: 'The session ends after this without use' }),
    }),
  },
});
export const putStaffPassword = operation({
  method: 'PUT',
  url: '/admin/me/password',
  operationId: 'putStaffPassword',
  tag: 'session',
  summary: 'Changes the own password and ends all other sessions; none of the last five may come back',
  audience: 'staff',
  repeatable: true,
  limit: TRY_LIMIT,
  body: Type.Object({ current: GivenPassword, next: NewPassword }, { additionalProperties: false }),
  reply: { status: 204, schema: null },
});
export const listStaffSessions = operation({
  method: 'GET',
  url: '/admin/me/sessions',
  operationId: 'listStaffSessions',
  tag: 'session',
  summary: 'Where the own account is signed in',
  audience: 'staff',
  reply: {
    status: 200,
    schema: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Id,
          device: Type.String({ description: 'e.g. Chrome · Windows 电脑' }),
          address: Type.String(),
          createdAt: Time,
          lastUsedAt: Time,
          current: Type.Boolean({ description: 'This session' }),
        }),
      ),
    }),
  },
});
export const endStaffSession = operation({
  method: 'DELETE',
  url: '/admin/me/sessions/:id',
  operationId: 'endStaffSession',
  tag: 'session',
  summary: 'Signs the own account out elsewhere',
  audience: 'staff',
  params: Type.Object({ id: Id }),
  repeatable: true,
  reply: { status: 204, schema: null },
});

export const beginSecondFactor = operation({
  method: 'POST',
  url: '/admin/me/second-factor',
  operationId: 'beginSecondFactor',
  tag: 'session',
  summary:
    'Makes the secret of a second factor (TOTP, RFC 6238) and shows it this once; in force when a code confirms it',
  audience: 'staff',
  confirmed: true,
  repeatable: true,
  reply: {
    status: 200,
    schema: Type.Object({
      secret: Type.String(),
      uri: Type.String({ description: 'For the picture that an app reads' }),
    }),
  },
});
export const confirmSecondFactor = operation({
  method: 'PUT',
  url: '/admin/me/second-factor',
  operationId: 'confirmSecondFactor',
  tag: 'session',
  summary: 'Puts the second factor in force; shows the recovery codes this once',
  audience: 'staff',
  confirmed: true,
  repeatable: true,
  limit: TRY_LIMIT,
  body: Type.Object({ code: GivenCode }, { additionalProperties: false }),
  reply: { status: 200, schema: Type.Object({ recoveryCodes: Type.Array(Type.String()) }) },
});
export const renewRecoveryCodes = operation({
  method: 'POST',
  url: '/admin/me/recovery-codes',
  operationId: 'renewRecoveryCodes',
  tag: 'session',
  summary: 'Makes new recovery codes in the place of the old ones',
  audience: 'staff',
  confirmed: true,
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ recoveryCodes: Type.Array(Type.String()) }) },
});
export const dropSecondFactor = operation({
  method: 'DELETE',
  url: '/admin/me/second-factor',
  operationId: 'dropSecondFactor',
  tag: 'session',
  summary: 'Signs in with the password alone again, where the shop allows that',
  audience: 'staff',
  confirmed: true,
  repeatable: true,
  reply: { status: 204, schema: null },
});
