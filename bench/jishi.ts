import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { each, Http } from './load.ts';
import type { Started } from './processes.ts';

export interface Good {
  id: string;
  skuId: string;
  title: string;
  priceFen: number;
  /** One piece with its freight. */
  totalFen: number;
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
  /** What people search for; each finds something. */
  words: string[];
  /** Keys of the sandbox WeChat. */
  sandboxDir: string;
  /** The SKU of which the bare program has no pieces. */
  soldOutAtBare: string;
  /** A product with this many pieces, for the rush on one SKU. */
  addHot(pieces: number): Promise<Good>;
}
export interface Filling {
  goods: number;
  buyers: number;
  log: (line: string) => void;
}

const KINDS = ['挂耳咖啡', '马克杯', '床单', '手工皂', '坚果礼盒', '护手霜', '竹编篮', '蜡烛', '茶具', '饼干'];
const MANNERS = [
  '陶瓷',
  '棉麻',
  '桂花',
  '原味',
  '大号',
  '迷你',
  '复古',
  '清新',
  '家用',
  '旅行',
  '节日',
  '儿童',
  '黑色',
  '白色',
  '红色',
  '蓝色',
  '无糖',
  '北欧',
  '日式',
  '夏季',
];
const titleOf = (index: number): string =>
  `${MANNERS[index % MANNERS.length]}${KINDS[Math.floor(index / MANNERS.length) % KINDS.length]}`;
const AT_ONCE = 16;

/** Reads addresses and login from what the server printed, and fills the shop. `dataDir` is the server's. */
export async function fillShop(server: Started, dataDir: string, { goods, buyers, log }: Filling): Promise<Shop> {
  const filler = await Filler.signIn(server.said);
  log(`filling ${goods} goods`);
  const filled: Good[] = [];
  await each(numbers(goods), AT_ONCE, async (index) => void filled.push(await filler.addGoods(index, 1_000_000)));
  log(`signing in ${buyers} buyers`);
  const people: Buyer[] = [];
  await each(numbers(buyers), AT_ONCE, async (index) => void people.push(await filler.signInBuyer(index)));
  const buyer = people[0] as Buyer;
  await each(filled, AT_ONCE, async (good) => {
    good.totalFen = await filler.totalOf(buyer, good);
  });
  let hot = 0;
  return {
    origin: filler.origin,
    goods: filled,
    buyers: people,
    words: [...new Set(numbers(goods).map(titleOf))],
    sandboxDir: path.join(dataDir, 'sandbox'),
    soldOutAtBare: randomUUID(),
    addHot: async (pieces) => {
      const good = await filler.addGoods(goods + hot++, pieces);
      good.totalFen = await filler.totalOf(buyer, good);
      return good;
    },
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** The merchant who fills the shop through the server's own interface. */
class Filler {
  readonly origin: string;
  readonly #http: Http;
  readonly #wechat: Http;
  #staff = '';
  #categoryId = '';
  #keys = 0;

  private constructor(origin: string, wechat: string) {
    this.origin = origin;
    this.#http = new Http(origin);
    this.#wechat = new Http(wechat);
  }

  static async signIn(said: string): Promise<Filler> {
    const filler = new Filler(
      /Storefront\s+(\S+?)\/?\s/.exec(said)?.[1] ?? '',
      /WeChat\s+(https?:\/\/[^/\s]+)/.exec(said)?.[1] ?? '',
    );
    const [, login, password] = /Login\s+(\S+) \/ (\S+)/.exec(said) ?? [];
    filler.#staff = (await filler.#send('/admin/session', { login, password })).token ?? '';
    const category = { name: '压测', parentId: null, picture: null, sort: 99 };
    filler.#categoryId = (await filler.#send('/admin/categories', category, filler.#staff)).id ?? '';
    return filler;
  }

  async addGoods(index: number, pieces: number): Promise<Good> {
    const title = `${titleOf(index)} ${index} 号`;
    const made = (await this.#send(
      '/admin/goods',
      product(title, this.#categoryId, index),
      this.#staff,
    )) as unknown as {
      id: string;
      skus: { id: string }[];
    };
    const skuId = made.skus[0]?.id ?? '';
    await this.#send(`/admin/stock/${skuId}/changes`, { change: pieces, reason: 'receive', note: '' }, this.#staff);
    await this.#send('/admin/goods/state', { ids: [made.id], state: 'on' }, this.#staff);
    return { id: made.id, skuId, title, priceFen: priceOf(index), totalFen: 0 };
  }

  async signInBuyer(index: number): Promise<Buyer> {
    const given = await this.#wechat.ask('POST', '/sandbox/api/login', {}, { person: `买家${index}` });
    const { token = '' } = await this.#send('/shop/session', { channel: 'weapp', code: JSON.parse(given.text).code });
    const { id: addressId = '' } = await this.#send('/shop/addresses', ADDRESS, token);
    return { headers: { authorization: `Bearer ${token}` }, addressId };
  }

  /** What one piece costs with freight, in fen. */
  async totalOf({ headers }: Buyer, { skuId }: Good): Promise<number> {
    const lines = [{ skuId, quantity: 1 }];
    const { status, text } = await this.#http.ask('POST', '/shop/quote', { ...headers, ...this.#key() }, { lines });
    if (status !== 200) throw new Error(`a quote answered ${status}: ${text}`);
    return JSON.parse(text).totalFen;
  }

  #key = () => ({ 'idempotency-key': `bench-fill-key-${++this.#keys}` });

  async #send(url: string, body: unknown, token = ''): Promise<Record<string, string>> {
    const headers = { ...this.#key(), ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const { status, text } = await this.#http.ask('POST', url, headers, body);
    if (status >= 300) throw new Error(`POST ${url} answered ${status}: ${text}`);
    return text ? JSON.parse(text) : {};
  }
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
