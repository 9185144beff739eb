import type pg from 'pg';
import type { Good, Shop } from './jishi.ts';
import { drive, Http } from './load.ts';
import { preparePayments, type SignedNotice } from './payments.ts';
import { BUYERS, buy, buyerOf, pick } from './scenarios.ts';

export interface Rush {
  /** Orders a second until the last piece of so many was sold; what comes after counts for neither. */
  perSecond: number;
  orders: number;
  wrong: number;
  /** Payments that were confirmed meanwhile. */
  paid: number;
}
export interface Pair {
  spread: Rush;
  hot: Rush;
  /** On one SKU too, while payments for earlier orders of the same SKU come in. */
  paying: Rush;
  /** Pieces of each of the two hot SKUs that the database says were sold. */
  sold: number[];
}

/** Payments for the hot SKU that arrive in a second of the burst. */
const PAYMENTS_A_SECOND = 100;
/** Enough for a burst of two seconds. */
const PREPARED = 200;

/** All buyers at once until `units` orders are placed; with no more pieces than that, the others are told so. */
async function burst(shop: Shop, choose: () => Good, units: number, notices: SignedNotice[] = []): Promise<Rush> {
  const http = new Http(shop.origin);
  let [orders, wrong, allPlaced] = [0, 0, 0];
  const over = () => orders >= units;
  const began = performance.now();
  const paying = payAtPace(http, notices, over);
  await drive(
    BUYERS,
    60_000,
    async (client) => {
      const { outcome } = await buy(http, buyerOf(shop, client), choose());
      if (outcome === 'placed') {
        orders++;
        if (orders === units) allPlaced = performance.now();
      }
      if (outcome === 'wrong') wrong++;
      return outcome === 'placed';
    },
    over,
  );
  const paid = await paying;
  http.close();
  return { perSecond: units / ((allPlaced - began) / 1000), orders, wrong, paid };
}

/** Call-backs one after the other at a steady pace, whether the last is answered or not. */
async function payAtPace(http: Http, notices: SignedNotice[], over: () => boolean): Promise<number> {
  const answers: Promise<number>[] = [];
  for (const notice of notices) {
    if (over()) break;
    answers.push(http.ask('POST', notice.path, notice.headers, notice.body).then((a) => a.status));
    await new Promise((wait) => setTimeout(wait, 1000 / PAYMENTS_A_SECOND));
  }
  const refused = (await Promise.all(answers)).filter((status) => status !== 200);
  if (refused.length > 0) throw new Error(`${refused.length} call-backs were answered ${refused[0]}`);
  return answers.length;
}

/** Three bursts: over all goods, on one SKU of which there are only so many pieces, and so again with payments. */
export async function rush(shop: Shop, sql: pg.Client, units: number, nth: number): Promise<Pair> {
  const plain = await shop.addHot(units);
  const paid = await shop.addHot(units + PREPARED);
  const notices = await preparePayments(shop, sql, paid, PREPARED);
  const runs = {
    spread: () => burst(shop, () => pick(shop.goods), units),
    hot: () => burst(shop, () => plain, units),
    paying: () => burst(shop, () => paid, units, notices),
  };
  const names = Object.keys(runs) as (keyof typeof runs)[];
  const done: Partial<Record<keyof typeof runs, Rush>> = {};
  // Who begins changes from time to time.
  for (let i = 0; i < names.length; i++) {
    const name = names[(i + nth) % names.length] as keyof typeof runs;
    done[name] = await runs[name]();
  }
  const { spread, hot, paying } = done as Record<keyof typeof runs, Rush>;
  const sold = await soldOf(sql, [plain, paid]);
  return { spread, hot, paying, sold: [sold[0] ?? 0, (sold[1] ?? 0) - PREPARED] };
}

async function soldOf(sql: pg.Client, goods: Good[]): Promise<number[]> {
  const sums: number[] = [];
  for (const { skuId } of goods) {
    const { rows } = await sql.query(
      'select coalesce(sum(quantity), 0)::int as sold from order_line where sku_id = $1',
      [skuId],
    );
    sums.push(rows[0].sold as number);
  }
  return sums;
}
