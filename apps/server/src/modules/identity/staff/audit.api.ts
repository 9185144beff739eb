import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';

const AuditEntry = Type.Object({
  id: Id,
  at: Time,
  actor: Type.String(),
  actorName: Type.String(),
  operation: Type.String(),
  title: Type.String({ description: 'The operation in the words of a merchant' }),
  target: Nullable(Type.String()),
  targetName: Nullable(Type.String({ description: 'What that is called now; null when nobody knows it any more' })),
  result: Type.Integer({ description: 'HTTP status of the outcome' }),
  ip: Nullable(Type.String()),
  requestId: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Names of the fields that were sent; old and new values where nothing personal is in them',
  }),
});
export const listAudit = operation({
  method: 'GET',
  url: '/admin/audit',
  operationId: 'listAudit',
  tag: 'staff',
  summary: 'Everything staff and app keys did or tried, and failed sign-ins, newest first',
  audience: 'audit:read',
  query: Type.Object(
    {
      actor: Type.Optional(Type.String({ ...Text(60), description: 'Who, as `listAuditFilters` names them' })),
      operation: Type.Optional(Text(60)),
      from: Type.Optional(Time),
      to: Type.Optional(Time),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(AuditEntry) },
});
const Named = (description: string) =>
  Type.Array(Type.Object({ value: Type.String(), name: Type.String() }), { description });
export const listAuditFilters = operation({
  method: 'GET',
  url: '/admin/audit/filters',
  operationId: 'listAuditFilters',
  tag: 'staff',
  summary: 'Who and what stands in the audit, to choose from',
  audience: 'audit:read',
  reply: {
    status: 200,
    schema: Type.Object({
      actors: Named('Two hundred at most, each by the name of their last entry'),
      operations: Named('In the words of a merchant'),
    }),
  },
});

named({ AuditEntry });
