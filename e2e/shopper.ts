import type { RunningJishi } from './server.ts';

/** Ids of what a shopper of the demo's shop has after some shopping. */
export interface Things {
  token: string;
  expiresAt: string;
  goodsId: string;
  skuId: string;
  addressId: string;
  unpaidId: string;
  paidId: string;
}
// biome-ignore lint/suspicious/noExplicitAny: answers of many operations
type Answer = any;
let sent = 0;

/** Asks the server as a front end does; throws with the answer when it refuses. */
export async function ask(method: string, url: string, body?: unknown, token?: string): Promise<Answer> {
  sent += 1;
  const reply = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `e2e-${process.pid}-${Date.now()}-${sent}`,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** A shopper with an address, a cart, an unpaid order and a paid one of which a piece is asked back. */
export async function shopper(jishi: RunningJishi): Promise<Things> {
  const shop = (method: string, path: string, body?: unknown) => ask(method, jishi.storefront + path, body, token);
  let token: string | undefined;
  const { code } = await ask('POST', `${jishi.wechat}/sandbox/api/login`, { person: 'lin-xiaoman' });
  const session = await shop('POST', '/shop/session', { channel: 'weapp', code });
  token = session.token;
  const goods = (await shop('GET', '/shop/goods?limit=1')).items[0];
  const skuId = (await shop('GET', `/shop/goods/${goods.id}`)).skus.find((s: Answer) => s.available > 5).id;
  const { id: addressId } = await shop('POST', '/shop/addresses', {
    name: '林小满',
    phone: '13800138000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号',
    isDefault: true,
  });
  const order = async () => {
    const lines = [{ skuId, quantity: 2 }];
    const { totalFen } = await shop('POST', '/shop/quote', { lines });
    const body = { lines, addressId, expectedTotalFen: totalFen, note: '', fromCart: false };
    return (await shop('POST', '/shop/orders', body)).id as string;
  };
  const [unpaidId, paidId] = [await order(), await order()];
  const { jsapi } = await shop('POST', `/shop/orders/${paidId}/payment`, { method: 'jsapi' });
  await ask('POST', `${jishi.wechat}/sandbox/api/pay`, { prepay_id: jsapi.package.split('=')[1], outcome: 'pay' });
  const paid = async () => (await shop('GET', `/shop/orders/${paidId}`)).state === 'paid';
  for (let tries = 0; tries < 120 && !(await paid()); tries++) await new Promise((done) => setTimeout(done, 250));
  await shop('POST', '/shop/cart/lines', { skuId, quantity: 2 });
  return { token: session.token, expiresAt: session.expiresAt, goodsId: goods.id, skuId, addressId, unpaidId, paidId };
}
