import type pg from 'pg';
import type { Buyer, Good, Shop } from './jishi.ts';
import { drive, each, Http, type Turn } from './load.ts';

/** One side of a comparison: how a client takes its turn, and how many clients there are. */
export interface Scenario {
  name: string;
  clients: number;
  bare: Turn;
  jishi: Turn;
}
export interface Sides {
  shop: Shop;
  /** How long each placing took, without its quote, in ms. */
  placedMs: number[];
  bareOrigin: string;
  close(): void;
  scenarios: Scenario[];
}

const READERS = 16;
/** As many wait at once as in a rush; both sides get the same. */
export const BUYERS = 256;
const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

/** Every answer is looked at: what does not hold what was asked for does not count. */
export function createScenarios(shop: Shop, bareOrigin: string): Sides {
  const placedMs: number[] = [];
  const bare = new Http(bareOrigin, BUYERS);
  const jishi = new Http(shop.origin, BUYERS);
  const read =
    (http: Http, path: (good: Good) => string, right: (text: string, good: Good) => boolean): Turn =>
    async () => {
      const good = pick(shop.goods);
      const { status, text } = await http.ask('GET', path(good));
      return status === 200 && right(text, good);
    };
  const twenty = (text: string) => JSON.parse(text).items.length === 20;
  const some = (text: string) => JSON.parse(text).items.length > 0;
  const itself = (text: string, good: Good) => JSON.parse(text).id === good.id;
  const word = (good: Good) => encodeURIComponent(good.title.split(' ')[0] ?? '');
  return {
    shop,
    placedMs,
    bareOrigin,
    close: () => {
      bare.close();
      jishi.close();
    },
    scenarios: [
      {
        name: 'list of 20',
        clients: READERS,
        bare: read(bare, () => '/goods', twenty),
        jishi: read(jishi, () => '/shop/goods?limit=20', twenty),
      },
      {
        name: 'detail',
        clients: READERS,
        bare: read(bare, (good) => `/goods/${good.id}`, itself),
        jishi: read(jishi, (good) => `/shop/goods/${good.id}`, itself),
      },
      {
        name: 'search',
        clients: READERS,
        bare: read(bare, (good) => `/search?q=${word(good)}`, some),
        jishi: read(jishi, (good) => `/shop/search?q=${word(good)}`, some),
      },
      {
        name: 'quote + place',
        clients: BUYERS,
        bare: async () => {
          const { status } = await bare.ask('POST', '/orders', {}, { skuId: pick(shop.goods).skuId, quantity: 1 });
          return status === 200;
        },
        jishi: async (client, turn) =>
          (await buy(jishi, buyerOf(shop, client), pick(shop.goods), `s${turn}`, placedMs)) === 'placed',
      },
    ],
  };
}

const buyerOf = (shop: Shop, client: number): Buyer => shop.buyers[client % shop.buyers.length] as Buyer;
let round = 0;

/** A shopper's two calls: what it costs, then the order at that price. */
async function buy(
  http: Http,
  buyer: Buyer,
  good: Good,
  key: string,
  placedMs: number[] = [],
): Promise<'placed' | 'sold out' | 'wrong'> {
  const lines = [{ skuId: good.skuId, quantity: 1 }];
  const unique = `bench-${process.pid}-${++round}-${key}`;
  const quoted = await http.ask(
    'POST',
    '/shop/quote',
    { ...buyer.headers, 'idempotency-key': `q-${unique}` },
    { lines },
  );
  if (quoted.status !== 200) return 'wrong';
  const { totalFen, canOrder } = JSON.parse(quoted.text) as { totalFen: number; canOrder: boolean };
  if (!canOrder) return 'sold out';
  const body = { lines, addressId: buyer.addressId, expectedTotalFen: totalFen, note: '', fromCart: false };
  const began = performance.now();
  const placed = await http.ask('POST', '/shop/orders', { ...buyer.headers, 'idempotency-key': unique }, body);
  placedMs.push(performance.now() - began);
  if (placed.status < 300) return 'placed';
  return /STOCK_SHORT|LINES_INVALID/.test(placed.text) ? 'sold out' : 'wrong';
}

export interface Rush {
  /** Orders a second until the last piece of so many was sold; what comes after counts for neither. */
  perSecond: number;
  orders: number;
  wrong: number;
}

/** All buyers at once until `units` orders are placed; with no more pieces than that, the others are told so. */
async function burst(shop: Shop, choose: () => Good, units: number): Promise<Rush> {
  const http = new Http(shop.origin, BUYERS);
  let [orders, wrong, allPlaced] = [0, 0, 0];
  const began = performance.now();
  await drive(
    BUYERS,
    60_000,
    async (client, turn) => {
      const outcome = await buy(http, buyerOf(shop, client), choose(), `h${turn}`);
      if (outcome === 'placed') {
        orders++;
        if (orders === units) allPlaced = performance.now();
      }
      if (outcome === 'wrong') wrong++;
      return outcome === 'placed';
    },
    () => orders >= units,
  );
  http.close();
  return { perSecond: units / ((allPlaced - began) / 1000), orders, wrong };
}

/** The same burst twice: over all goods, and on one SKU of which there are only so many pieces. */
export async function rush(
  shop: Shop,
  sql: pg.Client,
  units: number,
): Promise<{ spread: Rush; hot: Rush; sold: number }> {
  const spread = await burst(shop, () => pick(shop.goods), units);
  const good = await shop.addHot(units);
  const hot = await burst(shop, () => good, units);
  const { rows } = await sql.query('select coalesce(sum(quantity), 0)::int as sold from order_line where sku_id = $1', [
    good.skuId,
  ]);
  return { spread, hot, sold: rows[0].sold as number };
}

/** Copies the shop's goods into the bare program's own tables, in a database beside it on the same PostgreSQL. */
export async function fillBare(sql: pg.Client, shop: Shop): Promise<void> {
  await sql.query(`
    create table product (id uuid primary key, title text not null, subtitle text not null, picture text not null,
      price int not null, detail jsonb not null);
    create table sku (id uuid primary key, product_id uuid not null references product, specs text[] not null,
      price int not null, stock int not null check (stock >= 0));
    create index on sku (product_id);
    create table orders (id bigserial primary key, total int not null, state text not null,
      created_at timestamptz not null default now());
    create table order_line (id bigserial primary key, order_id bigint not null references orders, sku_id uuid not null,
      quantity int not null, price int not null);
    create index on order_line (order_id);
    create table payment (id bigserial primary key, order_id bigint not null references orders, amount int not null)`);
  await each(shop.goods, 1, async ({ id, skuId, title, priceFen }) => {
    const detail = JSON.stringify([{ kind: 'text', text: '压测商品的详情。'.repeat(20) }]);
    await sql.query('insert into product values ($1, $2, $3, $4, $5, $6)', [
      id,
      title,
      '压测商品，不发货',
      '/files/bench.webp',
      priceFen,
      detail,
    ]);
    await sql.query('insert into sku values ($1, $2, $3, $4, $5)', [skuId, id, [], priceFen, 1_000_000]);
  });
  await sql.query('analyze');
}
