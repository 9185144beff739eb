import type pg from 'pg';
import { sealedDelivery } from '../modules/identity/customer/index.ts';
import type { Secrets } from '../platform/secrets/secrets.ts';
import { Copies, id, idOf, type Sizes, seconds, type Target } from './copies.ts';
import { fillBooks, fillMoney, fillOrders } from './many-orders.ts';
import { TENANT } from './world.ts';

export interface Filling {
  /** Of the first shop. */
  sizes: Sizes;
  /** Shops beside it, and what each of them has. */
  others: Sizes & { shops: number };
  secrets: Secrets;
  log: (line: string) => void;
}

/** Every product has some twenty of these words, so that each is in one product of ten: the worst of words to look for. */
export const COMMON_WORDS = 211;
/** And a word that it shares with four. */
export const GOODS_OF_A_RARE_WORD = 5;
export const CATEGORIES = 60;
export const DEPARTMENTS = 3;
/** Of which the sessions of staff are kept at most. */
const MOST_STAFF_SESSIONS = 20_000;

/** The phone number on the parcels of a customer by number; that of number 0 is the customer's who was there before. */
export const phoneOf = (customer: number): string => `138${String(customer).padStart(8, '0')}`;

/**
 * Turns a shop in which one sale went through every state into one of years, beside other shops: enough rows that a query which does
 * not follow an index reads thousands. Addresses are sealed for their own rows, so that the application opens them.
 */
export async function fillShop(sql: pg.Client, { sizes, others, secrets, log }: Filling): Promise<void> {
  const startedMs = Date.now();
  // What is lost in a crash is filled again.
  await sql.query("set synchronous_commit = off; set work_mem = '128MB'");
  await sealPeople(sql, sizes.customers, secrets);
  log(`sealed ${sizes.customers.toLocaleString('en-US')} addresses  ${seconds(startedMs)} s`);
  await fill(sql, sizes, { first: TENANT, shops: 1 }, log);
  await sql.query(
    `insert into tenant (tenant_id, code, name)
     select i, 'beside-' || i, '另一家店' from generate_series($1::int, $2::int) i`,
    [TENANT + 1, TENANT + others.shops],
  );
  // The only shop needs no address; now there are others.
  await sql.query("insert into tenant_domain (tenant_id, host) values ($1, '*')", [TENANT]);
  log(`${others.shops} shops beside it`);
  await fill(sql, others, { first: TENANT + 1, shops: others.shops }, log);
  await sql.query('update stamp set version = version + 1');
  log('taking statistics');
  await sql.query('vacuum analyze');
  log(`filled in ${seconds(startedMs)} s`);
}

const AT_ONCE = 10_000;
const PLACE = { province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 1 号', regionCode: '330106' };
/** The customers of the first shop by number, with the sealed address that their orders carry; 0 is the one who was there before. */
async function sealPeople(sql: pg.Client, customers: number, secrets: Secrets): Promise<void> {
  const { rows } = await sql.query(
    'select customer_id from order_head where tenant_id = $1 order by created_at desc limit 1',
    [TENANT],
  );
  await sql.query('create temp table person (number integer primary key, id uuid, address text, mark text)');
  for (let from = 0; from <= customers; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, customers + 1 - from) }, (_, n) => from + n);
    const people = numbers.map((number) => {
      const customerId: string = number === 0 ? rows[0].customer_id : idOf(`customer${number}`);
      const delivery = { name: '林小满', phone: phoneOf(number), ...PLACE };
      const place = sealedDelivery.place(TENANT, { customer_id: customerId });
      return {
        customerId,
        address: secrets.seal(place, JSON.stringify(delivery)),
        mark: secrets.mark(TENANT, sealedDelivery.mark.purpose, delivery.phone),
      };
    });
    await sql.query('insert into person select * from unnest($1::int[], $2::uuid[], $3::text[], $4::text[])', [
      numbers,
      people.map((p) => p.customerId),
      people.map((p) => p.address),
      people.map((p) => p.mark),
    ]);
  }
  await sql.query('analyze person');
}

async function fill(sql: pg.Client, sizes: Sizes, target: Target, log: (line: string) => void): Promise<void> {
  const copies = new Copies(sql, target, log);
  // Each row of goods would set the shop's stamp at the commit; it is set once, when all are there.
  await sql.query('set session_replication_role = replica');
  await fillGoods(copies, sizes.goods);
  await fillSearch(sql, copies, sizes.goods);
  await sql.query('set session_replication_role = origin');
  await fillPeople(copies, sizes.customers);
  await fillOrders(copies, sizes);
  await fillMoney(copies, sizes);
  await fillBooks(copies, sizes.orders);
}

