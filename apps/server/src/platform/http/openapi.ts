import type { TSchema } from 'typebox';
import type { Operation } from '../../kernel/operation.ts';
import { Problem } from '../../kernel/schema.ts';

type Json = Record<string, unknown>;

const SECURITY: Record<string, Json[]> = {
  anyone: [{}, { shopper: [] }],
  shopper: [{ shopper: [] }],
  staff: [{ staffCookie: [] }, { bearer: [] }],
  platform: [],
  setup: [],
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
      schemas: { Problem: plain(Problem), ...components(operations) },
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

/** A schema as JSON; named schemas within it are referred to. */
const plain = (schema: TSchema): Json =>
  JSON.parse(
    JSON.stringify(schema, (key, value) => {
      if (key === '$id' || (key === 'title' && typeof value === 'string')) return undefined;
      const name = value === schema ? undefined : nameOf(value);
      return name ? { $ref: `#/components/schemas/${name}` } : value;
    }),
  );
/** The same where the schema itself may have a name. */
const referred = (schema: TSchema): Json => {
  const name = nameOf(schema);
  return name ? { $ref: `#/components/schemas/${name}` } : plain(schema);
};

/** The name that `named` gave to a schema. */
export const nameOf = (schema: unknown): string | undefined => {
  const title = (schema as { title?: unknown } | null)?.title;
  return typeof title === 'string' ? title : undefined;
};

/** All schemas with a name that operations take or answer, sorted by name. Throws when two go by one name. */
export function namedSchemas(operations: readonly Operation[]): Map<string, TSchema> {
  const found = new Map<string, TSchema>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = nameOf(value);
    if (name) {
      const other = found.get(name);
      if (other && other !== value) throw new Error(`two schemas go by the name ${name}`);
      found.set(name, value as TSchema);
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const { params, query, body, reply } of operations) visit([params, query, body, reply.schema]);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const components = (operations: readonly Operation[]): Record<string, Json> =>
  Object.fromEntries([...namedSchemas(operations)].map(([name, schema]) => [name, plain(schema)]));

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
      ? { requestBody: { required: true, content: { 'application/json': { schema: referred(op.body) } } } }
      : {}),
    responses: {
      [op.reply.status]: op.reply.schema
        ? { description: 'Done', content: { 'application/json': { schema: referred(op.reply.schema) } } }
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
