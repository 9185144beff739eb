import { chinaDate } from '../kernel/clock.ts';
import { publishedCampaign } from './campaign-scene.ts';
import { idOf } from './copies.ts';
import { issuedCoupon } from './coupon-scene.ts';
import { freightTemplate } from './freight-scene.ts';
import { orderNumberOf, regularStep, transactionOf } from './many-orders.ts';
import {
  CATEGORIES,
  COMMON_WORDS,
  DEPARTMENTS,
  type Filling,
  fillShop,
  GOODS_OF_A_RARE_WORD,
  phoneOf,
} from './many-rows.ts';
import type { StartedApp } from './open-app.ts';
import { reviewed } from './review-scene.ts';
import type { Caller } from './world.ts';

export type Asker = 'guest' | 'shopper' | 'owner';
/** A shop of years and the people to ask it with. */
export interface OldShop {
  callers: Record<Asker, Caller>;
  /** Of the piece that was sold first, whose history is the longest. */
  skuId: string;
  /** Issued, and held by the shopper. */
  couponId: string;
  /** Of two thousand codes. */
  batchId: string;
  campaignId: string;
  freightId: string;
  sizes: Filling['sizes'];
}

/** One sale that goes through every state, and then the rows of years. */
export async function oldShop(app: StartedApp, filling: Omit<Filling, 'secrets'>): Promise<OldShop> {
  const owner = await app.given.owner();
  const { skus } = await app.given.goods({ pricesFen: [2900, 3900] });
  const skuId = skus[0]?.id ?? '';
  const order = await app.given.paidOrder([{ skuId, quantity: 2 }]);
  const { lines } = (await order.shopper.get(`/shop/orders/${order.id}`)).body;
  const ask = { lines: [{ lineId: lines[0].id, quantity: 1 }], reason: '不想要了' };
  await order.shopper.post(`/shop/orders/${order.id}/refunds`, ask);
  const { items } = (await owner.get('/admin/refunds')).body;
  await owner.post(`/admin/refunds/${items[0].id}/approval`, {});
  await app.platform.jobs.drain();
  const shipped = await app.given.paidOrder([{ skuId, quantity: 1 }]);
  await owner.post(`/admin/orders/${shipped.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' });
  await owner.post('/admin/reconciliations', { day: chinaDate(Date.now()) });
  await shipped.shopper.post('/shop/cart/lines', { skuId, quantity: 1 });
  // By the same person and of the same product: the rows of years are copies of these.
  await shipped.shopper.post(`/shop/orders/${shipped.id}/receipt`, {});
  await reviewed(app, shipped);
  const couponId = await issuedCoupon(app);
  const coded = await issuedCoupon(app, { access: 'code' });
  const batch = await owner.post(`/admin/coupons/${coded}/code-batches`, { kind: 'made', count: 2000 });
  const campaignId = await publishedCampaign(app);
  const freightId = await freightTemplate(app);
  await shipped.shopper.post(`/shop/coupons/${couponId}/claims`, {});
  await app.sql.query(
    `insert into media_item values (1, gen_random_uuid(), '/files/a.webp', '图', '', 750, 750, 1000, now())`,
  );
  await app.platform.jobs.drain();
  await fillShop(app.sql, { ...filling, secrets: app.platform.secrets });
  return {
    callers: { guest: app.guest, shopper: shipped.shopper, owner },
    skuId,
    couponId,
    batchId: batch.body.id,
    campaignId,
    freightId,
    sizes: filling.sizes,
  };
}

/**
 * Every list, count and search of shop and console. `round` chooses what they ask for, so that a second round asks for other goods,
 * words and orders.
 */
export function addressesOf(
  { skuId, couponId, batchId, campaignId, freightId, sizes }: OldShop,
  round: number,
): Record<Asker, string[]> {
  const goods = 1 + 10 * (round % Math.floor(sizes.goods / 10));
  const goodsId = idOf(`goods${goods}`);
  const category = idOf(`category${DEPARTMENTS + 1 + (round % (CATEGORIES - DEPARTMENTS))}`);
  const department = idOf(`category${1 + (round % DEPARTMENTS)}`);
  const word = (n: number) => `w${(round * 10 + n) % COMMON_WORDS}`;
  const rare = `r${(round * 17) % Math.floor(sizes.goods / GOODS_OF_A_RARE_WORD)}`;
  const regular = regularStep(sizes.orders);
  const mine = regular * (1 + (round % 1000));
  const theirs = 1 + ((round * 37) % sizes.orders);
  const q = (text: string) => encodeURIComponent(text);
  return {
    guest: [
      ...['', '?sort=newest', '?sort=price-up', '?sort=price-down'].map((sort) => `/shop/goods${sort}`),
      ...[category, department].flatMap((c) => [
        `/shop/goods?category=${c}`,
        `/shop/goods?category=${c}&sort=newest`,
        `/shop/goods?category=${c}&sort=price-up`,
      ]),
      `/shop/goods/${goodsId}`,
      `/shop/goods/${goodsId}/prices`,
      `/shop/goods/${goodsId}/related`,
      '/shop/services',
      ...['/summary', '', '?sort=helpful', ...['pictures', 'added', 'good', 'bad'].map((of) => `?filter=${of}`)].map(
        (of) => `/shop/goods/${goodsId}/reviews${of}`,
      ),
      '/shop/categories',
      ...[
        word(1),
        rare,
        `${word(2)} ${word(7)}`,
        `${word(1)} ${word(2)} ${word(3)} ${word(5)}`,
        `${word(9)} ${rare}`,
        '没有这个词',
      ].map((text) => `/shop/search?q=${q(text)}`),
      ...[word(1), `${word(2)} ${word(7)}`].map((text) => `/shop/search?q=${q(text)}&sort=price-up`),
      ...['w', word(1)].map((text) => `/shop/search/words?q=${q(text)}`),
      '/shop/profile',
      `/shop/freight?skuId=${skuId}&regionCode=330106`,
      '/shop/notices',
      ...['', `?goodsId=${goodsId}`, `/${couponId}`, `/${couponId}/goods`].map((of) => `/shop/coupons${of}`),
      ...['', '/goods', '/goods?gapFen=5000', '/extras', '/bundle'].map((of) => `/shop/campaigns/${campaignId}${of}`),
    ],
    shopper: [
      '/shop/orders',
      '/shop/orders?state=received',
      '/shop/orders/counts',
      `/shop/orders/${idOf(`order${mine}`)}`,
      '/shop/refunds',
      '/shop/cart',
      '/shop/addresses',
      '/shop/me',
      '/shop/purses',
      '/shop/purses/wallet/entries',
      '/shop/reviewable',
      '/shop/my-reviews',
      '/shop/sessions',
      ...['?tab=usable', '?tab=used', '?tab=ended', '/count'].map((of) => `/shop/my-coupons${of}`),
    ],
    owner: [
      '/admin/today',
      ...[7, 90].map((days) => `/admin/trends?days=${days}`),
      ...[
        '',
        '?state=on',
        '?state=draft',
        '?state=bin',
        `?category=${category}`,
        `?category=${department}`,
        `?keyword=${word(1)}`,
        `?keyword=${q(`${word(3)} ${word(9)}`)}`,
        `?keyword=${rare}`,
        `?keyword=${q(`${word(9)} ${rare}`)}`,
        `?keyword=CODE-${goods}`,
        ...['updated', 'created', 'price', 'stock', 'sold'].flatMap((by) => [
          `?sort=${by}-up`,
          `?sort=${by}-down&state=on`,
          `?sort=${by}-down&category=${category}`,
          `?sort=${by}-up&category=${department}`,
          `?sort=${by}-down&keyword=${word(1)}`,
        ]),
      ].map((of) => `/admin/goods${of}`),
      `/admin/goods/${goodsId}`,
      '/admin/categories',
      `/admin/categories/${category}/params`,
      '/admin/goods-terms/brand',
      ...['', '?folder=', `?folder=${q('文件夹 3')}`, `?keyword=${q('图')}`, '/folders', `/${idOf('media1')}/uses`].map(
        (of) => `/admin/media${of}`,
      ),
      ...['', '?low=true', `?goodsId=${goodsId}`].map((of) => `/admin/stock${of}`),
      `/admin/stock/${skuId}/entries`,
      ...[
        '',
        '?state=paid',
        '?state=received',
        `?number=${orderNumberOf(theirs)}`,
        `?phone=${phoneOf(theirs % sizes.customers)}`,
        `?phone=${phoneOf(0)}`,
        `?number=${transactionOf(theirs)}`,
        `?from=${q(new Date(Date.now() - 30 * 86_400_000).toISOString())}`,
        ...['created', 'total'].flatMap((by) => [`?sort=${by}-up`, `?sort=${by}-down&state=received`]),
        `?sort=total-down&customerId=${idOf('customer1')}`,
        '?sort=total-up&minFen=100&maxFen=200000',
      ].map((of) => `/admin/orders${of}`),
      ...['orders-up', 'orders-down', 'paid-down', 'last-down'].map((by) => `/admin/customers?sort=${by}`),
      ...[
        '',
        `?phone=${phoneOf(0)}`,
        `?name=${q('客')}`,
        `/${idOf('customer1')}`,
        `/${idOf('customer1')}/purses`,
        `/${idOf('customer1')}/purses/wallet/entries`,
      ].map((of) => `/admin/customers${of}`),
      `/admin/orders?customerId=${idOf('customer1')}`,
      '/admin/orders/counts',
      `/admin/orders/${idOf(`order${theirs}`)}`,
      ...['', '?state=requested', '?state=succeeded'].map((state) => `/admin/refunds${state}`),
      '/admin/reconciliations',
      `/admin/reconciliations/${chinaDate(Date.now())}`,
      '/admin/app-keys',
      '/admin/wechat',
      '/admin/wechat/files',
      '/admin/checklist',
      '/admin/notices',
      ...[
        '',
        '/filters',
        '?operation=adjustStock',
        `?from=${q(new Date(Date.now() - 30 * 86_400_000).toISOString())}&to=${q(new Date().toISOString())}`,
      ].map((of) => `/admin/audit${of}`),
      '/admin/staff',
      '/admin/me/sessions',
      '/admin/security',
      ...[
        '',
        '?state=running',
        '?state=over',
        '?kind=pieces',
        '?keyword=x',
        `/${campaignId}`,
        `/${campaignId}/figures`,
      ].map((of) => `/admin/campaigns${of}`),
      ...['', `/${freightId}`].map((of) => `/admin/freight/templates${of}`),
      ...['', '?state=waiting', '?state=shown', '?stars=1', '?unanswered=true', `?goodsId=${goodsId}`, '/figures'].map(
        (of) => `/admin/reviews${of}`,
      ),
      `/admin/goods/${goodsId}/review-summary`,
      '/admin/review-settings',
      ...['', '?state=issuing', `/${couponId}`].map((of) => `/admin/coupons${of}`),
      ...['holders', 'holders?state=used', 'code-batches'].map((of) => `/admin/coupons/${couponId}/${of}`),
      ...['', '&state=open'].map((of) => `/admin/coupon-codes?batchId=${batchId}${of}`),
    ],
  };
}
