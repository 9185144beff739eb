import { now } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type NoticeKind, tell } from '../../identity/notice/index.ts';
import { goodsWords, headRow, lineRows, ORDER_FACTS, orderPage } from '../order/index.ts';
import type { Redirect } from '../payment/index.ts';
import { type CaseRow, piecesOf } from './aftersales.store.ts';

export const REFUND_DONE: NoticeKind = {
  code: 'refund-done',
  title: '退款到账通知',
  when: '退款成功时',
  moments: ['refund', 'paid'],
  facts: [
    ...ORDER_FACTS,
    { name: 'amount', label: '退款金额', kind: 'money' },
    { name: 'refundedAt', label: '退款时间', kind: 'time' },
    { name: 'where', label: '退款去向', kind: 'text' },
    { name: 'state', label: '退款状态（已退款）', kind: 'word' },
  ],
  search: '退款成功通知',
  tip: '点击查看退款详情',
  usefulHours: 72,
};

/** Tells the shopper that the money of a case is back. */
export async function tellRefunded(tx: Tx, row: CaseRow, to: Redirect['to'] | null): Promise<void> {
  const { tenant_id: tenantId, order_id: orderId } = row;
  const head = await headRow(tx, tenantId, orderId);
  if (!head) return;
  const pieces = new Map(
    ((await piecesOf(tx, tenantId, [row.id])).get(row.id) ?? []).map((p) => [p.lineId, p.quantity]),
  );
  const all = await lineRows(tx, tenantId, [orderId]);
  const back = all.flatMap((line) => {
    const quantity = pieces.get(line.id);
    return quantity ? [{ title: line.title, quantity }] : [];
  });
  await tell(tx, tenantId, {
    kind: REFUND_DONE,
    customerId: row.customer_id,
    subject: row.id,
    page: orderPage(orderId),
    facts: {
      number: head.number,
      goods: goodsWords(back.length > 0 ? back : all),
      amount: row.amount_fen,
      refundedAt: now(),
      where: WHERE[to ?? 'payer'],
      state: '已退款',
    },
  });
}
const WHERE = { payer: '原路退回', card: '退到银行卡', merchant: '商家线下退还' };
