import Ajv, { type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import fastJson from 'fast-json-stringify';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';

// The schemas are TypeBox's; bad-input.test.ts looks at each of them.
const trusted: Options = { meta: false, validateSchema: false };
const base: Options = { ...trusted, removeAdditional: false, useDefaults: true, allErrors: false, strict: false };

/**
 * Bodies are taken as they are; only path and query, which are text by nature, are turned into numbers and booleans. A schema is compiled
 * when its route is first asked for: all of them take a second and many MiB, and most shops never use half of the routes.
 */
export function validatorCompiler(): FastifySchemaCompiler<object> {
  const exact = withFormats(new Ajv({ ...base, allErrors: true }));
  const coercing = withFormats(new Ajv({ ...base, coerceTypes: true }));
  return ({ schema, httpPart }) => {
    let validate: ValidateFunction | null = null;
    const check = (data: unknown): boolean => {
      validate ??= (httpPart === 'body' ? exact : coercing).compile(schema);
      const isValid = validate(data);
      check.errors = validate.errors;
      return isValid;
    };
    check.errors = null as ValidateFunction['errors'];
    return check;
  };
}

/** Answers are written by their schemas, compiled at first use like those of requests. */
export const serializerCompiler: FastifySerializerCompiler<object> = ({ schema }) => {
  let write: ((data: unknown) => string) | null = null;
  return (data) => {
    write ??= fastJson(schema);
    return write(data);
  };
};

/** The formats that our schemas use. */
export function withFormats(ajv: Ajv): Ajv {
  formats(ajv, ['date-time', 'date', 'uri']);
  return ajv;
}
