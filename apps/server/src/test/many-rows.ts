import type pg from 'pg';

/** A UUID that follows from a word, so that rows of different tables find each other. */
const id = (word: string) => `md5(${word})::uuid`;

/**
 * Copies the newest row of a table `times` times, with some columns changed. `changes` are SQL over `i`, the number of the copy; what
 * they leave out stays as in the row that the application wrote.
 */
async function copies(sql: pg.Client, table: string, times: number, changes: Record<string, string>): Promise<void> {
  const object = Object.entries(changes).map(([column, value]) => `'${column}', ${value}`);
  await sql.query(
    `insert into ${table} overriding system value
     select copy.* from (select t from ${table} t order by ctid desc limit 1) as model(row), generate_series(1, ${times}) as i,
       lateral jsonb_populate_record(model.row, jsonb_build_object(${object.join(', ')})) as copy`,
  );
}

const MANY = { goods: 4000, customers: 3000, orders: 20_000, words: 211 };

/**
 * Turns a shop in which one sale went through every state into one of years: enough rows that a query which does not follow an index
 * reads thousands.
 */
export async function fillShop(sql: pg.Client): Promise<void> {
  const { goods, customers, orders, words } = MANY;
  await copies(sql, 'catalog_category', 60, { id: id(`'category' || i`), name: `'分类' || i` });
  await copies(sql, 'catalog_goods', goods, {
    id: id(`'goods' || i`),
    category_id: id(`'category' || (1 + i % 60)`),
    department_id: id(`'category' || (1 + i % 3)`),
    sort: 'i % 9',
    price_fen: '1000 + i',
    max_price_fen: '2000 + i',
    state: `case when i % 10 = 0 then 'off' else 'on' end`,
    updated_at: `now() - i * interval '1 minute'`,
  });
  await copies(sql, 'catalog_sku', goods * 2, {
    id: id(`'sku' || i`),
    goods_id: id(`'goods' || (i + 1) / 2`),
    code: `'CODE-' || i`,
  });
  await copies(sql, 'inventory_level', goods * 2, { sku_id: id(`'sku' || i`), available: 'i % 400', on_sale: 'true' });
  await sql.query(`
    insert into search_posting (tenant_id, word, goods_id, weight, on_sale)
    select 1, 'w' || n, ${id(`'goods' || g`)}, 1 + g % 8, g % 10 <> 0
    from generate_series(1, ${goods}) g, lateral (select distinct (g * k * k + k) % ${words} as n from generate_series(1, 25) k) w`);
  await sql.query(`insert into search_word (tenant_id, word, goods, proposed)
    select tenant_id, word, count(*), true from search_posting group by tenant_id, word on conflict do nothing`);
  await copies(sql, 'customer', customers, { id: id(`'customer' || i`), nickname: `'买家' || i`, unionid: 'null' });
  await fillOrders(sql, orders, customers);
  await copies(sql, 'audit', orders, {
    id: id(`'audit' || i`),
    seq: '1000000 + i',
    at: `now() - i * interval '1 minute'`,
  });
  await copies(sql, 'staff_session', customers, {
    token_hash: `'hash' || i`,
    id: id(`'session' || i`),
    staff_id: id(`'staff' || i % 300`),
  });
  await copies(sql, 'customer_session', customers * 2, {
    id: id(`'customer session' || i`),
    customer_id: id(`'customer' || (1 + i % ${customers})`),
  });
  await copies(sql, 'cart_line', customers, { customer_id: id(`'customer' || i`) });
  await sql.query('analyze');
}

async function fillOrders(sql: pg.Client, orders: number, customers: number): Promise<void> {
  const at = `now() - i * interval '7 minutes'`;
  const day = `(current_date - 1 - i)`;
  await copies(sql, 'order_head', orders, {
    id: id(`'order' || i`),
    number: `'8' || lpad(i::text, 21, '0')`,
    customer_id: id(`'customer' || (1 + i % ${customers})`),
    status: `case when i < 40 then 'unpaid' when i < 200 then 'paid' when i < 900 then 'shipped' when i % 9 = 0 then 'closed' else 'received' end`,
    created_at: at,
    paid_at: at,
    receiver_mark: `'mark' || i % ${customers}`,
  });
  await copies(sql, 'order_line', orders, { id: id(`'line' || i`), order_id: id(`'order' || i`) });
  await copies(sql, 'order_transition', orders, { id: id(`'turn' || i`), order_id: id(`'order' || i`) });
  await copies(sql, 'payment', orders, {
    id: id(`'payment' || i`),
    order_id: id(`'order' || i`),
    number: `'8' || lpad(i::text, 21, '0') || 'J'`,
    transaction_id: `'42' || lpad(i::text, 26, '0')`,
    status: `case when i < 40 then 'pending' else 'succeeded' end`,
    succeeded_at: at,
  });
  await copies(sql, 'payment_refund', orders / 10, {
    id: id(`'refund' || i`),
    order_id: id(`'order' || i`),
    payment_id: id(`'payment' || i`),
    case_id: id(`'case' || i`),
    number: `'R' || i`,
    succeeded_at: at,
  });
  await copies(sql, 'aftersales_case', orders / 10, {
    id: id(`'case' || i`),
    order_id: id(`'order' || i`),
    customer_id: id(`'customer' || (1 + i % ${customers})`),
    number: `'C' || i`,
    status: `case when i < 30 then 'requested' when i < 40 then 'failed' else 'succeeded' end`,
  });
  await copies(sql, 'aftersales_line', orders / 10, { case_id: id(`'case' || i`), line_id: id(`'line' || i`) });
  await copies(sql, 'fulfilment_shipment', orders, {
    id: id(`'shipment' || i`),
    order_id: id(`'order' || i`),
    upload: `case when i < 5 then 'failed' else 'done' end`,
  });
  await copies(sql, 'settlement_day', 700, { day });
  await copies(sql, 'ledger_account', orders, { id: `'paid/' || i` });
  await copies(sql, 'ledger_transfer', orders, {
    chain_id: `'copy/' || i`,
    seq: '1000000 + i',
    pending_chain: 'null',
    pending_leg: 'null',
  });
}
