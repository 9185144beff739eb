import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from './kernel/operation.ts';
import { needsKey } from './platform/http/openapi.ts';
import { startAppForFile } from './test/app.ts';
import { brokenPromises } from './test/invariants.ts';
import { freeTexts, type Schema, SOME_ID, sample, spoil } from './test/samples.ts';
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
const LEAVE = new Set(['logoutStaff', 'putWechatConnection', 'putStaffPassword']);

let app: Awaited<ReturnType<typeof startAppForFile>>;
let callers: { shopper: Caller; staff: Caller };
const operations = () => app.platform.http.operations;

beforeAll(async () => {
  app = await startAppForFile();
  callers = { shopper: await app.given.shopper(), staff: await app.given.owner() };
});

const callerFor = (op: Operation): Caller => {
  if (op.audience === 'anyone' || op.audience === 'platform') return app.guest;
  return op.audience === 'shopper' ? callers.shopper : callers.staff;
};
const urlOf = (op: Operation, id = SOME_ID): string =>
  op.url.replace(':tenantCode', 'shop1').replace(':day', '2026-01-01').replace(/:\w+/g, id);

/** What a request must never have changed: how many rows every table holds, but for the audit of refusals. */
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
  test('refuses a body with anything wrong in it, names the field, and changes nothing', async () => {
    const before = await rowCounts();
    let tried = 0;
    for (const op of operations().filter((o) => o.body)) {
      const schema = op.body as Schema;
      for (const { what, value } of spoil(schema, sample(schema))) {
        const answer = await callerFor(op).send(op.method as 'POST', urlOf(op), value);
        expectProblem(answer, 400, `${op.operationId}: ${what}`);
        expect(answer.body.errors?.length, `${op.operationId}: ${what}`).toBeGreaterThan(0);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(300);
    expect(await rowCounts()).toEqual(before);
  }, 120_000);

  test('refuses unknown and malformed query fields', async () => {
    for (const op of operations().filter((o) => o.query)) {
      expectProblem(await callerFor(op).get(`${urlOf(op)}?isAdmin=1`), 400, op.operationId);
      if ('limit' in ((op.query as Schema).properties ?? {}))
        for (const limit of ['0', '-1', '101', 'x', '1e9'])
          expectProblem(
            await callerFor(op).get(`${urlOf(op)}?limit=${limit}`),
            400,
            `${op.operationId} limit=${limit}`,
          );
    }
    expectProblem(await callers.shopper.get('/shop/orders?cursor=bm90LWpzb24'), 400, 'a cursor that we did not make');
  });

  test('refuses a malformed id in the path, and does not find one that is nobody’s', async () => {
    for (const op of operations().filter((o) => /:(id|skuId)/.test(o.url))) {
      const body = op.body ? sample(op.body as Schema) : undefined;
      expectProblem(await callerFor(op).send(op.method as 'POST', urlOf(op, 'x%27--'), body), 400, op.operationId);
      const unknown = await callerFor(op).send(op.method as 'POST', urlOf(op), body);
      expect([200, 400, 404, 409], `${op.operationId}: ${JSON.stringify(unknown.body)}`).toContain(unknown.status);
    }
  });

  test('asks who is there, and whether they may', async () => {
    const before = await rowCounts();
    const clerk = await app.given.staff([]);
    for (const op of operations().filter((o) => !['anyone', 'platform'].includes(o.audience))) {
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
    expect({ ...after, staff: 0, staff_session: 0, idempotency: 0 }).toEqual({
      ...before,
      staff: 0,
      staff_session: 0,
      idempotency: 0,
    });
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
});
