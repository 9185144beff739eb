import type { TSchema } from 'typebox';
import type { Operation } from '../../kernel/operation.ts';
import { Problem } from '../../kernel/schema.ts';

type Json = Record<string, unknown>;

const SECURITY: Record<string, Json[]> = {
  anyone: [{}, { shopper: [] }],
  shopper: [{ shopper: [] }],
  staff: [{ staffCookie: [] }, { bearer: [] }],
  platform: [],
};

/** The OpenAPI 3.1 description of all operations. TypeBox schemas are JSON Schema as they stand. */
export function openApi(operations: readonly Operation[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const op of operations) {
    const path = op.url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [op.method.toLowerCase()]: describe(op) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Jishi 集市',
      version,
      description: 'Amounts are integer fen. Errors are RFC 9457 problem details with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Problem: plain(Problem) },
      securitySchemes: {
        shopper: { type: 'http', scheme: 'bearer', description: 'Token of POST /shop/session' },
        bearer: { type: 'http', scheme: 'bearer', description: 'Staff token or app key' },
        staffCookie: { type: 'apiKey', in: 'cookie', name: 'jishi_staff' },
      },
    },
  };
}

const refused: Json = {
  description: 'Refused; nothing was changed',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const plain = (schema: TSchema): Json =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === '$id' ? undefined : value)));

function describe(op: Operation): Json {
  const permission = SECURITY[op.audience] ? undefined : op.audience;
  return {
    operationId: op.operationId,
    tags: [op.tag],
    summary: op.summary,
    ...(permission ? { 'x-permission': permission } : {}),
    security: SECURITY[op.audience] ?? SECURITY.staff,
    parameters: [...parameters(op.params, 'path'), ...parameters(op.query, 'query'), ...keyHeader(op)],
    ...(op.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: plain(op.body) } } } }
      : {}),
    responses: {
      [op.reply.status]: op.reply.schema
        ? { description: 'Done', content: { 'application/json': { schema: plain(op.reply.schema) } } }
        : { description: 'Done' },
      ...(op.limit
        ? {
            '429': { ...refused, description: `More than ${op.limit.perMinute} a minute; Retry-After says when again` },
          }
        : {}),
      default: refused,
    },
  };
}

function parameters(schema: TSchema | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties, required = [] } = plain(schema) as { properties: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, s]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: s,
  }));
}

/** Whether a request of this operation must carry an Idempotency-Key. */
export const needsKey = (op: Operation): boolean => op.method !== 'GET' && !op.repeatable;

const keyHeader = (op: Operation): Json[] =>
  needsKey(op)
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          schema: { type: 'string', minLength: 8, maxLength: 100 },
          description: 'The same key answers a repeat with the first reply',
        },
      ]
    : [];
