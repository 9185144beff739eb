import { verifyLedger } from '../platform/ledger/ledger.reads.ts';
import { TENANT, type TestApp } from './world.ts';

/** Every promise about money and stock that does not hold; asked after every scenario. */
const PROMISES: Record<string, string> = {
  'refunds never exceed what was paid': `
    select p.number from payment p join payment_refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id
    where r.status <> 'closed' group by p.tenant_id, p.id, p.number, p.amount_fen having sum(r.amount_fen) > p.amount_fen`,
  'a paid order has exactly one payment that counts, unless there was nothing to pay': `
    select o.number from order_head o left join payment p on p.tenant_id = o.tenant_id and p.subject_id = o.id and p.status = 'succeeded'
    where o.status in ('paid', 'shipped', 'received', 'refunded') group by o.tenant_id, o.id, o.number, o.total_fen, o.purse_fen
    having count(p.id) <> (o.total_fen > o.purse_fen)::int`,
  'money that came late has a case that says how it stands, and is over only when all of it is back': `
    select p.number from payment p
    left join payment_refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id and r.status <> 'closed'
    left join aftersales_case c on c.tenant_id = r.tenant_id and c.id = r.case_id and c.kind = 'late' and c.amount_fen = p.amount_fen
    where p.status = 'late' and (c.id is null or r.amount_fen <> p.amount_fen)`,
  'a case is over exactly when its money is with the shopper, through WeChat or by hand': `
    select c.number from aftersales_case c left join payment_refund r on r.tenant_id = c.tenant_id and r.case_id = c.id
    group by c.tenant_id, c.id, c.number, c.status, c.amount_fen, c.purse_fen
    having (c.status = 'succeeded') and
      coalesce(sum(r.amount_fen) filter (where r.status in ('succeeded', 'by-hand')), 0) <> c.amount_fen - c.purse_fen`,
  'what is reserved of paid money is exactly what open refunds are to give back': `
    select a.id from ledger_account a left join payment_refund r on r.tenant_id = a.tenant_id and a.id = 'paid/' || r.subject_id
      and r.status not in ('succeeded', 'by-hand') and not exists (
        select 1 from payment_refund n where n.tenant_id = r.tenant_id and n.case_id = r.case_id and n.attempt > r.attempt)
    where a.id like 'paid/%' group by a.tenant_id, a.id, a.reserved having a.reserved <> coalesce(sum(r.amount_fen), 0)`,
  'whatever is to be done about a refund has its time': `
    select number from payment_refund where status in ('sending', 'processing') and next_try_at is null`,
  'the lines of an order add up to its goods less what was taken off': `
    select o.number from order_head o join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
    group by o.tenant_id, o.id, o.number, o.goods_fen, o.discount_fen having sum(l.payable_fen) <> o.goods_fen - o.discount_fen`,
  'what stands in the parts of an order is what its lines and its total had taken off': `
    select o.number from order_head o left join order_part p
      on p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'price' and p.line_id is not null
    group by o.tenant_id, o.id, o.number, o.discount_fen having coalesce(sum(p.fen), 0) <> o.discount_fen`,
  'what purses paid of an order is what its parts say': `
    select o.number from order_head o left join order_part p on p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'purse'
    group by o.tenant_id, o.id, o.number, o.purse_fen having coalesce(sum(p.fen), 0) <> o.purse_fen`,
  'each purse has in the book what it paid of an order and has not got back': `
    select o.number || ' ' || p.source from order_part p join order_head o on o.tenant_id = p.tenant_id and o.id = p.order_id
    left join ledger_account a on a.tenant_id = p.tenant_id and a.id = 'purse-paid/' || p.source || '/' || p.order_id
    where p.kind = 'purse' and coalesce(a.balance, 0) <>
      case when o.status in ('unpaid', 'closed') then 0 else p.units - p.returned_units end`,
  'cases give back to purses what their parts say': `
    select o.number from order_head o where o.purse_fen > 0 and
      (select coalesce(sum(c.purse_fen), 0) from aftersales_case c where c.tenant_id = o.tenant_id and c.order_id = o.id) <>
      (select sum(p.returned_fen) from order_part p where p.tenant_id = o.tenant_id and p.order_id = o.id and p.kind = 'purse')`,
  'a line counts exactly the pieces that its cases ask back, and the fen that agreed ones give': `
    select l.id from order_line l left join (
      select a.tenant_id, c.order_id, a.line_id, sum(a.quantity) as quantity, sum(a.amount_fen) filter (where c.status <> 'requested') as fen
      from aftersales_line a join aftersales_case c on c.tenant_id = a.tenant_id and c.id = a.case_id
      where c.status not in ('rejected', 'withdrawn') group by 1, 2, 3) a
    on a.tenant_id = l.tenant_id and a.order_id = l.order_id and a.line_id = l.id
    where l.refunded_quantity <> coalesce(a.quantity, 0) or l.refunded_fen <> coalesce(a.fen, 0)`,
  'the freight goes back once, and only when no piece of the order stays': `
    select o.number from order_head o join aftersales_case c on c.tenant_id = o.tenant_id and c.order_id = o.id
    where c.status in ('sending', 'succeeded', 'failed') and c.freight_fen > 0
    group by o.tenant_id, o.id, o.number, o.freight_fen, o.shipped_at
    having sum(c.freight_fen) <> o.freight_fen or o.shipped_at is not null or exists (
      select 1 from order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id and l.refunded_quantity < l.quantity)`,
  'the kept number of orders in each state is their number': `
    select coalesce(k.status, h.status) || ' ' || coalesce(k.n, 0) || ' instead of ' || coalesce(h.n, 0) from
      (select tenant_id, status, sum(orders) as n from order_count group by 1, 2) k
      full join (select tenant_id, status, count(*) as n from order_head group by 1, 2) h
        on h.tenant_id = k.tenant_id and h.status = k.status
    where coalesce(k.n, 0) <> coalesce(h.n, 0)`,
  'a coupon is locked in an unpaid order and nowhere else, and used in one that was paid': `
    select h.id from coupon_held h left join order_head o on o.tenant_id = h.tenant_id and o.id = h.order_id
    where h.status = 'locked' and o.status is distinct from 'unpaid'
      or h.status = 'used' and coalesce(o.status, '') not in ('paid', 'shipped', 'received', 'refunded')`,
  'the right to use a coupon stands in the ledger once, as long as it can be used': `
    select h.id from coupon_held h join ledger_account a on a.tenant_id = h.tenant_id and a.id = 'coupon-right/' || h.id
    where a.balance <> (h.status in ('held', 'locked', 'returned'))::int or a.reserved <> (h.status = 'locked')::int`,
  'stock is never negative': `select id from ledger_account where id like 'stock/%' and balance - reserved < 0`,
};

export async function brokenPromises(app: TestApp): Promise<string[]> {
  const broken = (await verifyLedger(app.platform.database.forTenant(TENANT), TENANT)).map((t) => `ledger: ${t}`);
  for (const [promise, sql] of Object.entries(PROMISES)) {
    const { rows } = await app.sql.query(sql);
    broken.push(...rows.map((r) => `${promise}: ${Object.values(r)[0]}`));
  }
  return broken;
}
