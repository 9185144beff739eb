import type { Buyer, Good, Shop } from './jishi.ts';
import { Http, type Turn } from './load.ts';

/** One side against the other: how a client takes its turn. */
export interface Scenario {
  name: string;
  bare: Turn;
  jishi: Turn;
  /** Jishi's rate against bare's, at least, with so many clients. */
  least: Record<number, number>;
}
export interface Sides {
  shop: Shop;
  bare: Http;
  jishi: Http;
  close(): void;
}

/** A few, as on any day, and as many as wait at once in a rush. */
export const CROWDS = [16, 256] as const;
export const BUYERS = 256;
const LISTED_PAGES = 50;
const PAGE = 20;
export const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

export function openSides(shop: Shop, bareOrigin: string): Sides {
  const bare = new Http(bareOrigin);
  const jishi = new Http(shop.origin);
  return {
    shop,
    bare,
    jishi,
    close: () => {
      bare.close();
      jishi.close();
    },
  };
}

/** A GET whose answer is looked at: what does not hold what was asked for does not count. */
const read =
  (http: Http, path: () => string, right: (text: string, path: string) => boolean): Turn =>
  async () => {
    const asked = path();
    const { status, text } = await http.ask('GET', asked);
    return status === 200 && right(text, asked);
  };

/**
 * What a crowd asks: different pages, any product, different words. One page asked again and again would be answered from one
 * read, and would say nothing.
 */
export async function readings({ shop, bare, jishi }: Sides): Promise<Scenario[]> {
  const twenty = (text: string) => JSON.parse(text).items.length === PAGE;
  const some = (text: string) => JSON.parse(text).items.length > 0;
  const itself = (text: string, path: string) => JSON.parse(text).id === path.slice(path.lastIndexOf('/') + 1);
  const [barePages, pages] = [barePagesOf(shop), await pagesOf(jishi)];
  const least = { 16: 0.8, 256: 0.8 };
  return [
    {
      name: 'list of 20',
      bare: read(bare, () => pick(barePages), twenty),
      jishi: read(jishi, () => pick(pages), twenty),
      least,
    },
    {
      name: 'detail',
      bare: read(bare, () => `/goods/${pick(shop.goods).id}`, itself),
      jishi: read(jishi, () => `/shop/goods/${pick(shop.goods).id}`, itself),
      least,
    },
    {
      name: 'search',
      bare: read(bare, () => `/search?q=${encodeURIComponent(pick(shop.words))}`, some),
      jishi: read(jishi, () => `/shop/search?q=${encodeURIComponent(pick(shop.words))}`, some),
      least,
    },
  ];
}

/** The first pages of the shelf, as a shopper reaches them. */
async function pagesOf(jishi: Http): Promise<string[]> {
  const first = `/shop/goods?limit=${PAGE}`;
  const pages = [first];
  while (pages.length < LISTED_PAGES) {
    const { next } = JSON.parse((await jishi.ask('GET', pages.at(-1) ?? first)).text);
    if (!next) break;
    pages.push(`${first}&cursor=${encodeURIComponent(next)}`);
  }
  // The last one may be shorter than a page.
  return pages.slice(0, -1);
}

/** The same number of pages, newest first. */
function barePagesOf({ goods }: Shop): string[] {
  const ids = goods
    .map((good) => good.id)
    .sort()
    .reverse();
  return ids
    .filter((_, place) => place % PAGE === 0 && place + PAGE < ids.length)
    .map((id) => `/goods?before=${id}`)
    .slice(0, LISTED_PAGES);
}

/** Bare's one plain transaction against placing alone (price known) and against a shopper's two calls. */
export function placings({ shop, bare, jishi }: Sides): Scenario[] {
  const plain: Turn = async () => {
    const { status } = await bare.ask('POST', '/orders', {}, { skuId: pick(shop.goods).skuId, quantity: 1 });
    return status === 200;
  };
  const least = { 16: 1, 256: 2 };
  return [
    {
      name: 'place',
      bare: plain,
      jishi: async (client) => {
        const good = pick(shop.goods);
        return (await place(jishi, buyerOf(shop, client), good, good.totalFen)).outcome === 'placed';
      },
      least,
    },
    {
      name: 'quote + place',
      bare: plain,
      jishi: async (client) => {
        const { outcome, ms } = await buy(jishi, buyerOf(shop, client), pick(shop.goods));
        return outcome === 'placed' && ms;
      },
      least,
    },
  ];
}

export const SOLD_OUT = 'place, sold out';
/** Nine of ten in a rush hear this: of a product with one piece, that was sold a moment ago. */
export async function soldOut({ shop, bare, jishi }: Sides): Promise<Scenario> {
  const good = await shop.addHot(1);
  await place(jishi, buyerOf(shop, 0), good, good.totalFen);
  return {
    name: SOLD_OUT,
    bare: async () =>
      (await bare.ask('POST', '/orders', {}, { skuId: shop.soldOutAtBare, quantity: 1 })).status === 409,
    jishi: async (client) => (await place(jishi, buyerOf(shop, client), good, good.totalFen)).outcome === 'sold out',
    least: {},
  };
}

export const buyerOf = (shop: Shop, client: number): Buyer => shop.buyers[client % shop.buyers.length] as Buyer;
let keys = 0;
export const withKey = (buyer: Buyer) => ({ ...buyer.headers, 'idempotency-key': `bench-${process.pid}-${++keys}` });
const linesOf = (good: Good) => [{ skuId: good.skuId, quantity: 1 }];

export type Outcome = 'placed' | 'sold out' | 'wrong';

async function quote(http: Http, buyer: Buyer, good: Good): Promise<{ totalFen: number; canOrder: boolean }> {
  const { status, text } = await http.ask('POST', '/shop/quote', withKey(buyer), { lines: linesOf(good) });
  if (status !== 200) throw new Error(`a quote answered ${status}: ${text}`);
  return JSON.parse(text);
}

export async function place(
  http: Http,
  buyer: Buyer,
  good: Good,
  totalFen: number,
): Promise<{ outcome: Outcome; ms: number; text: string }> {
  const body = {
    lines: linesOf(good),
    addressId: buyer.addressId,
    expectedTotalFen: totalFen,
    note: '',
    fromCart: false,
  };
  const began = performance.now();
  const { status, text } = await http.ask('POST', '/shop/orders', withKey(buyer), body);
  const ms = performance.now() - began;
  if (status < 300) return { outcome: 'placed', ms, text };
  return { outcome: /STOCK_SHORT|LINES_INVALID/.test(text) ? 'sold out' : 'wrong', ms, text };
}

/** A shopper's two calls: what it costs, then the order at that price. */
export async function buy(http: Http, buyer: Buyer, good: Good): Promise<{ outcome: Outcome; ms: number }> {
  const { totalFen, canOrder } = await quote(http, buyer, good);
  return canOrder ? place(http, buyer, good, totalFen) : { outcome: 'sold out', ms: 0 };
}
