import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Code, named } from '../../../kernel/schema.ts';

export const SecurityPolicy = Type.Object(
  {
    twoFactor: Choice(
      ['optional', 'sensitive', 'everybody'],
      'Who signs in with a second factor: who wants to, who may do something sensitive, everybody',
    ),
    idleMinutes: Type.Integer({ minimum: 5, maximum: 720, description: 'A session that nobody uses ends after this' }),
    passwordDays: Type.Integer({ minimum: 0, maximum: 365, description: 'How old a password may get; 0: any age' }),
    addresses: Type.Array(Code(50), {
      maxItems: 50,
      uniqueItems: true,
      description: 'Addresses and CIDR blocks from which staff may come; none: from everywhere',
    }),
  },
  { additionalProperties: false },
);
export type SecurityPolicy = Static<typeof SecurityPolicy>;

export const getSecurityPolicy = operation({
  method: 'GET',
  url: '/admin/security',
  operationId: 'getSecurityPolicy',
  tag: 'staff',
  summary: 'How careful the shop is with its staff, and the address from which this comes',
  audience: 'staff:manage',
  reply: { status: 200, schema: Type.Object({ policy: SecurityPolicy, address: Type.String() }) },
});
export const putSecurityPolicy = operation({
  method: 'PUT',
  url: '/admin/security',
  operationId: 'putSecurityPolicy',
  tag: 'staff',
  summary: 'Replaces it; refused when the own address would be kept out',
  audience: 'staff:manage',
  confirmed: true,
  repeatable: true,
  body: SecurityPolicy,
  reply: { status: 200, schema: SecurityPolicy },
});

named({ SecurityPolicy });
