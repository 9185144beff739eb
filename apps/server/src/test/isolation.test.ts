import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import { chinaDate } from '../kernel/clock.ts';
import { openSecondShop, type StartedApp, startAppForFile } from './app.ts';
import { publishedCampaign } from './campaign-scene.ts';
import { issuedCoupon } from './coupon-scene.ts';
import { freightTemplate } from './freight-scene.ts';
import { timersRun } from './later.ts';
import { shownReview } from './review-scene.ts';

/** Tables of no tenant: the machinery of relay and jobs, the timeline of the schema. */
const MACHINERY = ['job_sweep', 'job_worker', 'outbox_listener'];
const NO_TENANT = ['backup_run', ...MACHINERY, 'schema_migration', 'setup_link'];
/** Unique indexes that do not begin with the tenant, and why they cannot. */
const UNIQUE_ACROSS = {
  tenant_code_key: 'a call-back names the shop by its code before there is a tenant',
  tenant_domain_host_key: 'a host belongs to one shop, and the tenant is found by it',
  schema_migration_pkey: 'of no tenant',
  job_sweep_pkey: 'of no tenant',
  job_worker_pkey: 'of no tenant',
  outbox_listener_pkey: 'of no tenant',
  setup_link_pkey: 'of no tenant',
  backup_run_pkey: 'of no tenant',
  backup_run_night_key: 'one backup a night is of all tenants',
};
/** Other indexes that do not begin with the tenant, and why. */
const INDEX_ACROSS = {
  outbox_waiting: 'the relay takes the oldest rows of all tenants',
  outbox_relayed: 'the relay forgets the oldest rows of all tenants',
  backup_run_age: 'of no tenant',
};
/** Policies besides the wall. */
const POLICIES: Record<string, string[]> = { outbox: ['relay'], payment_notice: ['only_old'] };
const DENIED = '42501';

interface Table {
  name: string;
  /** Those that can be written: a `generated always` column cannot. */
  columns: string[];
}
let app: StartedApp;
let tables: Table[];
/** A connection as the application's own role. */
let role: pg.Client;

beforeAll(async () => {
  app = await startAppForFile();
  await fillEveryTable();
  await openSecondShop(app);
  tables = await tablesOfTenants();
  await copyToSecondShop();
  return async () => role.end();
});
beforeAll(async () => {
  role = new pg.Client({ connectionString: app.database.url });
  await role.connect();
});

