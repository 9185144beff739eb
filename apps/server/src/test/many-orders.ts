import { type Copies, id, type Sizes } from './copies.ts';

const DAYS = 700;
/** Between two orders of a small shop. */
const MOST_SECONDS = 420;
/** One person has bought again and again: the one who was there before. */
const ORDERS_OF_THE_REGULAR = 1000;
const THE_REGULAR = '(select id from person where number = 0)';
const REFUNDED = 0.1;
const REVIEWED = 0.2;
/** Of all reviews one in ten is about the product that sells best. */
const BEST_SELLER = 'goods1';

/** How many orders lie between two of the regular's. */
export const regularStep = (orders: number): number => Math.max(1, Math.floor(orders / ORDERS_OF_THE_REGULAR));
/** The number of a copied order, and what its payment is called at WeChat. */
export const orderNumberOf = (order: number): string => `8${String(order).padStart(21, '0')}`;
export const transactionOf = (order: number): string => `42${String(order).padStart(26, '0')}`;

/** What stands by order i of a shop of so many: the newest are unpaid, the next paid, then shipped. */
const [UNPAID, PAID, SHIPPED] = [0.002, 0.01, 0.045];

/** SQL of how long ago an order was placed: some 700 days of them, or seven minutes between two in a small shop. */
const placedAt = (orders: number): string =>
  `now() - i * interval '${Math.min(MOST_SECONDS, Math.max(1, Math.round((DAYS * 86_400) / orders)))} seconds'`;

export async function fillOrders(copies: Copies, { orders, customers, goods }: Sizes): Promise<void> {
  const at = placedAt(copies.inAll(orders));
  const order = id(`'order' || i`);
  const upTo = (share: number) => `i <= ${Math.ceil(copies.inAll(orders) * share)}`;
  const regular = `i % ${regularStep(orders)} = 0`;
  const customer = copies.oneOf(customers);
  const buyer = `case when ${regular} then ${THE_REGULAR} else ${id(`'customer' || ${customer}`)} end`;
  await copies.add('order_head', orders, {
    columns: {
      ...copies.sealed(`case when ${regular} then 0 else ${customer} end`, 'address', 'receiver_mark'),
      id: order,
      number: `'8' || lpad(i::text, 21, '0')`,
      customer_id: buyer,
      status: `case when ${upTo(UNPAID)} then 'unpaid' when ${upTo(PAID)} then 'paid' when ${upTo(SHIPPED)} then 'shipped'
        when i % 9 = 0 then 'closed' else 'received' end`,
      created_at: at,
      paid_at: `case when ${upTo(UNPAID)} or i % 9 = 0 then null else ${at} end`,
    },
  });
  await copies.add('order_line', orders, { columns: { id: id(`'line' || i`), order_id: order } });
  const follows = '((i + 2) / 3)';
  await copies.add('order_transition', orders * 3, {
    follows,
    columns: { id: id(`'turn' || i`), order_id: id(`'order' || ${follows}`) },
  });
  await copies.add('fulfilment_shipment', orders, {
    columns: {
      id: id(`'shipment' || i`),
      order_id: order,
      upload: `case when ${upTo(0.0002)} then 'failed' else 'done' end`,
      next_try_at: 'null',
    },
  });
  await copies.add('fulfilment_piece', orders, {
    columns: { shipment_id: id(`'shipment' || i`), line_id: id(`'line' || i`) },
  });
  await fillReviews(copies, Math.floor(orders * REVIEWED), buyer, goods);
}

async function fillReviews(copies: Copies, reviews: number, customer: string, goods: number): Promise<void> {
  const goodsId = `case when i % 10 = 0 then ${id(`'${BEST_SELLER}'`)} else ${id(`'goods' || ${copies.oneOf(goods)}`)} end`;
  await copies.add('review', reviews, {
    columns: {
      id: id(`'review' || i`),
      order_id: id(`'order' || i`),
      line_id: id(`'line' || i`),
      goods_id: goodsId,
      customer_id: customer,
      stars: '(1 + i % 5)::smallint',
      status: `case when i % 500 = 0 then 'waiting' when i % 300 = 0 then 'folded' else 'shown' end`,
      fold_reason: `case when i % 500 <> 0 and i % 300 = 0 then 'abuse' end`,
      reply: `case when i % 3 = 0 then '谢谢' end`,
      helpful: 'i % 50',
    },
  });
  await copies.add('review_order', reviews, {
    columns: { order_id: id(`'order' || i`), customer_id: customer, created_at: `now() - i * interval '1 hour'` },
  });
}

export async function fillMoney(copies: Copies, { orders, customers }: Sizes): Promise<void> {
  const at = placedAt(copies.inAll(orders));
  const order = id(`'order' || i`);
  const unpaid = `i <= ${Math.ceil(copies.inAll(orders) * UNPAID)}`;
  await copies.add('payment', orders, {
    columns: {
      id: id(`'payment' || i`),
      subject_id: order,
      number: `'8' || lpad(i::text, 21, '0') || 'J'`,
      transaction_id: `case when ${unpaid} then null else '42' || lpad(i::text, 26, '0') end`,
      status: `case when ${unpaid} then 'pending' else 'succeeded' end`,
      succeeded_at: `case when ${unpaid} then null else ${at} end`,
    },
  });
  const refunds = Math.floor(orders * REFUNDED);
  await copies.add('payment_refund', refunds, {
    columns: {
      id: id(`'refund' || i`),
      subject_id: order,
      payment_id: id(`'payment' || i`),
      case_id: id(`'case' || i`),
      number: `'R' || i`,
      succeeded_at: at,
    },
  });
  const upTo = (share: number) => `i <= ${Math.ceil(copies.inAll(refunds) * share)}`;
  await copies.add('aftersales_case', refunds, {
    columns: {
      id: id(`'case' || i`),
      order_id: order,
      customer_id: `case when i % ${regularStep(orders)} = 0 then ${THE_REGULAR}
        else ${id(`'customer' || ${copies.oneOf(customers)}`)} end`,
      number: `'C' || i`,
      status: `case when ${upTo(0.015)} then 'requested' when ${upTo(0.02)} then 'failed' else 'succeeded' end`,
    },
  });
  await copies.add('aftersales_line', refunds, { columns: { case_id: id(`'case' || i`), line_id: id(`'line' || i`) } });
}

/** The ledger's rows of all orders, what staff did, and the days that were reconciled. */
export async function fillBooks(copies: Copies, orders: number): Promise<void> {
  await copies.add('ledger_account', orders, {
    model: `id like 'paid/%'`,
    columns: { id: `'paid/' || ${id(`'order' || i`)}`, reserved: '0' },
  });
  // All on the account of the piece that was sold first: the longest history that there can be.
  await copies.add('ledger_transfer', orders, {
    model: `kind = 'reserve' and debit like 'stock/%'`,
    columns: { chain_id: `'copy/' || i`, seq: '1000000 + 2 * i' },
  });
  await copies.add('ledger_transfer', orders, {
    model: `kind = 'settle' and debit like 'stock/%'`,
    columns: {
      chain_id: `'copied end/' || i`,
      seq: '1000000 + 2 * i + 1',
      pending_chain: `'copy/' || i`,
      pending_leg: '0',
    },
  });
  await copies.add('audit', orders, {
    columns: { id: id(`'audit' || i`), seq: '1000000 + i', at: `now() - i * interval '1 minute'` },
  });
  await copies.add('settlement_day', DAYS, { columns: { day: `current_date - 1 - (i - 1) / ${copies.inAll(1)}` } });
}