async function fillGoods(copies: Copies, goods: number): Promise<void> {
  const mine = id(`'goods' || i`);
  const skus = [id(`'sku' || (2 * i - 1)`), id(`'sku' || (2 * i)`)];
  const withId = (text: string) => `replace(${text}, model.id::text, ${mine}::text)`;
  const pages = skus.map((sku, n) => `replace(model.sku_pages[${n + 1}], model.sku_ids[${n + 1}]::text, ${sku}::text)`);
  await copies.add('catalog_category', CATEGORIES, {
    columns: {
      id: id(`'category' || i`),
      name: `'分类' || i`,
      // The first ones are departments; the others lie below them, as their goods say too.
      parent_id: `case when i > ${copies.inAll(DEPARTMENTS)} then ${id(`'category' || ${copies.oneOf(DEPARTMENTS)}`)} end`,
    },
  });
  await copies.add('catalog_goods', goods, {
    columns: {
      id: mine,
      category_id: id(`'category' || ${copies.oneOf(CATEGORIES)}`),
      department_id: id(`'category' || ${copies.oneOf(DEPARTMENTS)}`),
      sort: 'i % 9',
      price_fen: '1000 + i',
      max_price_fen: '2000 + i',
      card: withId('model.card'),
      page: withId('model.page'),
      sku_pages: `array[${pages.join(', ')}]`,
      sku_ids: `array[${skus.join(', ')}]`,
      state: `case when i % 10 = 0 then 'off' else 'on' end`,
      updated_at: `now() - i * interval '1 minute'`,
    },
  });
  await copies.add('catalog_figure', goods, {
    columns: {
      goods_id: mine,
      category_id: id(`'category' || ${copies.oneOf(CATEGORIES)}`),
      state: `case when i % 10 = 0 then 'off' else 'on' end`,
      price_fen: '1000 + i',
      available: 'i % 400',
      sold: 'i % 700',
    },
  });
  await copies.add('media_item', goods, {
    columns: {
      id: id(`'media' || i`),
      picture: `'/files/' || i || '.webp'`,
      name: `'图' || i`,
      folder: `case when i % 5 = 0 then '' else '文件夹 ' || i % 20 end`,
    },
  });
  await copies.add('media_use', goods, { columns: { picture: `'/files/' || i || '.webp'`, owner: mine } });
  // Two of each product.
  const follows = '((i + 1) / 2)';
  const sku = id(`'sku' || i`);
  await copies.add('catalog_sku', goods * 2, {
    follows,
    columns: { id: sku, goods_id: id(`'goods' || ${follows}`), code: `'CODE-' || i`, position: '(i - 1) % 2' },
  });
  const available = 'i % 400';
  await copies.add('inventory_level', goods * 2, { follows, columns: { sku_id: sku, available, on_sale: 'true' } });
  await copies.add('ledger_account', goods * 2, {
    follows,
    model: `id like 'stock/%'`,
    columns: { id: `'stock/' || ${sku} || '@main'`, balance: available, reserved: '0' },
  });
}

async function fillSearch(sql: pg.Client, copies: Copies, goods: number): Promise<void> {
  await copies.add('search_goods', goods, { columns: { goods_id: id(`'goods' || i`), on_sale: 'i % 10 <> 0' } });
  const startedMs = Date.now();
  const { rowCount } = await sql.query(`
    insert into search_posting (tenant_id, word, goods_id, weight, on_sale)
    select ${copies.shopOf('i')}, w.word, ${id(`'goods' || i`)}, 1 + i % 8, i % 10 <> 0
    from generate_series(1, ${copies.inAll(goods)}) i, lateral (
      select distinct 'w' || (i::bigint * k * k + k) % ${COMMON_WORDS} as word from generate_series(1, 25) k
      union all select 'r' || i / ${GOODS_OF_A_RARE_WORD}) w`);
  await sql.query(`insert into search_word (tenant_id, word, goods, proposed)
    select tenant_id, word, count(*) filter (where on_sale), true from search_posting group by tenant_id, word
    on conflict do nothing`);
  copies.filled('search_posting', rowCount ?? 0, startedMs);
}

async function fillPeople(copies: Copies, customers: number): Promise<void> {
  const mine = { customer_id: id(`'customer' || i`) };
  await copies.add('customer', customers, {
    columns: {
      id: id(`'customer' || i`),
      nickname: `'买家' || i`,
      joined_into: 'null',
      joined_at: 'null',
      orders: 'i % 50',
      paid_fen: '100 * i',
    },
  });
  await copies.add('customer_identity', customers, { columns: { ...mine, value: `'openid-' || i` } });
  await copies.add('customer_address', customers, {
    columns: { ...mine, ...copies.sealed('i', 'sealed', 'phone_mark'), id: id(`'address' || i`) },
  });
  await copies.add('customer_session', customers * 2, {
    columns: { id: id(`'customer session' || i`), customer_id: id(`'customer' || ${copies.oneOf(customers)}`) },
  });
  await copies.add('cart_line', customers, { columns: mine });
  await copies.add('staff_session', Math.min(customers, MOST_STAFF_SESSIONS), {
    columns: { token_hash: `'hash' || i`, id: id(`'session' || i`), staff_id: id(`'staff' || i % 300`) },
  });
}