/** A life of a shop that leaves something in every table. */
async function fillEveryTable(): Promise<void> {
  const { given, platform } = app;
  const owner = await given.owner();
  const goods = await given.goods({ stock: 20, pricesFen: [5900] });
  const [sku] = goods.skus;
  await publishedCampaign(app);
  await freightTemplate(app);
  const shipped = await given.paidOrder([{ skuId: sku!.id, quantity: 2 }]);
  const parcel = { carrier: 'ZTO', trackingNumber: 'ZT123456789' };
  expect((await owner.post(`/admin/orders/${shipped.id}/shipment`, parcel)).status).toBe(201);
  const refunded = await given.paidOrder([{ skuId: sku!.id, quantity: 2 }]);
  const { lines } = (await refunded.shopper.get(`/shop/orders/${refunded.id}`)).body;
  const ask = { lines: [{ lineId: lines[0].id, quantity: 1 }], reason: '缺货' };
  expect((await owner.post(`/admin/orders/${refunded.id}/refunds`, ask)).status).toBe(201);
  await timersRun(app);
  await wechatIsQuiet();
  const couponId = await issuedCoupon(app);
  expect((await shipped.shopper.post(`/shop/coupons/${couponId}/claims`, {})).status).toBe(201);
  const coded = await issuedCoupon(app, { access: 'code' });
  const batch = { kind: 'shared', code: '隔离试试' };
  expect((await owner.post(`/admin/coupons/${coded}/code-batches`, batch)).status).toBe(201);
  await shownReview(app);
  const day = chinaDate(Date.now());
  expect((await owner.post('/admin/reconciliations', { day })).status).toBe(200);
  expect((await owner.post('/admin/me/exports', { kind: 'orders', filters: {} })).status).toBe(202);
  const view = { name: '待发货', filters: { state: 'paid' }, columns: [] };
  expect((await owner.send('PUT', '/admin/me/views/orders', view)).status).toBe(200);
  await platform.jobs.drain();
  // What no step above leaves behind.
  await app.sql.query(`insert into notice values (1, 'order-shipped', 'a', 't', 't', '[]', now())`);
  await app.sql.query(
    `insert into notice_message (tenant_id, id, customer_id, kind, template_id, subject, page, data, status, useful_until, created_at, turned_at)
     select 1, gen_random_uuid(), id, 'order-shipped', 't', 's', 'p', '{}', 'sent', now(), now(), now() from customer limit 1`,
  );
  await app.sql.query(
    `insert into notice_right select 1, gen_random_uuid(), id, 't', 1, 'accepted', null, now() from customer limit 1`,
  );
  await app.sql.query(`insert into tenant_domain (tenant_id, host) values (1, 'shop1.test')`);
  await app.sql.query(
    `insert into settlement_difference (tenant_id, day, id, kind, subject, number) values (1, $1, gen_random_uuid(), 'state', 'payment', 'N')`,
    [day],
  );
  await app.sql.query(`insert into tenant_message (tenant_id, id, event, received_at) values (1, 'm', 'e', now())`);
  await app.sql.query(
    `insert into file (tenant_id, hash, media_type, bytes) values (1, 'h', 'image/webp', 1) on conflict do nothing`,
  );
  await app.sql.query(`insert into media_item values (1, gen_random_uuid(), '/files/h.webp', 'n', '', 1, 1, 1, now())`);
  await app.sql.query(`insert into staff_password select 1, gen_random_uuid(), id, password from staff limit 1`);
  await app.sql.query(`insert into staff_totp select 1, id, 'sealed' from staff limit 1`);
  await app.sql.query(`insert into opening (tenant_id) values (1)`);
  await app.sql.query(`insert into opening_demo values (1, 'setting', 'v')`);
  await app.sql.query(`insert into tenant_verify_file values (1, 'MP_verify_1.txt', 'c')`);
  await app.sql.query(`insert into tenant_text values (1, 'privacy', 't', 1, now())`);
  await app.sql.query(
    `insert into customer_code values (1, gen_random_uuid(), 'phone', 'network', 'code', 'sent', 0, now(), now())`,
  );
  await app.sql.query(`insert into catalog_term values (1, gen_random_uuid(), 'brand', '半坡茶事', '', null, 0)`);
  await app.sql.query(`insert into catalog_template select 1, id, '[]' from catalog_category limit 1`);
  await app.sql.query(`insert into review_check values (1, 't', null, '', 'pass', now())`);
  await app.sql.query(`insert into review_helpful select 1, id, customer_id, now() from review`);
  await app.sql.query(`insert into review_setting values (1, 5, now())`);
  await app.sql.query(`insert into purse_setting values (1, 100, 50, 0, 0, now())`);
  await app.sql.query(`insert into staff_policy values (1, 'optional', 30, 0, '{}')`);
  await app.sql.query(
    `insert into staff_app_key (tenant_id, id, secret_hash, name, permissions, addresses) values (1, gen_random_uuid(), 'h', 'k', '{}', '{}')`,
  );
  await app.sql.query(
    `insert into cart_line (tenant_id, customer_id, sku_id, quantity) select 1, id, gen_random_uuid(), 1 from customer limit 1`,
  );
}

/** The refund arrived and every call-back was taken: from here on no row changes by itself. */
async function wechatIsQuiet(): Promise<void> {
  const { control } = app.sandbox;
  await vi.waitFor(() => {
    expect(control.refunds().map((r) => r.status)).toEqual(['SUCCESS']);
    expect(control.callbacks().filter((c) => c.state === 'pending')).toEqual([]);
  }, 10_000);
  await app.platform.jobs.drain();
}

async function tablesOfTenants(): Promise<Table[]> {
  const { rows } = await app.sql.query<{ name: string; columns: string[]; tenant: boolean }>(`
    select t.table_name as name,
           array_agg(c.column_name::text order by c.ordinal_position) filter (where c.is_identity = 'NO' and c.is_generated = 'NEVER') as columns,
           bool_or(c.column_name = 'tenant_id') as tenant
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
    where t.table_schema = 'public' and t.table_type = 'BASE TABLE' group by t.table_name order by t.table_name`);
  expect(rows.filter((r) => !r.tenant).map((r) => r.name)).toEqual(NO_TENANT);
  return rows.filter((r) => r.tenant);
}

/** Shop 2 gets the same rows, so that there is something to steal in every table. */
async function copyToSecondShop(): Promise<void> {
  await app.sql.query('set session_replication_role = replica');
  for (const { name, columns } of tables) {
    const others = columns.filter((c) => c !== 'tenant_id').join(', ');
    await app.sql.query(
      `insert into ${name} (tenant_id, ${others}) select 2, ${others} from ${name} where tenant_id = 1 on conflict do nothing`,
    );
  }
  await app.sql.query('set session_replication_role = origin');
}

