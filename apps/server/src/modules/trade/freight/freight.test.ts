import { afterEach, beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { freightTemplate, someCharge, someTerms } from '../../../test/freight-scene.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import type { Caller } from '../../../test/world.ts';
import type { FreightTerms } from './freight.api.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  owner = await app.given.owner();
});
afterEach(async () => {
  await owner.send('PUT', '/admin/freight/default', { id: null });
  expect(await brokenPromises(app)).toEqual([]);
});

const HANGZHOU = { name: '林小满', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区' };
const URUMQI = { ...HANGZHOU, province: '新疆维吾尔自治区', city: '乌鲁木齐市', district: '天山区' };
type Shopper = Caller & { addressId: string };
async function living(place: typeof HANGZHOU): Promise<Shopper> {
  const shopper = await app.given.shopper();
  const { body } = await shopper.post('/shop/addresses', { ...place, detail: '文三路 2 号', isDefault: true });
  return Object.assign(shopper, { addressId: body.id as string });
}
/** Goods of ¥29 that are sent by a template. */
async function goodsBy(
  terms: FreightTerms | null,
): Promise<{ goodsId: string; skuId: string; freightId: string | null }> {
  const goods = await app.given.goods({ stock: 50, pricesFen: [2900] });
  const freightId = terms && (await freightTemplate(app, terms));
  if (freightId) await owner.send('PUT', '/admin/freight/goods', { id: freightId, goodsIds: [goods.id] });
  return { goodsId: goods.id, skuId: goods.skus[0]?.id ?? '', freightId };
}
const quoted = async (who: Shopper, lines: { skuId: string; quantity: number }[]) =>
  (await who.post('/shop/quote', { lines, addressId: who.addressId })).body;
const placed = (who: Shopper, lines: { skuId: string; quantity: number }[], expectedTotalFen: number) =>
  who.post('/shop/orders', { lines, addressId: who.addressId, expectedTotalFen, note: '', fromCart: false });

const FAR = someTerms(
  {},
  {
    zones: [{ ...someCharge({ firstFen: 600 }), regions: ['330000'] }],
    surcharges: [{ regions: ['540000'], fen: 1500 }],
    unsent: { regions: ['650000'], reason: '新疆路途较远，暂不发货' },
  },
);

test('freight follows the region of the address, in the quote and in the order that is placed', async () => {
  const { skuId } = await goodsBy(FAR);
  const lines = [{ skuId, quantity: 3 }];
  const near = await living(HANGZHOU);
  const quote = await quoted(near, lines);
  expect(quote).toMatchObject({ freightFen: 600 + 2 * 200, totalFen: 8700 + 1000, canOrder: true });
  expect(quote.freightWords).toEqual([expect.stringContaining('共 3 件，首 1 件 ¥6.00，续费 ¥4.00')]);
  const order = await placed(near, lines, quote.totalFen);
  expect(order.status).toBe(201);
  expect((await near.get(`/shop/orders/${order.body.id}`)).body).toMatchObject({ freightFen: 1000 });
  // A guest, of whom no place is known, is quoted what holds for most.
  expect((await app.guest.post('/shop/quote', { lines })).body.freightFen).toBe(1000 + 2 * 200);
});

test('what was quoted for another place is not placed, but asked again', async () => {
  const { skuId } = await goodsBy(FAR);
  const lines = [{ skuId, quantity: 1 }];
  const shopper = await living(HANGZHOU);
  const { totalFen } = (await shopper.post('/shop/quote', { lines })).body;
  expect((await placed(shopper, lines, totalFen)).body).toMatchObject({
    code: 'PRICE_CHANGED',
    facts: { totalFen: totalFen - 400 },
  });
});

test('where it is not sent: said on the product page, at the line, and refused when it is placed; the rest can be bought', async () => {
  const [{ skuId }, other] = [await goodsBy(FAR), await goodsBy(null)];
  const far = await living(URUMQI);
  const page = (await far.get(`/shop/freight?skuId=${skuId}`)).body;
  expect(page).toMatchObject({
    place: '新疆维吾尔自治区乌鲁木齐市天山区',
    unsent: '新疆路途较远，暂不发货',
    freightFen: null,
    text: '新疆路途较远，暂不发货',
  });
  const lines = [
    { skuId, quantity: 1 },
    { skuId: other.skuId, quantity: 1 },
  ];
  const quote = await quoted(far, lines);
  expect(quote.lines).toMatchObject([
    { trouble: 'unsent', troubleText: '新疆路途较远，暂不发货', payableFen: 0 },
    { trouble: null, payableFen: 2900 },
  ]);
  expect(quote).toMatchObject({ canOrder: false, totalFen: 2900 + 800 });
  const refused = await placed(far, lines, quote.totalFen);
  expect([refused.status, refused.body.code]).toEqual([409, 'LINES_INVALID']);
  expect((await placed(far, lines.slice(1), 3700)).status).toBe(201);
});

test('the product page says what one more piece would cost, or that it frees freight', async () => {
  const { skuId } = await goodsBy(someTerms({ freeFromPieces: 3 }));
  const ask = async (quantity: number) =>
    (await app.guest.get(`/shop/freight?skuId=${skuId}&quantity=${quantity}&regionCode=330106`)).body;
  expect(await ask(1)).toMatchObject({
    place: '浙江省杭州市西湖区',
    freightFen: 1000,
    oneMoreFen: 200,
    text: '运费 ¥10.00，再买 1 件加 ¥2.00',
  });
  expect((await ask(2)).text).toBe('运费 ¥12.00，再买 1 件包邮');
  expect(await ask(3)).toMatchObject({ freightFen: 0, oneMoreFen: 0, text: '包邮' });
});

test('goods that name no template go by the default one, else by the flat freight of the settings', async () => {
  const { skuId } = await goodsBy(null);
  const freight = async () =>
    (await app.guest.post('/shop/quote', { lines: [{ skuId, quantity: 2 }] })).body.freightFen;
  expect(await freight()).toBe(800);
  const id = await freightTemplate(app, someTerms({ firstFen: 1100 }));
  expect((await owner.send('PUT', '/admin/freight/default', { id })).body.items[0]).toMatchObject({
    id,
    isDefault: true,
  });
  expect(await freight()).toBe(1300);
  expect((await owner.send('DELETE', `/admin/freight/templates/${id}`)).body.code).toBe('FREIGHT_IN_USE');
  await owner.send('PUT', '/admin/freight/default', { id: null });
  expect(await freight()).toBe(800);
});

test('several templates in one order: the highest first fee once, the others by their further units', async () => {
  const dear = await goodsBy(someTerms({ firstFen: 1500, moreFen: 500 }));
  const cheap = await goodsBy(someTerms({ firstFen: 900, moreFen: 100 }));
  const lines = [
    { skuId: cheap.skuId, quantity: 2 },
    { skuId: dear.skuId, quantity: 1 },
  ];
  for (const order of [lines, [...lines].reverse()])
    expect((await app.guest.post('/shop/quote', { lines: order })).body.freightFen).toBe(1500 + 2 * 100);
});

test('a template that goods name cannot be removed, a change holds at once, and two at a time are told apart', async () => {
  const { freightId, goodsId, skuId } = await goodsBy(someTerms());
  const url = `/admin/freight/templates/${freightId}`;
  expect((await owner.send('DELETE', url)).body.code).toBe('FREIGHT_IN_USE');
  expect((await owner.get(url)).body).toMatchObject({ goods: 1, version: 1 });
  const change = { name: '改过的', version: 1, terms: someTerms({ firstFen: 700 }) };
  expect((await owner.send('PUT', url, change)).body).toMatchObject({ version: 2 });
  expect((await app.guest.post('/shop/quote', { lines: [{ skuId, quantity: 1 }] })).body.freightFen).toBe(700);
  expect((await owner.send('PUT', url, change)).body.code).toBe('CONFLICT');
  const other = await freightTemplate(app);
  const renamed = { name: '改过的', version: 1, terms: someTerms() };
  expect((await owner.send('PUT', `/admin/freight/templates/${other}`, renamed)).body.code).toBe('FREIGHT_NAME_TAKEN');
  await owner.send('PUT', '/admin/freight/goods', { id: null, goodsIds: [goodsId] });
  expect((await owner.send('DELETE', url)).status).toBe(204);
  expect((await app.guest.post('/shop/quote', { lines: [{ skuId, quantity: 1 }] })).body.freightFen).toBe(800);
});

test('the calculator says what a template would charge before it is saved; a free one must be said', async () => {
  const ask = (over: object) =>
    owner.post('/admin/freight/preview', {
      terms: someTerms({ firstUnits: 1000, moreUnits: 500, moreFen: 300 }, { by: 'weight' }),
      ...{ regionCode: '330106', pieces: 2, unitsEach: 800, goodsFen: 9900, ...over },
    });
  expect((await ask({})).body).toMatchObject({ freightFen: 1000 + 2 * 300, oneMoreFen: 300, unsent: null });
  expect((await ask({ unitsEach: 0 })).body.freightFen).toBe(1000 + 2 * 300);
  const unsaid = { name: '免费', terms: someTerms({ firstFen: 0 }) };
  const refused = await owner.post('/admin/freight/templates', unsaid);
  expect([refused.status, refused.body.code]).toEqual([400, 'FREIGHT_WRONG']);
  const clerk = await app.given.staff(['goods:read']);
  expect((await clerk.get('/admin/freight/templates')).status).toBe(200);
  expect((await clerk.post('/admin/freight/templates', { ...unsaid, terms: someTerms() })).status).toBe(403);
});
