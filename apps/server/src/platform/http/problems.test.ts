import { Writable } from 'node:stream';
import pg from 'pg';
import pino from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { type StartedApp, startApp, startAppForFile } from '../../test/app.ts';
import type { Caller } from '../../test/world.ts';
import { Metrics } from '../metrics.ts';
import { createServer } from './server.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});

const category = { name: '咖啡', parentId: null, picture: null, sort: 1 };
/** PostgreSQL answers every new category with this SQLSTATE. */
const failWith = (state: string) =>
  app.sql.query(`
    create or replace function refuse_category() returns trigger language plpgsql as
      $$ begin raise exception 'as the test wants it' using errcode = '${state}'; end $$;
    create or replace trigger refuse_category before insert on catalog_category for each row execute function refuse_category()`);
const lastAudit = async () =>
  (await app.sql.query("select result from audit where operation = 'createCategory' order by id desc limit 1")).rows[0]
    ?.result;

describe('what PostgreSQL answers', () => {
  const answers: [string, number, string][] = [
    ['22P02', 400, 'BAD_INPUT'],
    ['22003', 400, 'BAD_INPUT'],
    ['22007', 400, 'BAD_INPUT'],
    ['22008', 400, 'BAD_INPUT'],
    ['22P05', 400, 'BAD_INPUT'],
    ['54000', 400, 'BAD_INPUT'],
    ['23503', 400, 'BAD_INPUT'],
    ['23505', 409, 'CONFLICT'],
    ['57014', 503, 'UNAVAILABLE'],
    ['55P03', 503, 'UNAVAILABLE'],
    ['53100', 503, 'UNAVAILABLE'],
    ['53300', 503, 'UNAVAILABLE'],
    ['42P01', 500, 'INTERNAL'],
  ];
  test.each(answers)('%s becomes %d %s, in words, and is audited as that', async (state, status, code) => {
    await failWith(state);
    const { body, headers } = await owner.post('/admin/categories', category);
    expect([body.status, body.code]).toEqual([status, code]);
    expect(body.detail).toMatch(/\p{Script=Han}/u);
    expect(body.detail).not.toContain('as the test wants it');
    expect(headers['retry-after']).toBe(status === 503 ? '5' : undefined);
    expect(await lastAudit()).toBe(status);
  });
});

test('a refusal is told as it is when its audit can’t be written', async () => {
  await app.sql.query('revoke insert on audit from jishi_app');
  const { body } = await owner.send('PUT', '/admin/categories/01890000-0000-7000-8000-000000000001', category);
  await app.sql.query('grant insert on audit to jishi_app');
  expect([body.status, body.code]).toEqual([404, 'CATEGORY_NOT_FOUND']);
});

test('bad input says what is wrong with the first field, and with each', async () => {
  const { body } = await owner.post('/admin/categories', { ...category, name: '   ', sort: 1.5 });
  expect(body.detail).toBe('提交的内容有误：不能只有空白，也不能含有控制字符或不完整的表情');
  expect(body.errors.map((e: { field: string }) => e.field)).toEqual(['name', 'sort']);
  expect((await app.guest.get(`/shop/search?q=${'x'.repeat(41)}`)).body.detail).toBe('提交的内容有误：最多 40 个字符');
});

test('while the database is away all is answered with 503 and when to come again, and then it works as before', async () => {
  const alone = await startApp();
  const shopper = await alone.given.shopper();
  const beside = new URL(alone.database.ownerUrl);
  const name = beside.pathname.slice(1);
  beside.pathname = '/postgres';
  const keeper = new pg.Client({ connectionString: beside.href });
  await keeper.connect();
  alone.sql.on('error', () => {});
  await keeper.query(`alter database "${name}" with allow_connections false`);
  await keeper.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  for (const ask of [
    () => shopper.get('/shop/addresses'),
    () => alone.guest.get('/shop/goods'),
    () => shopper.send('PUT', '/shop/cart/selection', { selected: true }),
    () => alone.guest.post('/admin/session', { login: 'owner', password: 'owner-password-1' }),
  ]) {
    const { status, body, headers } = await ask();
    expect([status, body.code, headers['retry-after']], JSON.stringify(body)).toEqual([503, 'UNAVAILABLE', '5']);
  }
  await keeper.query(`alter database "${name}" with allow_connections true`);
  await keeper.end();
  expect((await shopper.get('/shop/addresses')).status).toBe(200);
});

test('a stranger’s bad request leaves a short line in the log, without what it asked for', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const server = await createServer(pino({ level: 'info' }, sink), new Metrics(), {
    publicUrl: 'http://127.0.0.1',
    trustProxy: [],
  });
  const body = { type: 'object', properties: { a: { type: 'integer' } } };
  server.post('/shop/thing', { schema: { body } }, async () => 'ok');
  const long = 'secret-'.repeat(1000);
  await server.inject({ method: 'POST', url: `/shop/thing?q=${long}`, payload: { a: long } });
  await server.inject({ method: 'POST', url: `/shop/${long}`, payload: { a: long } });
  await server.close();
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line.length).toBeLessThan(400);
  expect(lines[0]).not.toContain('secret');
});
