import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Operation } from '../kernel/operation.ts';
import { needsKey } from '../platform/http/openapi.ts';
import { type StartedApp, startAppForFile } from './app.ts';
import { publishedCampaign, someCampaign } from './campaign-scene.ts';
import { couponRule, issuedCoupon } from './coupon-scene.ts';
import { freightTemplate, someTerms } from './freight-scene.ts';
import { brokenPromises } from './invariants.ts';
import { chosenNotices } from './notice-scene.ts';
import { PARCEL, refundScene } from './refund-scene.ts';
import { receivedOrder, saying, shownReview } from './review-scene.ts';
import { type Schema, sample } from './samples.ts';
import type { Answer, Caller } from './world.ts';

let app: StartedApp;
let owner: Caller;
let shopper: Caller & { addressId: string };
const { bought, refund, ask, all, settled, ship, nobodyCalls } = refundScene(() => ({ app, owner }));

beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
  shopper = await app.given.shopper();
});

const noticed = () => chosenNotices(owner);

/** A request that is granted: who asks, the values in its address, and its body where the schema's sample would not do. */
interface Scene {
  who?: Caller;
  path?: Record<string, string>;
  body?: unknown;
}
const goods = async () => app.given.goods({ stock: 20 });
const ordered = async () => app.given.order([{ skuId: (await goods()).skus[0]?.id ?? '', quantity: 1 }]);
const inCart = async () => {
  const skuId = (await goods()).skus[0]?.id ?? '';
  await shopper.post('/shop/cart/lines', { skuId, quantity: 1 });
  return skuId;
};
const asked = async () => {
  const order = await bought([5900], 2);
  return { order, id: (await ask(order, all(order, 1))).body.id as string };
};
/** A refund that WeChat could not deliver, so that staff choose another way. */
const abnormal = async () => {
  const order = await bought([5900], 2);
  app.sandbox.control.addFault({ target: 'refund', action: 'abnormal', times: 1, number: `${order.number}J` });
  const { body } = await refund(order, all(order, 1));
  await settled(order, ['failed']);
  return { path: { id: body.id as string } };
};
const address = { name: '林小满', phone: '13800001234', province: '浙江省', city: '杭州市', district: '西湖区' };
const PROOF = { note: '已通过银行转账退回', picture: null };
let pictures = 0;
const mediaItem = async () => {
  const { rows } = await app.sql.query(
    `insert into media_item values (1, gen_random_uuid(), $1, '主图', '', 750, 750, 1, now()) returning id`,
    [`/files/${++pictures}.webp`],
  );
  return rows[0].id as string;
};
const category = async (name: string) =>
  (await owner.post('/admin/categories', { name, parentId: null, picture: null, sort: 1 })).body.id as string;

