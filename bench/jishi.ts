import { each, Http } from './load.ts';
import type { Started } from './processes.ts';

export interface Good {
  id: string;
  skuId: string;
  title: string;
  priceFen: number;
}
export interface Buyer {
  headers: Record<string, string>;
  addressId: string;
}
/** A shop with goods and buyers, filled through its own interface like any merchant's. */
export interface Shop {
  origin: string;
  goods: Good[];
  buyers: Buyer[];
  /** A product with this many pieces, for the rush on one SKU. */
  addHot(pieces: number): Promise<Good>;
}
export interface Filling {
  goods: number;
  buyers: number;
  log: (line: string) => void;
}

const NAMES = [
  '挂耳咖啡',
  '陶瓷马克杯',
  '棉麻床单',
  '手工皂',
  '坚果礼盒',
  '护手霜',
  '竹编篮',
  '香薰蜡烛',
  '茶具套装',
  '燕麦饼干',
];
const AT_ONCE = 16;

/** Reads addresses and login from what the server printed, and fills the shop. */
export async function fillShop(server: Started, { goods, buyers, log }: Filling): Promise<Shop> {
  const origin = /Storefront\s+(\S+?)\/?\s/.exec(server.said)?.[1] ?? '';
  const wechat = /WeChat\s+(https?:\/\/[^/\s]+)/.exec(server.said)?.[1] ?? '';
  const [, login, password] = /Login\s+(\S+) \/ (\S+)/.exec(server.said) ?? [];
  const http = new Http(origin);
  let keys = 0;
  const send = async (path: string, body: unknown, token = '', method = 'POST'): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': `bench-fill-key-${++keys}` };
    const { status, text } = await http.ask(
      method,
      path,
      token ? headers : { 'idempotency-key': headers['idempotency-key'] },
      body,
    );
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return text ? JSON.parse(text) : {};
  };
  const staff = (await send('/admin/session', { login, password })).token ?? '';
  const category = await send('/admin/categories', { name: '压测', parentId: null, picture: null, sort: 99 }, staff);
  const add = async (index: number, pieces: number): Promise<Good> => {
    const title = `${NAMES[index % NAMES.length]} ${index} 号`;
    const made = (await send('/admin/goods', product(title, category.id ?? '', index), staff)) as unknown as {
      id: string;
      skus: { id: string }[];
    };
    const skuId = made.skus[0]?.id ?? '';
    await send(`/admin/stock/${skuId}/changes`, { change: pieces, reason: 'receive', note: '' }, staff);
    await send('/admin/goods/state', { ids: [made.id], state: 'on' }, staff);
    return { id: made.id, skuId, title, priceFen: priceOf(index) };
  };
  const filled: Good[] = [];
  const numbers = Array.from({ length: goods }, (_, i) => i);
  log(`filling ${goods} goods`);
  await each(numbers, AT_ONCE, async (index) => void filled.push(await add(index, 1_000_000)));
  log(`signing in ${buyers} buyers`);
  const people: Buyer[] = [];
  await each(
    Array.from({ length: buyers }, (_, i) => i),
    AT_ONCE,
    async (index) => void people.push(await buyer(index)),
  );
  async function buyer(index: number): Promise<Buyer> {
    const given = await new Http(wechat).ask('POST', '/sandbox/api/login', {}, { person: `买家${index}` });
    const { token = '' } = await send('/shop/session', { channel: 'weapp', code: JSON.parse(given.text).code });
    const { id: addressId = '' } = await send('/shop/addresses', ADDRESS, token);
    return { headers: { authorization: `Bearer ${token}` }, addressId };
  }
  let hot = 0;
  return { origin, goods: filled, buyers: people, addHot: (pieces) => add(goods + hot++, pieces) };
}

const priceOf = (index: number): number => 2900 + (index % 300) * 100;
const ADDRESS = {
  name: '林小满',
  phone: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号',
  isDefault: true,
};
const product = (title: string, categoryId: string, index: number) => ({
  title,
  subtitle: '压测商品，不发货',
  brand: '集市',
  unit: '件',
  categoryId,
  pictures: ['/files/bench.webp'],
  specs: [],
  skus: [
    {
      code: `BENCH-${index}`,
      specs: [],
      priceFen: priceOf(index),
      marketPriceFen: null,
      costFen: null,
      weightGrams: 100,
      picture: null,
    },
  ],
  services: ['7 天无理由退货'],
  detail: [{ kind: 'text', text: '压测商品的详情。'.repeat(20) }],
  tags: [],
  sort: 0,
});
