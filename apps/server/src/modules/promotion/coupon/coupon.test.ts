import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { couponRule, issuedCoupon } from '../../../test/coupon-scene.ts';
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