/** What makes each changing operation possible. A new one must be named here or in `ELSEWHERE`, or the first test fails. */
const SCENES: Record<string, () => Promise<Scene>> = {
  addSetToCart: async () => {
    const lines = (await goods()).skus.slice(0, 1).map(({ id }: { id: string }) => ({ skuId: id, quantity: 2 }));
    return { who: shopper, body: { lines } };
  },
  addToCart: async () => ({ who: shopper, body: { skuId: (await goods()).skus[0]?.id, quantity: 2 } }),
  setCartLine: async () => ({ who: shopper, path: { skuId: await inCart() }, body: { quantity: 3, selected: false } }),
  selectCart: async () => ({ who: shopper, body: { selected: Boolean(await inCart()) } }),
  removeFromCart: async () => ({ who: shopper, body: { skuIds: [await inCart()] } }),
  createAddress: async () => ({ who: shopper, body: { ...address, detail: '文三路 2 号', isDefault: false } }),
  updateAddress: async () => ({
    who: shopper,
    path: { id: shopper.addressId },
    body: { ...address, detail: '文三路 3 号', isDefault: true },
  }),
  deleteAddress: async () => {
    const { body } = await shopper.post('/shop/addresses', { ...address, detail: '文三路 9 号', isDefault: false });
    return { who: shopper, path: { id: body.id } };
  },
  updateMe: async () => ({ who: shopper, body: { nickname: '小满' } }),
  placeOrder: async () => {
    const lines = [{ skuId: (await goods()).skus[0]?.id ?? '', quantity: 2 }];
    const { totalFen } = (await shopper.post('/shop/quote', { lines })).body;
    const body = { lines, addressId: shopper.addressId, expectedTotalFen: totalFen, note: '', fromCart: false };
    return { who: shopper, body };
  },
  startPayment: async () => {
    const order = await ordered();
    return { who: order.shopper, path: { id: order.id }, body: { method: 'jsapi' } };
  },
  cancelOrder: async () => {
    const order = await ordered();
    return { who: order.shopper, path: { id: order.id }, body: { reason: '不想要了' } };
  },
  confirmReceipt: async () => {
    const order = await bought([5900], 1);
    await ship(order);
    return { who: order.shopper, path: { id: order.id } };
  },
  requestRefund: async () => {
    const order = await bought([5900], 2);
    return { who: order.shopper, path: { id: order.id }, body: { lines: all(order, 1), reason: '不想要了' } };
  },
  withdrawRefund: async () => {
    const { order, id } = await asked();
    return { who: order.shopper, path: { id } };
  },
  refundOrder: async () => {
    const order = await bought([5900], 2);
    return { path: { id: order.id }, body: { lines: all(order, 1), reason: '缺货' } };
  },
  approveRefund: async () => ({ path: { id: (await asked()).id } }),
  rejectRefund: async () => ({ path: { id: (await asked()).id }, body: { reason: '已备货' } }),
  retryRefund: abnormal,
  sendRefundToCard: async () => ({
    ...(await abnormal()),
    body: { bank: 'ICBC_DEBIT', cardNumber: '6222020200112230', name: '欧阳晓' },
  }),
  takeRefundBack: async () => ({ ...(await abnormal()), body: PROOF }),
  payRefundByHand: async () => ({ ...(await abnormal()), body: PROOF }),
  createFreightTemplate: async () => ({ body: { name: '重复的模板', terms: someTerms() } }),
  updateFreightTemplate: async () => ({
    path: { id: await freightTemplate(app) },
    body: { name: '改过的模板', version: 1, terms: someTerms({ firstFen: 1200 }) },
  }),
  deleteFreightTemplate: async () => ({ path: { id: await freightTemplate(app) } }),
  putDefaultFreight: async () => ({ body: { id: null } }),
  putFreightGoods: async () => ({ body: { id: await freightTemplate(app), goodsIds: [(await goods()).id] } }),
  shipOrder: async () => ({ path: { id: (await bought([5900], 1)).id }, body: PARCEL }),
  correctShipment: async () => {
    const order = await bought([5900], 1);
    const { id } = (await ship(order)).body.shipments[0];
    return { path: { id }, body: { ...PARCEL, trackingNumber: 'ZT987654321' } };
  },
  orderCategories: async () => ({ body: { ids: [await category('后'), await category('前')] } }),
  updateMedia: async () => ({ path: { id: await mediaItem() }, body: { name: '主图', folder: '新品' } }),
  moveMedia: async () => ({ body: { ids: [await mediaItem()], folder: '新品' } }),
  deleteMedia: async () => ({ path: { id: await mediaItem() } }),
  putStaffNote: async () => ({ path: { id: (await ordered()).id }, body: { note: '加急' } }),
  revealReceiver: async () => ({ path: { id: (await ordered()).id } }),
  changePurse: async () => ({
    path: { id: (await app.given.shopper()).customerId, source: 'points' },
    body: { amount: 100, reason: '活动赠送' },
  }),
  putPurseSettings: async () => ({
    body: { pointsPerYuan: 200, pointsMostPercent: 30, welcomePoints: 0, welcomeBonusFen: 0 },
  }),
  adjustStock: async () => ({
    path: { skuId: (await goods()).skus[0]?.id ?? '' },
    body: { change: 5, reason: 'receive', note: '' },
  }),
  createGoods: async () => {
    const { id, categoryId } = await goods();
    const { version: _v, ...rest } = (await owner.get(`/admin/goods/${id}`)).body;
    const schema = operations().find((o) => o.operationId === 'createGoods')?.body as Schema;
    const body = Object.fromEntries(Object.keys(schema.properties ?? {}).map((name) => [name, rest[name]]));
    const [sku] = rest.skus;
    const { code: _c, priceFen, marketPriceFen, costFen, weightGrams, picture, specs } = sku;
    const skus = [{ code: 'REPEATED-1', specs, priceFen, marketPriceFen, costFen, weightGrams, picture }];
    return { body: { ...body, categoryId, skus } };
  },
  setGoodsState: async () => ({ body: { ids: [(await goods()).id], state: 'off' } }),
  createCategory: async () => ({ body: { name: '茶', parentId: null, picture: null, sort: 1 } }),
  updateCategory: async () => ({
    path: { id: await category('旧名') },
    body: { name: '新名', parentId: null, picture: null, sort: 2 },
  }),
  deleteCategory: async () => ({ path: { id: await category('空的') } }),
  putTerms: async () => ({
    path: { kind: 'brand' },
    body: {
      items: [{ name: '半坡茶事', note: '', picture: null }],
      version: (await owner.get('/admin/goods-terms/brand')).body.version,
    },
  }),
  putTemplate: async () => ({
    path: { id: await category('有参数的') },
    body: { items: [{ name: '材质', values: ['纯棉'] }] },
  }),
  createCampaign: async () => ({ body: someCampaign() }),
  setCustomerLevel: async () => ({ path: { id: (await app.given.shopper()).customerId }, body: { level: 2 } }),
  stopCampaign: async () => ({ path: { id: await publishedCampaign(app) } }),
  createStaff: async () => ({
    body: { login: 'repeated', name: '店员', password: 'Lantern-red-55', permissions: ['order:read'] },
  }),
  createAppKey: async () => ({ body: { name: '程序', permissions: ['order:read'] } }),
  revokeAppKey: async () => {
    const { body } = await owner.post('/admin/app-keys', { name: '旧程序', permissions: ['order:read'] });
    return { path: { id: body.key.id } };
  },
  claimCoupon: async () => ({ who: shopper, path: { id: await issuedCoupon(app, { perPerson: 5 }) } }),
  redeemCode: async () => {
    const id = await issuedCoupon(app, { access: 'code', perPerson: 5 });
    await owner.post(`/admin/coupons/${id}/code-batches`, { kind: 'shared', code: '重复试试' });
    return { who: shopper, body: { code: '重复试试' } };
  },
  addCodes: async () => ({
    path: { id: await issuedCoupon(app, { access: 'code' }) },
    body: { kind: 'made', count: 3 },
  }),
  voidCodes: async () => {
    const id = await issuedCoupon(app, { access: 'code' });
    const { body } = await owner.post(`/admin/coupons/${id}/code-batches`, { kind: 'uploaded', lines: ['AAAABBBB'] });
    return { path: { id: body.id } };
  },
  voidHeldCoupons: async () => {
    const id = await issuedCoupon(app);
    const held = (await shopper.post(`/shop/coupons/${id}/claims`, {})).body.id;
    return { path: { id }, body: { heldIds: [held], reason: '发错了' } };
  },
  createCoupon: async () => ({ body: { name: '重复的券', rule: couponRule() } }),
  updateCoupon: async () => {
    const id = await issuedCoupon(app, { total: 5 });
    return { path: { id }, body: { name: '更多', version: 1, rule: couponRule({ total: 9 }) } };
  },
  setCouponState: async () => {
    const { id } = (await owner.post('/admin/coupons', { name: '待发', rule: couponRule({ total: 5 }) })).body;
    return { path: { id }, body: { state: 'issuing' } };
  },
  sendCoupon: async () => ({
    path: { id: await issuedCoupon(app, { access: 'handed' }), sendingId: '00000000-0000-4000-8000-000000000001' },
    body: { customerIds: [(await app.given.shopper()).customerId] },
  }),
  deleteCoupon: async () => {
    const { id } = (await owner.post('/admin/coupons', { name: '草稿', rule: couponRule() })).body;
    return { path: { id } };
  },
  writeReviews: async () => {
    const order = await receivedOrder(app);
    return { who: order.shopper, path: { id: order.id }, body: saying(order.lineIds) };
  },
  addToReview: async () => {
    const { shopper: who, reviewId: id } = await shownReview(app);
    return { who, path: { id }, body: { words: '用了一周', pictures: [] } };
  },
  findHelpful: async () => {
    const { reviewId: id } = await shownReview(app);
    return { who: shopper, path: { id }, body: { helpful: true } };
  },
  replyToReview: async () => ({ path: { id: (await shownReview(app)).reviewId }, body: { words: '谢谢' } }),
  foldReview: async () => ({
    path: { id: (await shownReview(app)).reviewId },
    body: { reason: 'advertising', note: '引流' },
  }),
  showReview: async () => ({ path: { id: (await shownReview(app, { words: '加微信领返现' })).reviewId } }),
  putReviewSettings: async () => ({ body: { points: 5 } }),
  acceptNotices: async () => ({ who: shopper, body: { templateIds: (await noticed()).map((one) => one.templateId) } }),
  putNotice: async () => {
    const [, second] = await noticed();
    return { path: { kind: 'refund-done' }, body: second };
  },
  dropNotice: async () => {
    await noticed();
    return { path: { kind: 'order-shipped' } };
  },
  putShopText: async () => ({}),
  clearDemo: async () => ({}),
  dismissChecklist: async () => ({}),
  putVerifyFile: async () => ({
    path: { name: 'MP_verify_Ab12Cd34Ef56Gh78.txt' },
    body: { content: 'Ab12Cd34Ef56Gh78' },
  }),
  deleteVerifyFile: async () => ({ path: { name: 'MP_verify_Ab12Cd34Ef56Gh78.txt' } }),
  putListView: async () => ({ path: { list: 'goods' } }),
  deleteListView: async () => {
    const { body } = await owner.send('PUT', '/admin/me/views/orders', { name: '旧', filters: {}, columns: [] });
    return { path: { id: body.items[0].id } };
  },
  createExport: async () => ({ body: { kind: 'orders', filters: {} } }),
};
/** Changes without a key whose repeats the module's own tests look at: sessions, passwords, connections, pictures, days of WeChat's, exports; reports only count. */
const ELSEWHERE = new Set(
  `bindPhoneByCode sendLoginCode loginByPhone putSms dropSms trySms checkWechat checkSetupLink openFirstShop usePractice bindPhone confirmPassword loginStaff loginCustomer logoutStaff logoutCustomer deleteMe endCustomerSession endOtherCustomerSessions
  endStaffSession endSessionsOfStaff beginSecondFactor confirmSecondFactor dropSecondFactor dropSecondFactorOfStaff renewRecoveryCodes
  putStaffPassword putSecurityPolicy putWechatConnection updateStaff updateGoods deleteGoods checkCampaign updateCampaign deleteCampaign
  uploadPicture uploadShopperPicture uploadShipment runReconciliation handleDifference quoteOrder previewFreight previewScope previewCoupon previewRefund previewAdminRefund
  recogniseAddress notifyPayment notifyRefund
  pushMessage putSettings retryStuckJob cancelExport reportClientError`.split(/\s+/),
);

