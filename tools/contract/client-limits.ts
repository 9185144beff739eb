import type { Operation } from '../../apps/server/src/kernel/operation.ts';
import { Id, PATTERN_WORDS } from '../../apps/server/src/kernel/schema.ts';
import { byName, HEAD } from './client-types.ts';

interface JsonSchema {
  type?: string;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  pattern?: string;
  [bound: string]: unknown;
}

const ID_PATTERN = (Id as { pattern?: string }).pattern;
const BOUNDS = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;

/** The source of `limits.ts`: for each operation, what the server's schema asks of each field of its body, and of words to search for. */
export function clientLimits(operations: readonly Operation[]): string {
  const patterns = new Map<string, string>();
  const limits = byName(operations).flatMap((op) => {
    const asked = (op.body ?? wordsOf(op.query as JsonSchema | undefined)) as JsonSchema | undefined;
    const written = asked && op.audience !== 'platform' ? limitsOf(asked, patterns) : '';
    return written ? [`export const ${op.operationId} = ${written} as const;`] : [];
  });
  const shapes = [...patterns].map(([pattern, name]) => {
    const words = PATTERN_WORDS[pattern] ?? '格式不正确';
    return `const ${name} = { source: ${JSON.stringify(pattern)}, words: '${words}' } as const;`;
  });
  return `${HEAD}

${shapes.join('\n')}

${limits.join('\n')}
`;
}

/** Of a query, what people type themselves. */
const wordsOf = (query: JsonSchema | undefined): JsonSchema | undefined =>
  query?.properties?.q && { type: 'object', properties: { q: query.properties.q } };

/** The limits of a value as source text; empty when it has none. Fields of an object stand under their names, of a list under \`items\`. */
function limitsOf(schema: JsonSchema, patterns: Map<string, string>): string {
  const s = schema.anyOf?.find((one) => one.type !== 'null') ?? schema;
  if (s.type === 'object') {
    const fields = Object.entries(s.properties ?? {}).flatMap(([name, field]) => {
      const written = limitsOf(field, patterns);
      return written ? [`${name}: ${written}`] : [];
    });
    return fields.length > 0 ? `{ ${fields.join(', ')} }` : '';
  }
  const parts = BOUNDS.flatMap((bound) =>
    s[bound] === undefined || (bound === 'minLength' && s[bound] === 0) ? [] : [`${bound}: ${s[bound]}`],
  );
  // Nobody types an id.
  if (s.pattern && s.pattern !== ID_PATTERN) {
    const name = patterns.get(s.pattern) ?? `shape${patterns.size + 1}`;
    patterns.set(s.pattern, name);
    parts.push(`pattern: ${name}`);
  }
  const items = s.items ? limitsOf(s.items, patterns) : '';
  if (items) parts.push(`items: ${items}`);
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : '';
}