const count = async (who: pg.Client, table: string, where = 'true'): Promise<number> =>
  (await who.query(`select count(*)::int as n from ${table} where ${where}`)).rows[0].n;
const hash = async (table: string, tenant: number): Promise<string> =>
  (
    await app.sql.query(
      `select md5(string_agg(t::text, '|' order by t::text)) as hash from ${table} t where tenant_id = $1`,
      [tenant],
    )
  ).rows[0].hash;
const become = (tenant: string) => role.query(`select set_config('jishi.tenant', $1, false)`, [tenant]);
/** What a statement came to: the rows it changed, or its error code. */
async function attempt(sql: string, values: unknown[] = [], who = role): Promise<number | string> {
  try {
    return (await who.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('both shops have rows in every table, so that the tests below have something to find', async () => {
  expect(tables.length).toBeGreaterThan(25);
  const empty: string[] = [];
  for (const { name } of tables)
    for (const tenant of [1, 2])
      if (!(await count(app.sql, name, `tenant_id = ${tenant}`))) empty.push(`${name} ${tenant}`);
  expect(empty).toEqual([]);
});

test('as shop 1 every own row can be read, and none of shop 2, in any table', async () => {
  await become('1');
  for (const { name } of tables) {
    expect(await count(role, name, 'tenant_id <> 1'), name).toBe(0);
    expect(await count(role, name), name).toBe(await count(app.sql, name, 'tenant_id = 1'));
  }
});

test('as shop 1 nothing of shop 2 can be changed, deleted, added or taken over, in any table', async () => {
  await become('1');
  for (const { name, columns } of tables) {
    const before = [await hash(name, 1), await hash(name, 2)];
    const { rows } = await app.sql.query(`select to_json(t) as row from ${name} t where tenant_id = 2 limit 1`);
    const list = columns.join(', ');
    const add = `insert into ${name} (${list}) select ${list} from json_populate_record(null::${name}, $1)`;
    expect(await attempt(add, [rows[0].row]), `insert into ${name}`).toBe(DENIED);
    expect([0, DENIED], `update ${name}`).toContain(
      await attempt(`update ${name} set tenant_id = tenant_id where tenant_id = 2`),
    );
    expect([0, DENIED], `take over ${name}`).toContain(
      await attempt(`update ${name} set tenant_id = 1 where tenant_id = 2`),
    );
    expect(await attempt(`update ${name} set tenant_id = 2`), `give away ${name}`).toBe(DENIED);
    expect([0, DENIED], `delete from ${name}`).toContain(await attempt(`delete from ${name} where tenant_id = 2`));
    expect(await attempt(`truncate ${name} cascade`), `truncate ${name}`).toBe(DENIED);
    expect([await hash(name, 1), await hash(name, 2)], name).toEqual(before);
  }
});

test('without a tenant nothing can be read or written at all', async () => {
  const fresh = new pg.Client({ connectionString: app.database.url });
  await fresh.connect();
  try {
    for (const { name, columns } of tables) {
      expect(await count(fresh, name), name).toBe(0);
      expect([0, DENIED], name).toContain(await attempt(`delete from ${name}`, [], fresh));
      const { rows } = await app.sql.query(`select to_json(t) as row from ${name} t where tenant_id = 1 limit 1`);
      const list = columns.join(', ');
      const add = `insert into ${name} (${list}) select ${list} from json_populate_record(null::${name}, $1)`;
      expect(await attempt(add, [rows[0].row], fresh), name).toBe(DENIED);
    }
    await fresh.query(`select set_config('jishi.tenant', '', false)`);
    expect(await count(fresh, 'order_head')).toBe(0);
    await fresh.query(`select set_config('jishi.tenant', '3', false)`);
    expect(await count(fresh, 'order_head')).toBe(0);
  } finally {
    await fresh.end();
  }
});

test('what is written down once cannot be changed or deleted by the application: ledger, audit, timeline, notices, prices', async () => {
  await become('1');
  for (const table of ['ledger_transfer', 'audit', 'order_transition', 'catalog_price'])
    for (const sql of [`update ${table} set tenant_id = 1`, `delete from ${table}`])
      expect(await attempt(sql), sql).toBe(DENIED);
  // Notices of WeChat are evidence for half a year: younger ones cannot be deleted.
  expect(await attempt('update payment_notice set tenant_id = 1')).toBe(DENIED);
  expect(await attempt('delete from payment_notice')).toBe(0);
});

test("the application's role cannot step over the wall: no superuser, owner, member or maker of anything", async () => {
  await become('1');
  const { rows } = await role.query(`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_auth_members m where m.member = r.oid) as roles,
      (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
    from pg_roles r where rolname = current_user`);
  expect(rows).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      roles: 0,
      owned: 0,
    },
  ]);
  const { rows: owner } = await app.sql.query('select current_user as name');
  for (const sql of [
    `set role ${owner[0].name}`,
    'set role jishi_worker',
    `set session authorization ${owner[0].name}`,
    'alter table order_head disable row level security',
    'drop policy tenant_wall on order_head',
    'create policy open on order_head using (true)',
    'alter role current_user bypassrls',
    'drop table order_head',
    'create table loot (a integer)',
    'create function loot() returns integer language sql as $$ select 1 $$',
    'set session_replication_role = replica',
    "copy order_head to program 'cat'",
    'select * from pg_authid',
    'select * from schema_migration',
    ...[...MACHINERY, 'setup_link'].map((table) => `select * from ${table}`),
    'select * from graphile_worker._private_jobs',
    `select graphile_worker.add_job('order.close-unpaid')`,
  ])
    expect(await attempt(sql), sql).toBe(DENIED);
  await role.query('set row_security = off');
  expect(await attempt('select count(*) from order_head'), 'row_security off').toBe(DENIED);
  await role.query('reset row_security');
});