const operations = (): Operation[] => app.platform.http.operations;
const changing = () => operations().filter((op) => op.method !== 'GET');

/** The same, when all that follows by itself has come to its end: jobs are done and WeChat has said what it had to say. */
async function holdings(without: readonly string[] = []): Promise<Record<string, string>> {
  let last = await counted(without);
  await vi.waitFor(
    async () => {
      await app.platform.jobs.drain();
      await nobodyCalls();
      const before = last;
      last = await counted(without);
      expect(last).toEqual(before);
    },
    { timeout: 20_000, interval: 50 },
  );
  return last;
}

/** What the database holds, rows of every table and the sum of all entries, and how many refunds WeChat was asked for. */
async function counted(without: readonly string[]): Promise<Record<string, string>> {
  const { rows } = await app.sql.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const held: Record<string, string> = {};
  for (const { name } of rows.filter((r) => !without.includes(r.name)))
    held[name] = (await app.sql.query(`select count(*) as n from "${name}"`)).rows[0].n;
  const sum = await app.sql.query('select coalesce(sum(abs(amount)), 0) as sum from ledger_transfer');
  return { ...held, ledger: sum.rows[0].sum, refunds: String(app.sandbox.control.refunds().length) };
}

async function sender(op: Operation): Promise<(key: string) => Promise<Answer>> {
  const { who = owner, path = {}, body } = (await SCENES[op.operationId]?.()) ?? {};
  const defaults = op.params ? (sample(op.params as Schema) as Record<string, string>) : {};
  const url = op.url.replace(/:(\w+)/g, (_all, name: string) => path[name] ?? defaults[name] ?? '');
  const sent = body ?? (op.body ? sample(op.body as Schema) : undefined);
  return (key) => who.send(op.method as 'POST', url, sent, key);
}

