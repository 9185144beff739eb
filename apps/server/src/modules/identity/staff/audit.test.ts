import { expect, test } from 'vitest';
import { OWNER, type StartedApp, startApp, TENANT } from '../../../test/app.ts';
import { verifyAudit } from './audit.verify.ts';
import { operationTitle } from './audit.words.ts';

const CLERK = { login: 'Clerk', name: '小店员', password: 'Lantern-red-55', permissions: ['order:read'] };
const verdict = (app: StartedApp) => verifyAudit(app.platform, TENANT);

test('the audit log takes logins, changes and what was refused, and pages from the newest', async () => {
  const { given } = await startApp();
  const owner = await given.owner();
  await owner.post('/admin/staff', CLERK);
  await owner.post('/admin/staff', CLERK);
  const first = (await owner.get('/admin/audit?limit=2')).body;
  expect(first.items.map((a: { operation: string; result: number }) => [a.operation, a.result])).toEqual([
    ['createStaff', 409],
    ['createStaff', 201],
  ]);
  const rest = (await owner.get(`/admin/audit?limit=2&cursor=${first.next}`)).body;
  expect(rest).toMatchObject({ items: [{ operation: 'loginStaff', actorName: '店主' }], next: null });
  for (const key of [['yesterday'], [1, 2], [1.5], [null]]) {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
    expect((await owner.get(`/admin/audit?cursor=${cursor}`)).body.code).toBe('BAD_INPUT');
  }
});

test('every change that staff can make is told in the words of a merchant; an unknown one is not hidden', async () => {
  const { platform, given } = await startApp();
  const changes = platform.http.operations.filter(
    ({ method, url, audience }) => method !== 'GET' && url.startsWith('/admin/') && audience !== 'setup',
  );
  expect(changes.length).toBeGreaterThan(20);
  expect(changes.map((op) => op.operationId).filter((name) => operationTitle(name) === name)).toEqual([]);
  expect(operationTitle('somethingNew')).toBe('somethingNew');
  const owner = await given.owner();
  expect((await owner.get('/admin/audit')).body.items[0]).toMatchObject({ operation: 'loginStaff', title: '登录后台' });
});

test('it calls what was changed by its name: goods, SKUs, orders, staff; what nobody knows has none', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const goods = await app.given.goods({ stock: 5 });
  const order = await app.given.paidOrder([{ skuId: goods.skus[0]?.id ?? '', quantity: 1 }]);
  const { title } = (await owner.get(`/admin/goods/${goods.id}`)).body;
  const { number } = (await owner.get(`/admin/orders/${order.id}`)).body;
  const { id } = (await owner.post('/admin/staff', CLERK)).body;
  await owner.send('PUT', `/admin/orders/${order.id}/note`, { note: '加急' });
  await owner.send('DELETE', `/admin/staff/${id}/sessions`);
  await owner.send('DELETE', `/admin/goods/${id}`);
  const { items } = (await owner.get('/admin/audit?limit=50')).body;
  const nameOf = (operation: string) => items.find((e: { operation: string }) => e.operation === operation)?.targetName;
  expect(nameOf('putStaffNote')).toBe(`订单 ${number}`);
  expect(nameOf('endSessionsOfStaff')).toBe('员工 小店员');
  expect(nameOf('adjustStock')).toContain(`规格 ${title}`);
  expect(nameOf('loginStaff')).toBeNull();
});

