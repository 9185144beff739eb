import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { couponRule, issuedCoupon } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';
import type { CouponRule } from './coupon.api.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
const create = (over: object = {}, name = '双十二券') =>
  owner.post('/admin/coupons', { name, rule: { ...couponRule(), ...over } });
const kept = async () => Number((await app.sql.query('select count(*) as n from coupon')).rows[0].n);

test.each<[string, object, string]>([
  ['no amount', { offFen: null }, 'rule.offFen'],
  ['an amount of three decimals', { offFen: 19.999 }, 'rule.offFen'],
  ['an amount of nothing', { offFen: 0 }, 'rule.offFen'],
  ['more than everything off', { kind: 'percent', offFen: null, payPercent: 0 }, 'rule.payPercent'],
  ['a percent over 100', { kind: 'percent', offFen: null, payPercent: 101 }, 'rule.payPercent'],
  ['a budget of 0', { budgetFen: 0 }, 'rule.budgetFen'],
  [
    'an end before its start',
    { usableDays: null, usableFrom: '2030-02-01T00:00:00Z', usableUntil: '2030-01-01T00:00:00Z' },
    'rule.usableUntil',
  ],
  ['no goods', { scope: { ...couponRule().scope, kind: 'chosen' } }, 'rule.scope.kind'],
  [
    'goods that are not there',
    { scope: { ...couponRule().scope, kind: 'chosen', goodsIds: [newId()] } },
    'rule.scope.goodsIds',
  ],
  [
    '10,000 goods',
    { scope: { ...couponRule().scope, kind: 'chosen', goodsIds: Array.from({ length: 10_000 }, newId) } },
    'rule.scope.goodsIds',
  ],
  ['a group that is not there', { excludes: ['everything'] }, 'rule.excludes.0'],
])('%s is said at its field, and nothing is kept', async (_what, over, field) => {
  const before = await kept();
  const { status, body } = await create(over);
  expect(status).toBe(400);
  expect(body.errors.map((e: { field: string }) => e.field)).toEqual([field]);
  expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  expect(await kept()).toBe(before);
});

test('a preview says what shoppers read, what it may cost and what is wrong, and keeps nothing', async () => {
  const before = await kept();
  const { body } = await owner.post('/admin/coupons/preview', { rule: couponRule({ total: 50 }) });
  expect(body).toMatchObject({
    words: { title: '满 100 减 20', validity: '领取后 7 天有效' },
    mostFen: 100_000,
    errors: [],
  });
  const wrong = await owner.post('/admin/coupons/preview', { rule: couponRule({ offFen: null }) });
  expect(wrong).toMatchObject({ status: 200, body: { errors: [{ field: 'rule.offFen', message: '请填写减多少元' }] } });
  expect(await kept()).toBe(before);
});

test('a draft changes freely and can be deleted; an issued one only to the shopper’s advantage, and never goes', async () => {
  const { id, version, rule } = (await create()).body;
  const put = (over: Partial<CouponRule>, at: number, name = '改过') =>
    owner.send('PUT', `/admin/coupons/${id}`, { name, version: at, rule: { ...rule, ...over } });
  expect((await put({ offFen: 1000, total: 10 }, version)).body).toMatchObject({
    name: '改过',
    version: 2,
    figures: { left: 10 },
  });
  expect((await put({}, 1)).body.code).toBe('CONFLICT');
  await owner.post(`/admin/coupons/${id}/state`, { state: 'issuing' });
  const refused = await put({ offFen: 900, total: 10 }, 2);
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'rule.offFen' }] } });
  expect((await put({ offFen: 1000, total: 30 }, 2)).body).toMatchObject({ version: 3, figures: { left: 30 } });
  expect((await owner.send('DELETE', `/admin/coupons/${id}`)).body.code).toBe('COUPON_STATE');
  const draft = (await create()).body.id;
  expect((await owner.send('DELETE', `/admin/coupons/${draft}`)).status).toBe(204);
  expect((await owner.get(`/admin/coupons/${draft}`)).status).toBe(404);
});

test('what somebody holds stays as it was issued when the coupon is renamed', async () => {
  const id = await issuedCoupon(app);
  const who = await app.given.shopper();
  await who.post(`/shop/coupons/${id}/claims`, {});
  const { rule, version } = (await owner.get(`/admin/coupons/${id}`)).body;
  await owner.send('PUT', `/admin/coupons/${id}`, { name: '新名字', version, rule });
  expect((await who.get('/shop/my-coupons?tab=usable')).body.items).toMatchObject([{ name: '测试券' }]);
  expect((await app.guest.get(`/shop/coupons/${id}`)).body.name).toBe('新名字');
});