test('only the functions that find or number a tenant, name the schema, or hold the links of before there is one, look across the wall', async () => {
  const { rows } = await app.sql.query(
    `select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by proname`,
  );
  expect(rows.map((r) => r.proname)).toEqual([
    'schema_names',
    'setup_link_add',
    'setup_link_holds',
    'setup_link_take',
    'tenant_by_code',
    'tenant_by_host',
    'tenant_ids',
    'tenant_new_id',
  ]);
});

test('the role of relay and jobs sees the outbox, and no other table of the mall', async () => {
  const worker = new pg.Client({ connectionString: app.database.workerUrl });
  await worker.connect();
  try {
    expect(await count(worker, 'outbox')).toBe(await count(app.sql, 'outbox'));
    for (const { name } of tables.filter((t) => t.name !== 'outbox')) {
      expect(await attempt(`select 1 from ${name} limit 1`, [], worker), name).toBe(DENIED);
      expect(await attempt(`delete from ${name}`, [], worker), name).toBe(DENIED);
    }
  } finally {
    await worker.end();
  }
});

test('every table of a tenant is behind the wall, which only its owner looks across, by exactly the one policy', async () => {
  const { rows } = await app.sql.query(`
    select c.relname as name, c.relrowsecurity and not c.relforcerowsecurity as walled,
      (select array_agg(p.polname::text order by p.polname) from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname`);
  const expected = tables.map(({ name }) => ({
    name,
    walled: true,
    policies: [...(POLICIES[name] ?? []), 'tenant_wall'],
  }));
  expect(rows.filter((r) => !NO_TENANT.includes(r.name))).toEqual(expected);
});

test('primary keys, unique indexes, indexes and foreign keys begin with the tenant, so that the schema can be sharded by it', async () => {
  const { rows } = await app.sql.query<{ name: string; uniq: boolean; first: string }>(`
    select i.relname as name, x.indisunique as uniq, pg_get_indexdef(x.indexrelid, 1, true) as first
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where t.relnamespace = 'public'::regnamespace`);
  const across = (uniq: boolean) =>
    rows
      .filter((r) => r.uniq === uniq && r.first !== 'tenant_id')
      .map((r) => r.name)
      .sort();
  expect(across(true)).toEqual(Object.keys(UNIQUE_ACROSS).sort());
  expect(across(false)).toEqual(Object.keys(INDEX_ACROSS).sort());
  const { rows: keys } = await app.sql.query<{ tab: string }>(
    `select conrelid::regclass::text as tab from pg_constraint where contype = 'p' and connamespace = 'public'::regnamespace`,
  );
  expect(keys.map((k) => k.tab).sort()).toEqual([...tables.map((t) => t.name), ...NO_TENANT].sort());
  const { rows: foreign } = await app.sql.query<{ name: string; from: string; to: string }>(`
    select c.conname as name, a.attname as from, b.attname as to from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
  expect(foreign.length).toBeGreaterThan(0);
  for (const key of foreign) expect([key.from, key.to], key.name).toEqual(['tenant_id', 'tenant_id']);
});
