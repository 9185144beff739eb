import { beforeAll, expect, test } from 'vitest';
import { FOR_PEOPLE, PERMISSIONS, type Permission } from '../kernel/actor.ts';
import type { Operation } from '../kernel/operation.ts';
import { OWNER, openSecondShop, type StartedApp, startAppForFile } from './app.ts';
import { type Schema, SOME_ID, sample } from './samples.ts';
import type { Caller } from './world.ts';

/** What says that somebody may not do this at all, whatever they send. */
const DENIALS = ['UNAUTHENTICATED', 'FORBIDDEN', 'PASSWORD_CHANGE_REQUIRED', 'TWO_FACTOR_REQUIRED', 'CONFIRM_PASSWORD'];
/** They end the session that the next request needs. */
const ENDING = new Set(['logoutStaff', 'logoutCustomer', 'deleteMe']);
const PASSWORD = 'Lantern-red-55';

interface Principal {
  name: string;
  caller: Caller;
  may(op: Operation): boolean;
}
let app: StartedApp;
let principals: Principal[];

const isPermission = (audience: string): audience is Permission => PERMISSIONS.some((p) => p === audience);
/** What is for setting up asks for a link of the terminal, with any other credential too. */
const OPEN = ['anyone', 'platform', 'setup'];
const anyone = ({ audience }: Operation) => OPEN.includes(audience);
const shopperOnly = (op: Operation) => anyone(op) || op.audience === 'shopper';
const staffWith =
  (...permissions: Permission[]) =>
  (op: Operation) =>
    anyone(op) || op.audience === 'staff' || permissions.some((p) => p === op.audience);
/** A program is no person: it has no account of its own and cannot give a password. */
const programWith =
  (...permissions: Permission[]) =>
  (op: Operation) =>
    anyone(op) || (permissions.some((p) => p === op.audience) && !op.confirmed);

async function signInAt(host: string, login: string, password: string): Promise<string> {
  const request = { method: 'POST', url: '/admin/session', headers: { host }, payload: { login, password } } as const;
  return (await app.platform.http.server.inject(request)).json().token;
}

/** Staff and app keys with one permission each, with none, and with all but one. */
async function merchants(): Promise<Principal[]> {
  const owner = await app.given.owner();
  const made: Principal[] = [
    { name: 'the owner', caller: owner, may: staffWith(...PERMISSIONS) },
    { name: 'staff with no permission', caller: await app.given.staff([]), may: staffWith() },
  ];
  for (const permission of PERMISSIONS) {
    made.push({
      name: `staff with ${permission}`,
      caller: await app.given.staff([permission]),
      may: staffWith(permission),
    });
    if (FOR_PEOPLE.includes(permission)) continue;
    const { secret } = (await owner.post('/admin/app-keys', { name: '程序', permissions: [permission] })).body;
    made.push({ name: `an app key with ${permission}`, caller: app.as(secret), may: programWith(permission) });
  }
  return made;
}

/** Tokens that were good, or look as if they were. */
async function outcasts(): Promise<Principal[]> {
  const owner = await app.given.owner();
  const shopper = await app.given.shopper();
  const nobody = (name: string, token: string): Principal => ({ name, caller: app.as(token), may: anyone });
  const goneShopper = await app.given.shopper();
  await goneShopper.send('DELETE', '/shop/session');
  const goneStaff = await app.given.staff(PERMISSIONS.filter((p) => p !== 'staff:manage'));
  await goneStaff.send('DELETE', '/admin/session');
  const stopped = await app.given.staff(['order:read']);
  const { id } = (await stopped.get('/admin/me')).body.staff;
  await owner.send('PATCH', `/admin/staff/${id}`, { active: false });
  const key = (await owner.post('/admin/app-keys', { name: '旧程序', permissions: ['order:read'] })).body;
  await owner.send('DELETE', `/admin/app-keys/${key.key.id}`);
  const last = shopper.token.at(-1) === 'A' ? 'B' : 'A';
  return [
    { name: 'a guest', caller: app.guest, may: anyone },
    nobody('a shopper who signed out', goneShopper.token),
    nobody('staff who signed out', goneStaff.token),
    nobody('staff who was stopped', stopped.token),
    nobody('a revoked app key', key.secret),
    nobody('a shopper’s token with another last letter', shopper.token.slice(0, -1) + last),
    nobody('a shopper’s token with junk behind it', `${shopper.token}AAAA`),
    nobody('a shopper’s token of another customer', shopper.token.replace(shopper.customerId, SOME_ID)),
    nobody('a shopper’s token of another shop', shopper.token.replace('sh.1.', 'sh.2.')),
    nobody('a staff token of another shop', owner.token.replace('st.1.', 'st.2.')),
  ];
}

beforeAll(async () => {
  app = await startAppForFile();
  const owner = await app.given.owner();
  const shopper = await app.given.shopper();
  await owner.post('/admin/staff', {
    login: 'newcomer',
    name: '新人',
    password: PASSWORD,
    permissions: ['order:read'],
  });
  const newcomer = app.as(
    (await app.guest.post('/admin/session', { login: 'newcomer', password: PASSWORD })).body.token,
  );
  principals = [
    { name: 'a shopper', caller: shopper, may: shopperOnly },
    {
      name: 'staff who must change the password',
      caller: newcomer,
      may: (op) => anyone(op) || op.audience === 'staff',
    },
    ...(await merchants()),
    ...(await outcasts()),
  ];
  await openSecondShop(app);
  const there = await signInAt('shop2.test', OWNER.login, OWNER.password);
  // In their own shop: what they see there is another test's.
  principals.push({ name: 'the owner of another shop', caller: app.as(there), may: staffWith(...PERMISSIONS) });
}, 120_000);

async function ask(caller: Caller, op: Operation): Promise<string> {
  const url = op.url.replace(':tenantCode', 'shop1').replace(':day', '2026-01-01').replace(/:\w+/g, SOME_ID);
  const { status, body } = await caller.send(op.method as 'POST', url, op.body ? sample(op.body as Schema) : undefined);
  return DENIALS.includes(body?.code) ? body.code : `let in (${status})`;
}

test('every operation lets in whom it is for, and nobody else', async () => {
  const operations = app.platform.http.operations.filter((op) => !ENDING.has(op.operationId));
  expect(operations.length).toBeGreaterThan(80);
  expect(
    operations.every((op) => anyone(op) || ['shopper', 'staff'].includes(op.audience) || isPermission(op.audience)),
  ).toBe(true);
  const wrong: string[] = [];
  let asked = 0;
  for (const op of operations)
    for (const { name, caller, may } of principals) {
      const outcome = await ask(caller, op);
      asked++;
      if (outcome.startsWith('let in') !== may(op))
        wrong.push(`${op.operationId} (${op.audience}) as ${name}: ${outcome}`);
    }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(3000);
}, 300_000);

test('signing out is for who is signed in', async () => {
  for (const op of app.platform.http.operations.filter((o) => ENDING.has(o.operationId)))
    for (const { name, caller, may } of principals.filter((p) => !p.may(op)))
      expect(await ask(caller, op), `${op.operationId} as ${name} ${may(op)}`).not.toContain('let in');
});

test('a change that staff or a program may not make is noted', async () => {
  const clerk = principals.find((p) => p.name === 'staff with no permission')?.caller;
  await clerk?.send('DELETE', `/admin/categories/${SOME_ID}`);
  const { rows } = await app.sql.query(
    'select operation, result, target from audit where tenant_id = 1 order by seq desc limit 1',
  );
  expect(rows).toEqual([{ operation: 'deleteCategory', result: 403, target: SOME_ID }]);
});
