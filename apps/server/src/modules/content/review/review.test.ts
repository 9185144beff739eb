import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { MINUTE } from '../../../kernel/clock.ts';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import type { Placed } from '../../../test/given.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { later, sweepsRun } from '../../../test/later.ts';
import { receivedOrder, saying, shownReview } from '../../../test/review-scene.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ messageUrl: `${app.address}/wechat/message/shop1`, settlementDelayMs: 0 });
  owner = await app.given.owner();
});
afterEach(async () => {
  app.sandbox.control.clearFaults();
  expect(await brokenPromises(app)).toEqual([]);
  expect(await wrongCounts()).toEqual([]);
});

/** Products whose kept counts are not those of their reviews. */
async function wrongCounts(): Promise<unknown[]> {
  const { rows } = await app.sql.query(`
    with said as (
      select goods_id, unnest(case status when 'folded' then array['folded'] when 'shown' then
        array['stars:' || stars] || case when added_at is null then '{}' else array['added'] end
        || case when pictures || coalesce(added_pictures, '{}') = '{}' then '{}' else array['pictures'] end
        || array(select 'tag:' || t from unnest(tags) t) else '{}' end) as what from review),
    counted as (select goods_id, what, count(*)::int as n from said group by 1, 2)
    select * from counted full join review_count k using (goods_id, what) where coalesce(n, 0) <> coalesce(k.reviews, 0)`);
  return rows;
}

const write = ({ shopper, id }: Placed, body: object) => shopper.post(`/shop/orders/${id}/reviews`, body);
const own = async (shopper: Caller) => (await shopper.get('/shop/my-reviews')).body.items;
const summary = async (goodsId: string) => (await app.guest.get(`/shop/goods/${goodsId}/reviews/summary`)).body.summary;
const goodsOf = async (order: Placed): Promise<string> =>
  (await order.shopper.get(`/shop/orders/${order.id}`)).body.lines[0].goodsId;

test('a buyer reviews what was received, once, and guests read it with the buyer masked', async () => {
  const order = await receivedOrder(app);
  const reviewable = (await order.shopper.get('/shop/reviewable')).body.items;
  expect(reviewable).toMatchObject([{ orderId: order.id, lineId: order.lineIds[0] }]);
  expect((await write(order, saying(order.lineIds))).status).toBe(201);
  expect((await order.shopper.get('/shop/reviewable')).body.items).toEqual([]);
  expect((await write(order, saying(order.lineIds, { stars: 1 }))).body.code).toBe('REVIEW_DONE');
  const goodsId = await goodsOf(order);
  // Before WeChat has looked nobody else reads it.
  expect((await app.guest.get(`/shop/goods/${goodsId}/reviews`)).body.items).toEqual([]);
  await app.platform.jobs.drain();
  const [shown] = (await app.guest.get(`/shop/goods/${goodsId}/reviews`)).body.items;
  expect(shown).toMatchObject({
    stars: 5,
    words: '很好喝',
    tags: ['质量好'],
    reply: null,
    added: null,
    rewarded: false,
  });
  expect(shown.author).toMatch(/^微\*+$/);
  expect(await summary(goodsId)).toMatchObject({ reviews: 1, stars: [0, 0, 0, 0, 1], goodPercent: 100, folded: 0 });
});

test('who has not received, comes too late, names a foreign line or picture, or is somebody else, is told so', async () => {
  const paid = await app.given.paidOrder([{ skuId: (await app.given.goods()).skus[0]!.id, quantity: 1 }]);
  const { lines } = (await paid.shopper.get(`/shop/orders/${paid.id}`)).body;
  expect((await write(paid, saying([lines[0].id]))).body.code).toBe('REVIEW_NOT_RECEIVED');
  const order = await receivedOrder(app);
  expect((await write(order, saying([lines[0].id]))).body.code).toBe('REVIEW_LINE_UNKNOWN');
  const foreign = saying(order.lineIds, { pictures: ['/files/abcdefghabcdefghabcdefghabcdefgh-1x1.webp'] });
  expect((await write(order, foreign)).body.code).toBe('REVIEW_PICTURE_UNKNOWN');
  const stranger = await app.given.shopper();
  expect((await write({ ...order, shopper: stranger }, saying(order.lineIds))).body.code).toBe('ORDER_NOT_FOUND');
  await app.sql.query(`update order_head set received_at = received_at - interval '31 days' where id = $1`, [order.id]);
  expect((await write(order, saying(order.lineIds))).body.code).toBe('REVIEW_TOO_LATE');
  expect((await order.shopper.get('/shop/reviewable')).body.items).toEqual([]);
  expect(await own(order.shopper)).toEqual([]);
});

