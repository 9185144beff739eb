import type { TestApp } from './world.ts';

const SALE = [
  'order_head',
  'order_line',
  'order_transition',
  'payment',
  'payment_notice',
  'payment_refund',
  'aftersales_case',
  'aftersales_line',
  'cart_line',
  'ledger_account',
  'ledger_transfer',
  'outbox',
];

/** A hash of every row of the tables of a sale, by table: equal before and after exactly when nothing changed. */
export async function fingerprint({ sql }: TestApp, without: string[] = []): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const table of SALE.filter((t) => !without.includes(t))) {
    const { rows } = await sql.query(
      `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${table} t`,
    );
    hashes[table] = rows[0].hash;
  }
  return hashes;
}