test('staff see coupons with the right to, and change them with another', async () => {
  const reader = await app.given.staff(['promotion:read']);
  expect((await reader.get('/admin/coupons')).status).toBe(200);
  expect((await reader.post('/admin/coupons', { name: '券', rule: couponRule() })).status).toBe(403);
  expect((await (await app.given.staff(['goods:read'])).get('/admin/coupons')).status).toBe(403);
});

test('staff give a coupon to customers; who cannot get it is named with the reason, and a repeat gives nothing more', async () => {
  const id = await issuedCoupon(app, { access: 'handed', total: 2 });
  const people = [await app.given.shopper(), await app.given.shopper(), await app.given.shopper()];
  const [first, second] = people.map((p) => p.customerId);
  const stranger = newId();
  const send = (customerIds: unknown[], sendingId = newId()) =>
    owner.send('PUT', `/admin/coupons/${id}/sendings/${sendingId}`, { customerIds });
  const sendingId = newId();
  for (let i = 0; i < 2; i++)
    expect((await send([first, stranger], sendingId)).body).toEqual({
      sent: 1,
      refused: [{ customerId: stranger, code: 'CUSTOMER_NOT_FOUND', message: '没有这位顾客，可能已注销' }],
    });
  expect((await people[0]?.get('/shop/my-coupons?tab=usable'))?.body.items).toMatchObject([{ origin: 'staff' }]);
  expect((await send([first])).body.refused).toMatchObject([{ customerId: first, code: 'COUPON_LIMIT' }]);
  expect((await send([second, people[2]?.customerId])).body).toMatchObject({
    sent: 1,
    refused: [{ code: 'COUPON_SOLD_OUT' }],
  });
  expect((await owner.get(`/admin/coupons/${id}`)).body.figures).toMatchObject({ issued: 2, left: 0 });
});

const codesOf = async (id: string) => (await owner.get(`/admin/coupons/${id}/code-batches`)).body.items;
const add = (id: string, body: object) => owner.post(`/admin/coupons/${id}/code-batches`, body);
const redeem = (who: Caller, code: string, key?: string) => who.post('/shop/my-coupons/redemptions', { code }, key);

test('the server makes codes in the background; each is used once; the list is exported', async () => {
  const id = await issuedCoupon(app, { access: 'code', perPerson: 3 });
  expect((await add(id, { kind: 'made', count: 2500 })).body).toMatchObject({ state: 'making', wanted: 2500, made: 0 });
  await app.platform.jobs.drain();
  const [batch] = await codesOf(id);
  expect(batch).toMatchObject({ state: 'ready', made: 2500, redeemed: 0, code: null });
  const page = (await owner.get(`/admin/coupon-codes?batchId=${batch.id}&limit=100`)).body;
  expect(new Set(page.items.map((c: { code: string }) => c.code)).size).toBe(100);
  const [code, other] = page.items.map((c: { code: string }) => c.code);
  const people = await Promise.all(Array.from({ length: 8 }, () => app.given.shopper()));
  const answers = await Promise.all(people.map((who) => redeem(who, code)));
  expect(answers.map((a) => a.status).sort()).toEqual([201, ...Array(7).fill(409)]);
  expect(answers.find((a) => a.status === 409)?.body).toMatchObject({
    code: 'CODE_USED',
    detail: '这个兑换码已被使用',
  });
  const winner = people[answers.findIndex((a) => a.status === 201)] as Caller;
  // A phone that lost the answer asks again; another code is one more coupon.
  const typed = `${other.slice(0, 4)}-${other.slice(4)}`.toLowerCase();
  const twice = [await redeem(winner, typed, 'the-same-key-again'), await redeem(winner, typed, 'the-same-key-again')];
  expect(new Set(twice.map((a) => a.body.id)).size).toBe(1);
  expect((await winner.get('/shop/my-coupons?tab=usable')).body.items).toMatchObject([
    { origin: 'code' },
    { origin: 'code' },
  ]);
  expect((await codesOf(id))[0]).toMatchObject({ redeemed: 2 });
  expect((await owner.get(`/admin/coupon-codes?batchId=${batch.id}&state=used`)).body.items).toHaveLength(2);
  expect((await owner.post('/admin/me/exports', { kind: 'codes', filters: { batchId: batch.id } })).status).toBe(202);
  await app.platform.jobs.drain();
  const [file] = (await owner.get('/admin/me/exports')).body.items;
  expect(file).toMatchObject({ kind: 'codes', state: 'done', rows: 2500 });
  expect(await brokenPromises(app)).toEqual([]);
});

