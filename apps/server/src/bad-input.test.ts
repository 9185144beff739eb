import Ajv from 'ajv';
import fastJson from 'fast-json-stringify';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from './kernel/operation.ts';
import { needsKey } from './platform/http/openapi.ts';
import { withFormats } from './platform/http/validation.ts';
import { startAppForFile } from './test/app.ts';
import { brokenPromises } from './test/invariants.ts';
import { BAD_CURSORS, badTexts, freeTexts, isWellFormed, type Schema, sample, spoil } from './test/samples.ts';
import type { Answer, Caller } from './test/world.ts';

const HOSTILE = [
  "'; drop table order_head; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
  '%00',
  '\u202Etxt',
];
/** Operations that start something outside or end the session that the test needs. */
const LEAVE = new Set([
  'logoutStaff',
  'putWechatConnection',
  'putStaffPassword',
  'confirmPassword',
  'putSecurityPolicy',
]);

/** Audiences that need nobody signed in. */
const OPEN = ['anyone', 'platform', 'setup'];

let app: Awaited<ReturnType<typeof startAppForFile>>;
let callers: { shopper: Caller; staff: Caller };
const operations = () => app.platform.http.operations;

beforeAll(async () => {
  app = await startAppForFile();
  callers = { shopper: await app.given.shopper(), staff: await app.given.owner() };
});

const callerFor = (op: Operation): Caller => {
  if (OPEN.includes(op.audience)) return app.guest;
  return op.audience === 'shopper' ? callers.shopper : callers.staff;
};
/** The address of an operation with values in its path that its schema takes. */
function urlOf(op: Operation): string {
  const values = {
    ...(op.params ? (sample(op.params as Schema) as Record<string, unknown>) : {}),
    tenantCode: 'shop1',
  };
  return op.url.replace(/:(\w+)/g, (_part, name: keyof typeof values) => String(values[name]));
}

