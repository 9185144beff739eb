import Ajv, { type Options } from 'ajv';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

const base: Options = { removeAdditional: false, useDefaults: true, allErrors: false, strict: false };

/** Bodies are taken as they are; only path and query, which are text by nature, are turned into numbers and booleans. */
export function validatorCompiler(): FastifySchemaCompiler<object> {
  const exact = withFormats(new Ajv({ ...base, allErrors: true }));
  const coercing = withFormats(new Ajv({ ...base, coerceTypes: true }));
  return ({ schema, httpPart }) => {
    const ajv = httpPart === 'body' ? exact : coercing;
    return ajv.compile(schema);
  };
}

function withFormats(ajv: Ajv): Ajv {
  formats(ajv, ['date-time', 'date', 'uri']);
  return ajv;
}
