import { afterEach, beforeAll, expect, test } from 'vitest';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { EVERYTHING } from '../../../test/coupon-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));

const freightOf = (over: object, more: object = {}) => ({
  kind: 'freight',
  name: '包邮',
  startsAt: new Date(nowMs() - DAY).toISOString(),
  endsAt: new Date(nowMs() + DAY).toISOString(),
  weekly: null,
  scope: EVERYTHING,
  excludes: [],
  freight: { by: 'amount', from: 5000, offFen: null, provinces: [], exceptProvinces: [], ...over },
  ...more,
});
const send = (input: object) => owner.post('/admin/campaigns', { ...input, publish: true });

test('freight is free from a threshold, in the places that take part; an order costs what its quote for that place said', async () => {
  const shopper = await app.given.shopper();
  const address = (await shopper.get('/shop/addresses')).body.items[0];
  const here = address.regionCode.slice(0, 2);
  const elsewhere = here === '65' ? '54' : '65';
  const goods = await app.given.goods({ pricesFen: [3000], stock: 100 });
  const skuId = goods.skus[0]?.id ?? '';
  const quote = async (quantity: number, province?: string) =>
    (await shopper.post('/shop/quote', { lines: [{ skuId, quantity }], ...(province ? { province } : {}) })).body;
  const before = (await quote(1)).freightFen;
  expect(before).toBeGreaterThan(0);
  const { status, body } = await send(freightOf({ exceptProvinces: [elsewhere] }));
  expect(status, JSON.stringify(body)).toBe(201);
  expect(body).toMatchObject({ label: '满 50 包邮' });
  expect(body.sentences.join()).toContain('除外');
  expect(await quote(1, here)).toMatchObject({
    freightFen: before,
    unmet: [{ reason: '再买 ¥20.00 包邮', gapFen: 2000 }],
  });
  expect(await quote(2, here)).toMatchObject({ freightFen: 0, totalFen: 6000, freeFreightGapFen: 0 });
  expect(await quote(2, elsewhere)).toMatchObject({ freightFen: before, unmet: [{ reason: '收货地区不参加' }] });
  expect(await quote(2)).toMatchObject({ freightFen: before, unmet: [{ reason: '选择收货地址后确认是否可用' }] });
  const place = (expectedTotalFen: number) =>
    shopper.post('/shop/orders', {
      lines: [{ skuId, quantity: 2 }],
      ...{ addressId: shopper.addressId, expectedTotalFen, note: '', fromCart: false },
    });
  expect((await place(6000 + before)).body).toMatchObject({ code: 'PRICE_CHANGED' });
  const order = await place(6000);
  expect(order.status, JSON.stringify(order.body)).toBe(201);
  const { parts, freightFen } = (await shopper.get(`/shop/orders/${order.body.id}`)).body;
  expect(freightFen).toBe(0);
  expect(parts.at(-1)).toMatchObject({ source: 'freight-campaign', label: '满 50 包邮', fen: -before });
  await owner.post(`/admin/campaigns/${body.id}/stop`, {});
  // A part of it, for any order.
  const part = await send(freightOf({ from: 0, offFen: 300 }));
  expect(part.body.label).toBe('运费减 3');
  expect(await quote(1, elsewhere)).toMatchObject({ freightFen: before - 300 });
  expect((await owner.post('/admin/campaigns/check', freightOf({}))).body).toMatchObject({ mostFen: null });
});

test('what cannot be saved is said at its field', async () => {
  const refused = async (over: object, field: string) => {
    const { status, body } = await send(freightOf(over));
    expect([status, body.errors?.[0]?.field], JSON.stringify(body)).toEqual([400, field]);
    expect(body.errors[0].message).toMatch(/[\u4e00-\u9fff]/);
  };
  await refused({ provinces: ['99'] }, 'freight.provinces');
  await refused({ provinces: ['33'], exceptProvinces: ['65'] }, 'freight.exceptProvinces');
  await refused({ by: 'pieces', from: 10_000 }, 'freight.from');
  await refused({ offFen: 0 }, 'freight.offFen');
  await refused({ from: -1 }, 'freight.from');
});