test('every changing operation is looked at, here or by a test of its module', () => {
  const missing = changing().filter((op) => !SCENES[op.operationId] && !ELSEWHERE.has(op.operationId));
  expect(missing.map((op) => op.operationId)).toEqual([]);
  const keyed = changing().filter((op) => needsKey(op) && !SCENES[op.operationId]);
  expect(keyed.map((op) => op.operationId)).toEqual(['putSettings', 'retryStuckJob']);
});

describe('a change whose answer was lost, sent again with the same key', () => {
  test.each(Object.keys(SCENES))('%s has one effect', async (id) => {
    const op = operations().find((o) => o.operationId === id);
    if (!op) throw new Error(`no operation ${id}`);
    const send = await sender(op);
    const key = `lost-answer-${id}`;
    const first = await send(key);
    expect(first.status, JSON.stringify(first.body)).toBeLessThan(300);
    // Without a key each try of staff is noted, and WeChat may be asked again how things stand; with one not even that.
    const noted = needsKey(op) ? [] : ['audit', 'audit_head', 'outbox'];
    const before = await holdings(noted);
    const second = await send(key);
    expect(second.status, JSON.stringify(second.body)).toBeLessThan(500);
    if (needsKey(op)) expect([second.status, second.body?.id]).toEqual([first.status, first.body?.id]);
    expect(await holdings(noted)).toEqual(before);
  });

  test('and the books are right', async () => {
    expect(await brokenPromises(app)).toEqual([]);
  });
});
