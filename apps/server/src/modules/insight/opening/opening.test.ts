import { beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { publishedCampaign } from '../../../test/campaign-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';
import { noteDemo } from './index.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
const list = async () => (await owner.get('/admin/checklist')).body;
const done = async () =>
  (await list()).tasks.filter((task: { done: boolean }) => task.done).map((task: { name: string }) => task.name);

test('what is done is seen from the shop itself, and the list can be put away', async () => {
  expect(await done()).toEqual([]);
  const { skus } = await app.given.goods({ stock: 20, pricesFen: [2900] });
  expect(await done()).toEqual(['goods']);
  const settings = (await owner.get('/admin/settings')).body;
  const licence = { ...settings.licence, number: '91330106MA2XXXXX1A' };
  expect((await owner.send('PUT', '/admin/settings', { ...settings, licence })).status).toBe(200);
  await app.given.paidOrder([{ skuId: skus[0]?.id ?? '', quantity: 1 }]);
  expect(await done()).toEqual(['goods', 'freight', 'licence', 'paid']);
  const reader = await app.given.staff(['settings:read']);
  expect((await reader.post('/admin/checklist/dismissal')).status).toBe(403);
  for (const time of [1, 2])
    expect((await owner.post('/admin/checklist/dismissal')).body.dismissed, String(time)).toBe(true);
});

test('the demo goes and what is real stays: own goods, orders, and a ledger that adds up', async () => {
  const demo = [
    await app.given.goods({ stock: 20, pricesFen: [5900] }),
    await app.given.goods({ stock: 30, pricesFen: [1900, 2900] }),
  ] as const;
  const own = await app.given.goods({ stock: 7, pricesFen: [9900] });
  const order = await app.given.paidOrder([{ skuId: demo[0].skus[0]?.id ?? '', quantity: 2 }]);
  const open = await app.given.order([{ skuId: demo[0].skus[0]?.id ?? '', quantity: 3 }]);
  const look = (await owner.get('/admin/settings')).body;
  const settings = { ...look, slogan: '演示口号', notice: '自己的公告' };
  expect((await owner.send('PUT', '/admin/settings', settings)).status).toBe(200);
  const ids = demo.map(({ id }) => id);
  const campaignId = await publishedCampaign(app);
  await app.platform.database.inTx(1, async (tx) => {
    await noteDemo(tx, 1, 'goods', ids);
    await noteDemo(tx, 1, 'campaign', [campaignId]);
    await noteDemo(tx, 1, 'category', [own.categoryId]);
    await noteDemo(tx, 1, 'setting', ['演示口号']);
  });
  expect((await list()).demo).toEqual({ state: 'there', goods: 2, categories: 1, coupons: 0, campaigns: 1 });
  for (const time of [1, 2])
    expect((await owner.post('/admin/demo/clearing')).body.demo.state, String(time)).toBe('clearing');
  await app.platform.jobs.drain();

  expect((await list()).demo).toBeNull();
  expect((await owner.get(`/admin/campaigns/${campaignId}`)).body.state).toBe('stopped');
  // Ordered goods are off the shelf with what the open order still holds; the others are gone.
  expect((await owner.get(`/admin/goods/${ids[0]}`)).body.state).toBe('off');
  expect((await owner.get(`/admin/goods/${ids[1]}`)).status).toBe(404);
  expect((await owner.get(`/admin/goods/${own.id}`)).body).toMatchObject({ state: 'on', skus: [{ available: 7 }] });
  const stock = (await owner.get(`/admin/stock?goodsId=${ids[0]}`)).body.items[0];
  expect(stock).toMatchObject({ available: 0, reserved: 3 });
  expect((await owner.get(`/admin/orders/${order.id}`)).body.state).toBe('paid');
  expect((await owner.get(`/admin/orders/${open.id}`)).body.state).toBe('unpaid');
  expect((await owner.get('/admin/settings')).body).toMatchObject({ slogan: '', notice: '自己的公告' });
  expect(await brokenPromises(app)).toEqual([]);
});
