import { verifyLedger } from '../platform/ledger/index.ts';
import { TENANT, type TestApp } from './world.ts';

/** Every promise about money and stock that does not hold; asked after every scenario. */
const PROMISES: Record<string, string> = {
  'refunds never exceed what was paid': `
    select p.number from payment p join payment_refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id
    where r.status <> 'failed' group by p.tenant_id, p.id, p.number, p.amount_fen having sum(r.amount_fen) > p.amount_fen`,
  'a paid order has exactly one payment that counts': `
    select o.number from order_head o left join payment p on p.tenant_id = o.tenant_id and p.order_id = o.id and p.status = 'succeeded'
    where o.status in ('paid', 'shipped', 'received', 'refunded') group by o.tenant_id, o.id, o.number having count(p.id) <> 1`,
  'money that came late goes back': `
    select p.number from payment p where p.status = 'late' and not exists (
      select 1 from payment_refund r where r.tenant_id = p.tenant_id and r.payment_id = p.id and r.amount_fen = p.amount_fen)`,
  'the lines of an order add up to its goods less what was taken off': `
    select o.number from order_head o join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
    group by o.tenant_id, o.id, o.number, o.goods_fen, o.discount_fen having sum(l.payable_fen) <> o.goods_fen - o.discount_fen`,
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
