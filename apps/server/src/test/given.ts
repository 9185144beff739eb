import type { GoodsInput } from '../modules/goods/catalog/index.ts';
import { type Caller, OWNER, type TestApp } from './world.ts';

const ADDRESS = {
  name: '林小满',
  phone: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
  isDefault: true,
};

const ok = <T extends { status: number; body: unknown }>(answer: T): T => {
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
};

export interface Placed {
  shopper: Caller;
  id: string;
  number: string;
  totalFen: number;
}

/** Builders that make a believable world through the API, with whatever must be there before. */
export function createGiven(app: TestApp) {
  let people = 0;
  let codes = 0;
  let owner: Caller | undefined;

  const given = {
    async owner(): Promise<Caller> {
      owner ??= app.as(
        ok(await app.guest.post('/admin/session', { login: OWNER.login, password: OWNER.password })).body.token,
      );
      return owner;
    },
    /** A staff member with these permissions, signed in, who changed the first password long ago. */
    async staff(permissions: string[]): Promise<Caller> {
      const login = `clerk${++people}`;
      const password = 'Lantern-red-55';
      ok(await (await given.owner()).post('/admin/staff', { login, name: '店员', password, permissions }));
      await app.sql.query('update staff set must_change = false where login = $1', [login]);
      return app.as(ok(await app.guest.post('/admin/session', { login, password })).body.token);
    },
    /** A new shopper, signed in through WeChat, with an address. */
    async shopper(): Promise<Caller & { addressId: string; customerId: string }> {
      const { code } = app.sandbox.control.login(`测试${++people}号`);
      const session = ok(await app.guest.post('/shop/session', { channel: 'weapp', code })).body;
      const shopper = app.as(session.token);
      const address = ok(await shopper.post('/shop/addresses', ADDRESS)).body;
      return { ...shopper, addressId: address.id, customerId: session.customer.id };
    },
    /** A product on sale with one SKU a price, each with stock. */
    async goods(over: Partial<GoodsInput> & { stock?: number; pricesFen?: number[] } = {}) {
      const staff = await given.owner();
      const { stock = 100, pricesFen = [2900], ...input } = over;
      const category = ok(
        await staff.post('/admin/categories', { name: '咖啡', parentId: null, picture: null, sort: 1 }),
      ).body;
      const values = pricesFen.map((_p, i) => `规格${i + 1}`);
      const goods = ok(
        await staff.post('/admin/goods', {
          title: '手冲挂耳咖啡',
          subtitle: '十袋装',
          brand: '山岚',
          unit: '盒',
          categoryId: category.id,
          pictures: ['/files/a.webp'],
          specs: pricesFen.length > 1 ? [{ name: '规格', values }] : [],
          skus: pricesFen.map((priceFen, i) => ({
            code: `SKU-${++codes}`,
            specs: pricesFen.length > 1 ? [values[i]] : [],
            priceFen,
            marketPriceFen: null,
            costFen: null,
            weightGrams: 100,
            picture: null,
          })),
          services: ['7天无理由退货'],
          detail: [],
          tags: [],
          sort: 1,
          ...input,
        }),
      ).body;
      for (const sku of goods.skus)
        if (stock > 0)
          ok(await staff.post(`/admin/stock/${sku.id}/changes`, { change: stock, reason: 'receive', note: '' }));
      ok(await staff.post('/admin/goods/state', { ids: [goods.id], state: 'on' }));
      return goods as { id: string; categoryId: string; skus: { id: string; code: string; priceFen: number }[] };
    },
    /** An order that was placed and waits for its money. */
    async order(lines: { skuId: string; quantity: number }[]): Promise<Placed & { addressId: string }> {
      const shopper = await given.shopper();
      const quote = ok(await shopper.post('/shop/quote', { lines })).body;
      const body = { lines, addressId: shopper.addressId, expectedTotalFen: quote.totalFen, note: '', fromCart: false };
      const order = ok(await shopper.post('/shop/orders', body)).body;
      return { shopper, addressId: shopper.addressId, ...order };
    },
    /** Pays an order through the sandbox's sheet; the call-back comes over real HTTP, or the query finds it. */
    async pay({ shopper, id }: Placed): Promise<void> {
      const { jsapi } = ok(await shopper.post(`/shop/orders/${id}/payment`, { method: 'jsapi' })).body;
      const { result } = app.sandbox.control.pay(jsapi);
      if (result !== 'ok') throw new Error(`the sheet says ${result}`);
      ok(await shopper.get(`/shop/orders/${id}/payment`));
    },
    async paidOrder(lines: { skuId: string; quantity: number }[]) {
      const order = await given.order(lines);
      await given.pay(order);
      return order;
    },
  };
  return given;
}