test('it is filtered by who, what and when, and says of goods and stock what they were and are', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const clerk = await app.given.staff(['goods:read', 'goods:write', 'stock:write', 'stock:read']);
  const { id, skus } = await app.given.goods({ stock: 5, title: '旧名字' });
  const { version, ...whole } = (await owner.get(`/admin/goods/${id}`)).body;
  const { title: _t, subtitle, brand, unit, categoryId, pictures, specs, services, detail, tags, sort } = whole;
  const sku = { ...whole.skus[0], priceFen: 3100 };
  delete sku.available;
  const input = { title: '新名字', subtitle, brand, unit, categoryId, pictures, specs, services, detail, tags, sort };
  expect((await clerk.send('PUT', `/admin/goods/${id}`, { ...input, skus: [sku], version })).status).toBe(200);
  await clerk.post(`/admin/stock/${skus[0]?.id}/changes`, { change: -2, reason: 'damage', note: '' });

  const { actors, operations } = (await owner.get('/admin/audit/filters')).body;
  expect(operations).toContainEqual({ value: 'updateGoods', name: '修改商品' });
  const who = actors.find((one: { name: string }) => one.name === '店员').value;
  const found = async (query: string) => (await owner.get(`/admin/audit?${query}`)).body.items;
  const [stock, goods, ...more] = await found(`actor=${who}`);
  expect(more.map((e: { operation: string }) => e.operation)).toEqual(['loginStaff']);
  expect(stock.detail).toMatchObject({ before: { onHand: 5 }, after: { onHand: 3 } });
  expect(goods.detail.before).toEqual({
    title: '旧名字',
    [`SKU ${sku.code}`]: { priceFen: 2900, marketPriceFen: null, costFen: null },
  });
  expect(goods.detail.after).toMatchObject({ title: '新名字', [`SKU ${sku.code}`]: { priceFen: 3100 } });
  expect((await found('operation=updateGoods')).map((e: { id: string }) => e.id)).toEqual([goods.id]);
  const after = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  expect(await found(`from=${after}`)).toEqual([]);
  expect((await found(`to=${after}&operation=adjustStock`)).length).toBeGreaterThan(0);
  expect(await found(`to=${encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString())}`)).toEqual([]);
});

test('it says what changed, from what to what, and nothing personal or secret', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  const { id } = (await owner.post('/admin/staff', CLERK)).body;
  await owner.send('PATCH', `/admin/staff/${id}`, {
    permissions: ['order:read', 'order:ship'],
    password: 'Second-lantern-66',
  });
  const [entry] = (await owner.get('/admin/audit?limit=1')).body.items;
  expect(entry).toMatchObject({
    operation: 'updateStaff',
    target: id,
    detail: {
      fields: ['permissions', 'password'],
      before: { permissions: ['order:read'], active: true, owner: false },
      after: { permissions: ['order:read', 'order:ship'], active: true, owner: false },
    },
  });
  const { rows } = await app.sql.query('select a::text as row from audit a');
  expect(JSON.stringify(rows)).not.toMatch(/lantern/i);
});

test('failed sign-ins are in it: who tried, from where, and why not; of an unknown login no more than a letter', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  await app.guest.post('/admin/session', { login: 'owner', password: 'Wrong-guess-99' });
  await app.guest.post('/admin/session', { login: 'My-own-secret-7', password: 'x' });
  const { items } = (await owner.get('/admin/audit?limit=2')).body;
  expect(items).toMatchObject([
    { actor: 'guest', actorName: 'M***', operation: 'loginStaff', result: 401, detail: { code: 'LOGIN_FAILED' } },
    {
      actor: expect.stringMatching(/^staff:/),
      actorName: OWNER.name,
      operation: 'loginStaff',
      result: 401,
      ip: '127.0.0.1',
    },
  ]);
});

test('entries that come at the same time stand in one unbroken row', async () => {
  const app = await startApp();
  const owner = await app.given.owner();
  await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      owner.post('/admin/categories', { name: `分类${i}`, parentId: null, picture: null, sort: i }),
    ),
  );
  expect(await verdict(app)).toMatchObject({ proven: 25, brokenAt: null });
  const { rows } = await app.sql.query('select seq, at from audit order by seq');
  expect(rows.map((r) => Number(r.seq))).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
});

test.each([
  ['changed', `update audit set result = 200 where seq = 3`, 3],
  ['taken away', `delete from audit where seq = 3`, 3],
  ['cut off at the end', `delete from audit where seq = 5`, 5],
  ['cut off with its head', `delete from audit where seq = 5; update audit_head set seq = 4`, 5],
  [
    'added',
    `insert into audit select tenant_id, gen_random_uuid(), 6, at, actor, actor_name, operation, target, result, ip, request_id, detail, proof from audit where seq = 5;
     update audit_head set seq = 6`,
    6,
  ],
  ['emptied', `delete from audit`, 1],
])('a row that was %s shows', async (_what, tamper, brokenAt) => {
  const app = await startApp();
  const owner = await app.given.owner();
  for (let i = 0; i < 4; i++)
    await owner.post('/admin/categories', { name: `分类${i}`, parentId: null, picture: null, sort: i });
  expect(await verdict(app)).toMatchObject({ proven: 5, brokenAt: null });
  await app.sql.query(tamper);
  expect((await verdict(app)).brokenAt).toBe(brokenAt);
});
