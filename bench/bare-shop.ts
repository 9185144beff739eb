import type pg from 'pg';
import type { Shop } from './jishi.ts';

const LONG = JSON.stringify([{ kind: 'text', text: '压测商品的详情。'.repeat(20) }]);

/** Copies the shop's goods into the bare program's own tables, in a database beside it on the same PostgreSQL. */
export async function fillBare(sql: pg.Client, { goods, soldOutAtBare }: Shop): Promise<void> {
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
  const [ids, skuIds] = [goods.map((g) => g.id), goods.map((g) => g.skuId)];
  const [titles, prices] = [goods.map((g) => g.title), goods.map((g) => g.priceFen)];
  await sql.query(
    `insert into product select id, title, '压测商品，不发货', '/files/bench.webp', price, $4::jsonb
     from unnest($1::uuid[], $2::text[], $3::int[]) as g(id, title, price)`,
    [ids, titles, prices, LONG],
  );
  await sql.query(
    `insert into sku select id, product, '{}', price, 1000000 from unnest($1::uuid[], $2::uuid[], $3::int[]) as s(id, product, price)`,
    [skuIds, ids, prices],
  );
  await sql.query("insert into sku values ($1, $2, '{}', 100, 0)", [soldOutAtBare, ids[0]]);
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
