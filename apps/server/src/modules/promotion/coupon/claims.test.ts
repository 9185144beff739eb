import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DAY } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { couponRule, issuedCoupon } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun } from '../../../test/later.ts';
import type { Answer, Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
afterEach(async () => {
  expect(await brokenPromises(app)).toEqual([]);
});

const people = (n: number) => Promise.all(Array.from({ length: n }, () => app.given.shopper()));
const claim = (who: Caller, id: string, key?: string) => who.post(`/shop/coupons/${id}/claims`, {}, key);
const figures = async (id: string) => (await owner.get(`/admin/coupons/${id}`)).body.figures;
const codes = (answers: Answer[]) => {
  const count: Record<string, number> = {};
  for (const a of answers) {
    const name = a.status === 201 ? 'got' : a.body.code;
    count[name] = (count[name] ?? 0) + 1;
  }
  return count;
};

describe('what is scarce', () => {
  test('64 people ask for the last coupon at once: one gets it', async () => {
    const id = await issuedCoupon(app, { total: 1 });
    const shoppers = await people(64);
    const answers = await Promise.all(shoppers.map((who) => claim(who, id)));
    expect(codes(answers)).toEqual({ got: 1, COUPON_SOLD_OUT: 63 });
    expect(await figures(id)).toMatchObject({ issued: 1, left: 0, open: 1 });
    const winner = shoppers[answers.findIndex((a) => a.status === 201)] as Caller;
    expect((await winner.get('/shop/my-coupons?tab=usable')).body.items).toMatchObject([
      { couponId: id, state: 'held' },
    ]);
    expect((await app.guest.get('/shop/coupons')).body.items.find((c: { id: string }) => c.id === id)).toMatchObject({
      standing: 'out',
      leftPercent: 0,
    });
  });

  test('one person on 16 devices gets as many as a person may, and is told the number', async () => {
    const id = await issuedCoupon(app, { total: 100, perPerson: 2 });
    const who = await app.given.shopper();
    const answers = await Promise.all(Array.from({ length: 16 }, () => claim(who, id)));
    expect(codes(answers)).toEqual({ got: 2, COUPON_LIMIT: 14 });
    expect(answers.find((a) => a.status === 409)?.body.detail).toBe('每人限领 2 张，您已领完');
    expect(await figures(id)).toMatchObject({ issued: 2, left: 98 });
  });

  test('a thousand attempts get the hundred coupons that there are, and not one more', async () => {
    const id = await issuedCoupon(app, { total: 100, perPerson: 100 });
    const shoppers = await people(20);
    const answers = await Promise.all(shoppers.flatMap((who) => Array.from({ length: 50 }, () => claim(who, id))));
    expect(codes(answers)).toEqual({ got: 100, COUPON_SOLD_OUT: 900 });
    expect(await figures(id)).toMatchObject({ issued: 100, left: 0, open: 100 });
  }, 60_000);

  test('a budget stops the issue when what is open could exceed it, and more budget lets it go on', async () => {
    const id = await issuedCoupon(app, { budgetFen: 5000 });
    const answers = await Promise.all((await people(8)).map((who) => claim(who, id)));
    expect(codes(answers)).toEqual({ got: 2, COUPON_SOLD_OUT: 6 });
    expect(await figures(id)).toMatchObject({ openFen: 4000, budgetLeftFen: 1000, left: 0 });
    const { rule, version, name } = (await owner.get(`/admin/coupons/${id}`)).body;
    const raised = { name, version, rule: { ...rule, budgetFen: 6000 } };
    expect((await owner.send('PUT', `/admin/coupons/${id}`, raised)).body.figures).toMatchObject({
      budgetLeftFen: 2000,
    });
    expect(codes(await Promise.all((await people(3)).map((who) => claim(who, id))))).toEqual({
      got: 1,
      COUPON_SOLD_OUT: 2,
    });
  });

  test('the same key gives the same coupon, however often it is sent', async () => {
    const id = await issuedCoupon(app, { perPerson: 5 });
    const who = await app.given.shopper();
    const answers = await Promise.all(Array.from({ length: 4 }, () => claim(who, id, 'one-and-the-same-key')));
    expect(new Set(answers.map((a) => a.body.id)).size).toBe(1);
    expect(await figures(id)).toMatchObject({ issued: 1 });
  });
});

describe('who may claim, and when', () => {
  test('a draft and an unknown one are not found; a stopped one is said to be; one that is only handed out is not found', async () => {
    const who = await app.given.shopper();
    const draft = (await owner.post('/admin/coupons', { name: '草稿', rule: couponRule() })).body.id;
    const handed = await issuedCoupon(app, { access: 'handed' });
    for (const id of [draft, handed, newId()]) expect((await claim(who, id)).body.code).toBe('COUPON_NOT_FOUND');
    const stopped = await issuedCoupon(app);
    await owner.post(`/admin/coupons/${stopped}/state`, { state: 'stopped' });
    expect((await claim(who, stopped)).body.code).toBe('COUPON_NOT_ISSUING');
    expect((await app.guest.get(`/shop/coupons/${stopped}`)).body.standing).toBe('over');
    expect((await app.guest.get(`/shop/coupons/${draft}`)).status).toBe(404);
    await owner.post(`/admin/coupons/${stopped}/state`, { state: 'issuing' });
    expect((await claim(who, stopped)).status).toBe(201);
  });

  test('a guest is asked to sign in', async () => {
    expect((await claim(app.guest, await issuedCoupon(app))).status).toBe(401);
  });

  test('somebody who paid before is no newcomer', async () => {
    const id = await issuedCoupon(app, { newcomersOnly: true });
    const { skus } = await app.given.goods();
    const { shopper } = await app.given.paidOrder([{ skuId: skus[0]?.id ?? '', quantity: 1 }]);
    const fresh = await app.given.shopper();
    expect((await claim(shopper, id)).body.code).toBe('COUPON_NEWCOMERS');
    expect((await shopper.get(`/shop/coupons/${id}`)).body.standing).toBe('newcomers');
    expect((await claim(fresh, id)).status).toBe(201);
    expect((await fresh.get(`/shop/coupons/${id}`)).body.standing).toBe('have');
  });

  test('before its time it is announced, after it it is over', async () => {
    const soon = new Date(Date.now() + DAY).toISOString();
    const end = new Date(Date.now() + 2 * DAY).toISOString();
    const id = await issuedCoupon(app, { claimFrom: soon, claimUntil: end });
    const who = await app.given.shopper();
    expect((await claim(who, id)).body.code).toBe('COUPON_NOT_YET');
    expect((await who.get(`/shop/coupons/${id}`)).body.standing).toBe('soon');
    const back = later(app, 2 * DAY);
    expect((await claim(who, id)).body.code).toBe('COUPON_OVER');
    expect((await who.get(`/shop/coupons/${id}`)).body.standing).toBe('over');
    back();
  });
});

test('what nobody used ends with its time, and its part of the budget can be issued again', async () => {
  const id = await issuedCoupon(app, { budgetFen: 2000, usableDays: 1 });
  const [first, second] = [await app.given.shopper(), await app.given.shopper()];
  await claim(first, id);
  expect((await claim(second, id)).body.code).toBe('COUPON_SOLD_OUT');
  const back = later(app, 3 * DAY);
  expect((await first.get('/shop/my-coupons?tab=usable')).body.items).toEqual([]);
  await sweepsRun(app);
  expect((await first.get('/shop/my-coupons?tab=ended')).body.items).toMatchObject([
    { couponId: id, state: 'expired' },
  ]);
  back();
  expect(await figures(id)).toMatchObject({ issued: 1, open: 0, ended: 1, openFen: 0, budgetLeftFen: 2000 });
  expect((await claim(second, id)).status).toBe(201);
});

test('a product shows the coupons that it counts for, and a coupon the goods that it is for', async () => {
  const mug = await app.given.goods({ title: '马克杯' });
  const tea = await app.given.goods({ title: '龙井' });
  const scope = { ...couponRule().scope, kind: 'chosen' as const, goodsIds: [mug.id] };
  const id = await issuedCoupon(app, { scope });
  const shown = async (goodsId: string) =>
    (await app.guest.get(`/shop/coupons?goodsId=${goodsId}`)).body.items.map((c: { id: string }) => c.id);
  expect(await shown(mug.id)).toContain(id);
  expect(await shown(tea.id)).not.toContain(id);
  expect((await app.guest.get(`/shop/coupons/${id}/goods`)).body.items).toMatchObject([{ id: mug.id }]);
});