/** What a request must never have changed: how many rows every table holds, except the audit of refusals. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await app.sql.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows.filter((r) => r.name !== 'audit'))
    counts[name] = Number((await app.sql.query(`select count(*) from "${name}"`)).rows[0].count);
  return counts;
}

function expectProblem(answer: Answer, status: number, what: string): void {
  expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBe(status);
  expect(answer.headers['content-type'], what).toContain('application/problem+json');
  expect(answer.body, what).toMatchObject({
    status,
    code: expect.any(String),
    detail: expect.any(String),
    requestId: expect.any(String),
  });
}

describe('every operation of the API', () => {
  test('has schemas that are valid and can be compiled; the server compiles each only when it is first needed', () => {
    const ajv = withFormats(new Ajv({ strict: false }));
    for (const { operationId, params, query, body, reply } of operations()) {
      for (const schema of [params, query, body, reply.schema].filter((one) => one !== undefined && one !== null)) {
        ajv.validateSchema(schema);
        expect(ajv.errors, operationId).toBeFalsy();
        expect(() => ajv.compile(structuredClone(schema)), operationId).not.toThrow();
      }
      if (reply.schema) expect(() => fastJson(reply.schema as object), operationId).not.toThrow();
    }
  });

  test('refuses a body with anything wrong in it, names the field, and changes nothing', async () => {
    const before = await rowCounts();
    let tried = 0;
    for (const op of operations().filter((o) => o.body)) {
      const schema = op.body as Schema;
      for (const { what, value } of spoil(schema, sample(schema, true))) {
        const answer = await callerFor(op).send(op.method as 'POST', urlOf(op), value);
        expectProblem(answer, 400, `${op.operationId}: ${what}`);
        expect(
          answer.body.errors?.length ?? 0,
          `${op.operationId}: ${what}: ${JSON.stringify(answer.body)}`,
        ).toBeGreaterThan(0);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(900);
    expect(await rowCounts()).toEqual(before);
  }, 180_000);

  test('refuses JSON that is nested without end', async () => {
    const deep = (open: string, close: string) => `${open.repeat(50_000)}1${close.repeat(50_000)}`;
    for (const op of operations().filter((o) => o.body))
      for (const payload of [deep('[', ']'), deep('{"a":', '}')]) {
        const { statusCode } = await app.platform.http.server.inject({
          method: op.method,
          url: urlOf(op),
          payload,
          headers: {
            authorization: `Bearer ${callerFor(op).token}`,
            'content-type': 'application/json',
            'idempotency-key': 'deep-json-key',
          },
        });
        expect(statusCode, op.operationId).toBe(400);
      }
  }, 60_000);

  test('refuses a query with anything wrong in it', async () => {
    for (const op of operations().filter((o) => o.query)) {
      const schema = op.query as Schema;
      const required = sample(schema) as Record<string, unknown>;
      const ask = (name: string, value: string) => {
        const query = new URLSearchParams({ ...required, [name]: value } as Record<string, string>);
        return callerFor(op).get(`${urlOf(op)}?${query}`);
      };
      expectProblem(await ask('isAdmin', '1'), 400, op.operationId);
      for (const [name, field] of Object.entries(schema.properties ?? {}))
        for (const bad of badQueryValues(name, field))
          expectProblem(await ask(name, bad), 400, `${op.operationId} ${name}=${JSON.stringify(bad.slice(0, 80))}`);
    }
  }, 120_000);

  test('refuses a malformed value in the path, and does not find an id that is nobody’s', async () => {
    for (const op of operations().filter((o) => o.params)) {
      const body = op.body ? sample(op.body as Schema) : undefined;
      for (const [name, field] of Object.entries((op.params as Schema).properties ?? {}))
        for (const bad of badTexts(field).filter(isWellFormed)) {
          const url = urlOf({ ...op, url: op.url.replace(`:${name}`, encodeURIComponent(bad.slice(0, 300))) });
          const answer = await callerFor(op).send(op.method as 'POST', url, body);
          if (name === 'tenantCode' && answer.body.code === 'UNKNOWN_TENANT') continue; // the shop is looked up first
          // The router's limit for one part of a path is lower than the text is long.
          expectProblem(
            answer,
            bad.length > 200 ? 414 : 400,
            `${op.operationId} ${name}=${JSON.stringify(bad.slice(0, 80))}`,
          );
        }
      if (!/:(id|skuId)/.test(op.url)) continue;
      const unknown = await callerFor(op).send(op.method as 'POST', urlOf(op), body);
      expect([200, 400, 404, 409], `${op.operationId}: ${JSON.stringify(unknown.body)}`).toContain(unknown.status);
    }
  }, 60_000);

  test('asks who is there, and whether they may', async () => {
    const before = await rowCounts();
    const clerk = await app.given.staff([]);
    for (const op of operations().filter((o) => !OPEN.includes(o.audience))) {
      const body = op.body ? sample(op.body as Schema) : undefined;
      for (const forged of [
        '',
        'sh.1.x.9999999999999.AAAA',
        'st.1.AAAAAAAAAAAAAAAAAAAAAAAAAA',
        'ak.1.AAAAAAAAAAAAAAAAAAAAAAAAAA',
      ])
        expectProblem(
          await app.as(forged).send(op.method as 'POST', urlOf(op), body),
          401,
          `${op.operationId} as ${forged}`,
        );
      if (op.audience !== 'shopper')
        expectProblem(
          await callers.shopper.send(op.method as 'POST', urlOf(op), body),
          401,
          `${op.operationId} as a shopper`,
        );
      if (!['shopper', 'staff'].includes(op.audience))
        expectProblem(
          await clerk.send(op.method as 'POST', urlOf(op), body),
          403,
          `${op.operationId} without permission`,
        );
    }
    const after = await rowCounts();
    // Adding the clerk, and their sign-in, leave these.
    const added = { staff: 0, staff_session: 0, staff_attempt: 0, audit_head: 0, idempotency: 0 };
    expect({ ...after, ...added }).toEqual({ ...before, ...added });
  }, 60_000);

  test('wants an Idempotency-Key where a repeat would do harm', async () => {
    for (const op of operations().filter(needsKey)) {
      const body = op.body ? sample(op.body as Schema) : undefined;
      const answer = await callerFor(op).send(op.method as 'POST', urlOf(op), body, 'short');
      expectProblem(answer, 400, op.operationId);
      expect(answer.body.code, op.operationId).toBe('IDEMPOTENCY_KEY_REQUIRED');
    }
  });

  test('takes hostile words as words, or refuses them; nothing breaks', async () => {
    const tables = Object.keys(await rowCounts()).length;
    for (const op of operations().filter((o) => o.body && !LEAVE.has(o.operationId))) {
      const schema = op.body as Schema;
      for (const path of freeTexts(schema))
        for (const text of HOSTILE) {
          const body = sample(schema) as Record<string, unknown>;
          set(body, path, text);
          const { status, body: said } = await callerFor(op).send(op.method as 'POST', urlOf(op), body);
          expect(status, `${op.operationId} ${path.join('.')} = ${text}: ${JSON.stringify(said)}`).toBeLessThan(500);
        }
    }
    expect(Object.keys(await rowCounts()).length).toBe(tables);
    expect(await brokenPromises(app)).toEqual([]);
  }, 120_000);
});

function badQueryValues(name: string, field: Schema): string[] {
  if (name === 'cursor') return BAD_CURSORS;
  if (field.enum) return ["'; --", ''];
  if (field.type === 'integer') return ['x', '', '1.5', '9007199254740992', '-9007199254740992', '1e400', 'NaN'];
  if (field.type === 'boolean') return ['maybe', ''];
  return badTexts(field)
    .filter(isWellFormed)
    .map((text) => text.slice(0, 5000));
}

function set(body: Record<string, unknown>, [key = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) body[key] = value;
  else {
    body[key] = body[key] ?? {};
    set(body[key] as Record<string, unknown>, rest, value);
  }
}

test('a body of ten megabytes, broken JSON and a foreign media type are refused', async () => {
  const raw = (payload: string, type: string) =>
    app.platform.http.server.inject({ method: 'POST', url: '/shop/quote', payload, headers: { 'content-type': type } });
  expect((await raw(`{"lines":"${'x'.repeat(10_000_000)}"}`, 'application/json')).statusCode).toBe(413);
  expect((await raw('{"lines":[', 'application/json')).statusCode).toBe(400);
  expect((await raw('{"__proto__":{"admin":true}}', 'application/json')).statusCode).toBe(400);
  expect((await raw('<lines/>', 'application/xml')).statusCode).toBe(415);
  expect((await app.guest.get('/shop/nothing-here')).body.code).toBe('NOT_FOUND');
  expectProblem(await app.guest.get('/shop/goods/%ED%A0%BD'), 400, 'a path that is no UTF-8');
  expectProblem(await app.guest.get('/shop/goods/%'), 400, 'a path with half an escape');
});