test('the same line by sixteen devices at once is reviewed once', async () => {
  const order = await receivedOrder(app);
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) => write(order, saying(order.lineIds, { stars: (n % 5) + 1 }))),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('REVIEW_DONE');
  await app.platform.jobs.drain();
  expect((await summary(await goodsOf(order))).reviews).toBe(1);
});

test('what WeChat doubts waits for staff, who show it, or fold it for a reason that shoppers learn of; nobody deletes', async () => {
  const { shopper, reviewId, ...order } = await shownReview(app, { words: '好用，加微信领返现', stars: 2 });
  const goodsId = await goodsOf({ ...order, shopper });
  expect(await own(shopper)).toMatchObject([{ state: 'waiting' }]);
  const [waiting] = (await owner.get('/admin/reviews?state=waiting')).body.items;
  expect(waiting).toMatchObject({ id: reviewId, doubt: '微信内容安全认为需要人工看一看' });
  expect((await owner.get('/admin/reviews/figures')).body).toMatchObject({ waiting: 1 });
  expect((await owner.post(`/admin/reviews/${reviewId}/fold`, { reason: 'unkind', note: '差评' })).status).toBe(400);
  const fold = { reason: 'advertising', note: '引流' };
  expect((await owner.post(`/admin/reviews/${reviewId}/fold`, fold)).body).toMatchObject({ state: 'folded' });
  expect(await summary(goodsId)).toMatchObject({ reviews: 0, folded: 1, goodPercent: null });
  expect(await own(shopper)).toMatchObject([{ state: 'folded', foldReason: '含有广告或引流内容' }]);
  expect((await owner.send('DELETE', `/admin/reviews/${reviewId}`)).status).toBe(404);
  expect((await owner.post(`/admin/reviews/${reviewId}/show`, {})).body).toMatchObject({
    state: 'shown',
    foldReason: null,
  });
  expect(await summary(goodsId)).toMatchObject({ reviews: 1, folded: 0, goodPercent: 0 });
  expect((await owner.post(`/admin/reviews/${reviewId}/show`, {})).body.code).toBe('REVIEW_STATE');
});

test('pictures are looked at by WeChat, whose word may come before or after ours; one without a word is left to staff', async () => {
  const picture = await uploaded();
  const { shopper, ...order } = await shownReview(app, { pictures: [picture] });
  const goodsId = await goodsOf({ ...order, shopper });
  await vi.waitFor(async () => {
    await app.platform.jobs.drain();
    expect(await summary(goodsId)).toMatchObject({ reviews: 1, pictures: 1 });
  }, 15_000);
  expect((await app.guest.get(`/shop/goods/${goodsId}/reviews?filter=pictures`)).body.items).toHaveLength(1);
  app.sandbox.control.addFault({ target: 'push', action: 'drop', event: 'wxa_media_check', times: 9 });
  const silent = await shownReview(app, { pictures: [picture] });
  expect(await own(silent.shopper)).toMatchObject([{ state: 'checking' }]);
  const back = later(app, 41 * MINUTE);
  await sweepsRun(app);
  back();
  expect(await own(silent.shopper)).toMatchObject([{ state: 'waiting' }]);
});

