import { Type } from 'typebox';
import { FOR_PEOPLE, PERMISSIONS } from '../../../kernel/actor.ts';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Code, Id, Nullable, named, Text, Time } from '../../../kernel/schema.ts';
import { PermissionName } from './staff.api.ts';

/** What is for people alone is no scope of a program. */
const Scope = Choice(PERMISSIONS.filter((p) => !FOR_PEOPLE.includes(p)));

const AppKeyView = Type.Object({
  id: Id,
  name: Type.String(),
  permissions: Type.Array(PermissionName),
  addresses: Type.Array(Type.String(), { description: 'From where the program may come; none: from everywhere' }),
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
  summary:
    'Makes a key; the secret is shown this once. Send it as Authorization: Bearer. It gets nothing that the giver does not have',
  audience: 'staff:manage',
  confirmed: true,
  body: Type.Object(
    {
      name: Text(40),
      permissions: Type.Array(Scope, { minItems: 1, maxItems: 50 }),
      addresses: Type.Optional(
        Type.Array(Code(50), {
          maxItems: 50,
          uniqueItems: true,
          description: 'Addresses and CIDR blocks from which the program may come; none: from everywhere',
        }),
      ),
    },
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

named({ AppKeyView });
