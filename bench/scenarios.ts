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
  const bare = new Http(bareOrigin);
  const jishi = new Http(shop.origin);
  return {
    shop,
    placedMs,
    close: () => {
      bare.close();
      jishi.close();
    },
    scenarios: [...readings(shop, bare, jishi), ...placings(shop, bare, jishi, placedMs)],
  };
}

function readings(shop: Shop, bare: Http, jishi: Http): Scenario[] {
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
  return [
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
  ];
}

/** Bare's one plain transaction against placing alone (price known) and against a shopper's two calls. */
function placings(shop: Shop, bare: Http, jishi: Http, placedMs: number[]): Scenario[] {
  const plain: Turn = async () => {
    const { status } = await bare.ask('POST', '/orders', {}, { skuId: pick(shop.goods).skuId, quantity: 1 });
    return status === 200;
  };
  const totals = new Map<string, number>();
  return [
    {
      name: 'place',
      clients: BUYERS,
      bare: plain,
      jishi: async (client) => {
        const [buyer, good] = [buyerOf(shop, client), pick(shop.goods)];
        const totalFen = totals.get(good.id) ?? (await quote(jishi, buyer, good)).totalFen;
        totals.set(good.id, totalFen);
        return (await place(jishi, buyer, good, totalFen)).outcome === 'placed';
      },
    },
    {
      name: 'quote + place',
      clients: BUYERS,
      bare: plain,
      jishi: async (client) => (await buy(jishi, buyerOf(shop, client), pick(shop.goods), placedMs)) === 'placed',
    },
  ];
}

const buyerOf = (shop: Shop, client: number): Buyer => shop.buyers[client % shop.buyers.length] as Buyer;
let keys = 0;
const withKey = (buyer: Buyer) => ({ ...buyer.headers, 'idempotency-key': `bench-${process.pid}-${++keys}` });
const linesOf = (good: Good) => [{ skuId: good.skuId, quantity: 1 }];

type Outcome = 'placed' | 'sold out' | 'wrong';

async function quote(http: Http, buyer: Buyer, good: Good): Promise<{ totalFen: number; canOrder: boolean }> {
  const { status, text } = await http.ask('POST', '/shop/quote', withKey(buyer), { lines: linesOf(good) });
  if (status !== 200) throw new Error(`a quote answered ${status}: ${text}`);
  return JSON.parse(text);
}

async function place(
  http: Http,
  buyer: Buyer,
  good: Good,
  totalFen: number,
): Promise<{ outcome: Outcome; ms: number }> {
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
  if (status < 300) return { outcome: 'placed', ms };
  return { outcome: /STOCK_SHORT|LINES_INVALID/.test(text) ? 'sold out' : 'wrong', ms };
}

/** A shopper's two calls: what it costs, then the order at that price. */
async function buy(http: Http, buyer: Buyer, good: Good, placedMs: number[] = []): Promise<Outcome> {
  const { totalFen, canOrder } = await quote(http, buyer, good);
  if (!canOrder) return 'sold out';
  const { outcome, ms } = await place(http, buyer, good, totalFen);
  placedMs.push(ms);
  return outcome;
}

export interface Rush {
  /** Orders a second until the last piece of so many was sold; what comes after counts for neither. */
  perSecond: number;
  orders: number;
  wrong: number;
}

/** All buyers at once until `units` orders are placed; with no more pieces than that, the others are told so. */
async function burst(shop: Shop, choose: () => Good, units: number): Promise<Rush> {
  const http = new Http(shop.origin);
  let [orders, wrong, allPlaced] = [0, 0, 0];
  const began = performance.now();
  await drive(
    BUYERS,
    60_000,
    async (client) => {
      const outcome = await buy(http, buyerOf(shop, client), choose());
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

/** The same burst twice: over all goods, and on one SKU of which there are only so many pieces. Which comes first is `hotFirst`. */
export async function rush(
  shop: Shop,
  sql: pg.Client,
  units: number,
  hotFirst: boolean,
): Promise<{ spread: Rush; hot: Rush; sold: number }> {
  const good = await shop.addHot(units);
  const onOne = () => burst(shop, () => good, units);
  const early = hotFirst ? await onOne() : null;
  const spread = await burst(shop, () => pick(shop.goods), units);
  const hot = early ?? (await onOne());
  const { rows } = await sql.query('select coalesce(sum(quantity), 0)::int as sold from order_line where sku_id = $1', [
    good.skuId,
  ]);
  return { spread, hot, sold: rows[0].sold as number };
}

/**
 * Statistics for the tables that hold rows. Not for the others: PostgreSQL would note that orders are none, and go through all of
 * them in order for every look-up once they are many.
 */
export async function analyzeFilled(sql: pg.Client): Promise<void> {
  const { rows } = await sql.query(
    `select oid::regclass::text as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0`,
  );
  for (const { name } of rows) await sql.query(`analyze ${name}`);
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
  await analyzeFilled(sql);
}