/** A picture of a shopper's, uploaded as the storefront does. */
async function uploaded(): Promise<string> {
  const shopper = await app.given.shopper();
  const { default: sharp } = await import('sharp');
  const bytes = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#593' } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'a.png');
  const reply = await fetch(`${app.address}/shop/pictures`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shopper.token}` },
    body: form,
  });
  expect(reply.status).toBe(201);
  const { url } = (await reply.json()) as { url: string };
  expect((await owner.get('/admin/media')).body.items).toEqual([]);
  return url;
}

test('points are given for any stars, once for a review, and their entry says what for', async () => {
  await owner.send('PUT', '/admin/review-settings', { points: 20 });
  const { shopper, reviewId } = await shownReview(app, { stars: 1, words: '' });
  const points = async () =>
    (await shopper.get('/shop/purses')).body.pockets.find((p: { source: string }) => p.source === 'points');
  expect(await points()).toMatchObject({ holds: 20 });
  expect(await own(shopper)).toMatchObject([{ rewarded: true, stars: 1 }]);
  await owner.post(`/admin/reviews/${reviewId}/fold`, { reason: 'abuse', note: '骂人' });
  await owner.post(`/admin/reviews/${reviewId}/show`, {});
  expect(await points()).toMatchObject({ holds: 20 });
  await owner.send('PUT', '/admin/review-settings', { points: 0 });
});

test('a buyer adds to a review once, it is checked anew, and the shop answers for all to read', async () => {
  const { shopper, reviewId, ...order } = await shownReview(app);
  const goodsId = await goodsOf({ ...order, shopper });
  const add = (words: string) => shopper.post(`/shop/my-reviews/${reviewId}/addition`, { words, pictures: [] });
  expect((await add('用了一周，还是好')).status).toBe(204);
  expect(await summary(goodsId)).toMatchObject({ reviews: 0 });
  await app.platform.jobs.drain();
  expect(await summary(goodsId)).toMatchObject({ reviews: 1, added: 1 });
  expect((await add('再来一次')).body.code).toBe('REVIEW_ADDED');
  const stranger = await app.given.shopper();
  const theirs = await stranger.post(`/shop/my-reviews/${reviewId}/addition`, { words: '不是我的', pictures: [] });
  expect(theirs.body.code).toBe('REVIEW_NOT_FOUND');
  expect((await owner.send('PUT', `/admin/reviews/${reviewId}/reply`, { words: ' 谢谢光顾 ' })).status).toBe(200);
  const [shown] = (await app.guest.get(`/shop/goods/${goodsId}/reviews?filter=added`)).body.items;
  expect(shown).toMatchObject({ added: { words: '用了一周，还是好' }, reply: { words: '谢谢光顾' } });
});

test('helpful is counted once a person, and sorts; stars filter without hiding the bad ones', async () => {
  const goods = await app.given.goods();
  const said: string[] = [];
  for (const stars of [5, 1, 3]) {
    const order = await receivedOrder(app, [{ skuId: goods.skus[0]!.id, quantity: 1 }]);
    said.push((await write(order, saying(order.lineIds, { stars }))).body.ids[0]);
  }
  await app.platform.jobs.drain();
  const reader = await app.given.shopper();
  const helpful = (on: boolean) => reader.send('PUT', `/shop/reviews/${said[1]}/helpful`, { helpful: on });
  expect((await helpful(true)).body).toEqual({ helpful: 1 });
  expect((await helpful(true)).body).toEqual({ helpful: 1 });
  const list = async (query: string) =>
    (await app.guest.get(`/shop/goods/${goods.id}/reviews?${query}`)).body.items.map((r: { stars: number }) => r.stars);
  expect(await list('sort=helpful')).toEqual([1, 3, 5]);
  expect(await list('')).toEqual([3, 1, 5]);
  expect(await list('filter=bad')).toEqual([1]);
  expect(await list('filter=good')).toEqual([5]);
  const first = (await app.guest.get(`/shop/goods/${goods.id}/reviews?limit=2`)).body;
  const rest = (await app.guest.get(`/shop/goods/${goods.id}/reviews?limit=2&cursor=${first.next}`)).body;
  expect([...first.items, ...rest.items].map((r: { stars: number }) => r.stars)).toEqual([3, 1, 5]);
  expect((await helpful(false)).body).toEqual({ helpful: 0 });
});

test('somebody who leaves is named nowhere, and what they wrote stays', async () => {
  const { shopper, ...order } = await shownReview(app);
  const goodsId = await goodsOf({ ...order, shopper });
  expect((await shopper.send('DELETE', '/shop/me')).status).toBe(204);
  const [left] = (await app.guest.get(`/shop/goods/${goodsId}/reviews`)).body.items;
  expect(left).toMatchObject({ author: '', words: '很好喝' });
});