test('of an uploaded list each wrong line is named and nothing is kept; a right one can be voided', async () => {
  const id = await issuedCoupon(app, { access: 'code', perPerson: 3 });
  const wrong = await add(id, { kind: 'uploaded', lines: ['WINTER-0001', 'WINTER-0002', '', 'winter0001'] });
  expect(wrong.body).toMatchObject({ status: 400, errors: [{ field: 'lines.3', message: '第 4 行：与第 1 行重复' }] });
  expect(await codesOf(id)).toEqual([]);
  const right = (await add(id, { kind: 'uploaded', lines: ['WINTER-0001', 'WINTER-0002'] })).body;
  expect(right).toMatchObject({ state: 'ready', wanted: 2 });
  const again = await add(id, { kind: 'uploaded', lines: ['WINTER-0003', 'WINTER-0002'] });
  expect(again.body.errors).toEqual([{ field: 'lines.1', message: '第 2 行：本店已经有这个兑换码' }]);
  expect(await codesOf(id)).toHaveLength(1);
  const who = await app.given.shopper();
  expect((await redeem(who, 'WINTER-0003')).body.code).toBe('CODE_UNKNOWN');
  expect((await redeem(who, 'WINTER-0001')).status).toBe(201);
  expect((await owner.post(`/admin/code-batches/${right.id}/voiding`, {})).body.state).toBe('voided');
  expect((await redeem(who, 'WINTER-0002')).body.code).toBe('CODE_VOIDED');
  expect((await who.get('/shop/my-coupons?tab=usable')).body.items).toHaveLength(1);
});

test('one code for everybody: each person as often as the coupon allows', async () => {
  const id = await issuedCoupon(app, { access: 'code', total: 3 });
  expect((await add(id, { kind: 'shared', code: '冬至' })).body.errors).toMatchObject([{ field: 'code' }]);
  expect((await add(id, { kind: 'shared', code: '冬至快乐' })).body).toMatchObject({ code: '冬至快乐' });
  expect((await add(id, { kind: 'shared', code: '冬至快乐' })).body.errors).toMatchObject([{ field: 'code' }]);
  const [one, two] = [await app.given.shopper(), await app.given.shopper()];
  expect([(await redeem(one, ' 冬至 快乐')).status, (await redeem(two, '冬至快乐')).status]).toEqual([201, 201]);
  expect((await redeem(one, '冬至快乐')).body.code).toBe('COUPON_LIMIT');
  expect((await codesOf(id))[0]).toMatchObject({ kind: 'shared', redeemed: 2 });
  // It is got by its code alone.
  expect((await one.post(`/shop/coupons/${id}/claims`, {})).body.code).toBe('COUPON_NOT_FOUND');
  expect((await app.guest.get(`/shop/coupons/${id}`)).body.standing).toBe('code');
  expect((await add(await issuedCoupon(app), { kind: 'made', count: 1 })).body.errors).toMatchObject([
    { field: 'kind' },
  ]);
  const draft = (await create({ access: 'code' })).body.id;
  expect((await add(draft, { kind: 'made', count: 1 })).body.code).toBe('CODES_BEFORE_ISSUE');
});

test('staff see who holds a coupon and void it with a reason that the holder reads; what an order has stays', async () => {
  const id = await issuedCoupon(app, { budgetFen: 10_000 });
  const [keeps, loses] = [await app.given.shopper(), await app.given.shopper()];
  const held = [];
  for (const who of [keeps, loses]) held.push((await who.post(`/shop/coupons/${id}/claims`, {})).body.id);
  const skuId = (await app.given.goods({ pricesFen: [12_000] })).skus[0]?.id ?? '';
  const order = { lines: [{ skuId, quantity: 1 }], addressId: keeps.addressId, expectedTotalFen: 10_000, note: '' };
  expect((await keeps.post('/shop/orders', { ...order, fromCart: false })).status).toBe(201);
  const voiding = { heldIds: held, reason: '发错了人' };
  const done = await owner.post(`/admin/coupons/${id}/voidings`, voiding);
  expect(done.body).toEqual({ voided: 1, refused: [held[0]] });
  expect((await owner.post(`/admin/coupons/${id}/voidings`, voiding)).body).toEqual(done.body);
  expect((await owner.get(`/admin/coupons/${id}/holders`)).body.items).toMatchObject([
    { id: held[1], state: 'voided', customerId: loses.customerId, voidReason: '发错了人' },
    { id: held[0], state: 'locked', offFen: 2000 },
  ]);
  expect((await owner.get(`/admin/coupons/${id}/holders?state=voided`)).body.items).toHaveLength(1);
  expect((await loses.get('/shop/my-coupons?tab=ended')).body.items).toMatchObject([{ voidReason: '发错了人' }]);
  expect((await owner.get(`/admin/coupons/${id}`)).body.figures).toMatchObject({
    ended: 1,
    open: 1,
    openFen: 2000,
    budgetLeftFen: 8000,
  });
  expect(await brokenPromises(app)).toEqual([]);
});
