import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { cutToCodePoints } from '../../../kernel/text.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type NoticeKind, noticeAccepted, noticeKind, tell } from '../../identity/notice/index.ts';
import { unpaidOf } from './buyers.store.ts';
import { dueFenOf } from './order.rules.ts';
import * as store from './order.store.ts';

/** What most templates about an order ask for. */
export const ORDER_FACTS = [
  { name: 'number', label: '订单编号', kind: 'code' },
  { name: 'goods', label: '商品名称', kind: 'text' },
] as const;

/** Where messages about an order lead. */
export const orderPage = (orderId: string): string => `trade/order?id=${orderId}`;

/** Most of a value's twenty characters go to the first title, and whole words stand behind it. */
const MOST = 20;
/** What was bought, in the twenty characters that WeChat shows: 手冲咖啡礼盒等 3 件. */
export function goodsWords(lines: readonly { title: string; quantity: number }[]): string {
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
  const title = lines[0]?.title ?? '';
  if (lines.length === 1) return cutToCodePoints(title, MOST);
  const tail = `等 ${pieces} 件`;
  return `${cutToCodePoints(title, MOST - tail.length).trimEnd()}${tail}`;
}

const PAYMENT_DUE: NoticeKind = {
  code: 'payment-due',
  title: '待付款提醒',
  when: '订单即将超时关闭时（关闭前 10 分钟）',
  moments: ['unpaid'],
  facts: [
    ...ORDER_FACTS,
    { name: 'amount', label: '待付金额', kind: 'money' },
    { name: 'until', label: '支付截止时间', kind: 'time' },
    { name: 'state', label: '订单状态（待付款）', kind: 'word' },
  ],
  search: '待付款提醒',
  tip: '超时未付款，订单将自动关闭',
  usefulHours: 1,
};

const remindPayment = jobKind<{ orderId: string }>('order.remind-payment');
const BEFORE_MS = 10 * MINUTE;
/** With less time than this left a reminder comes too late for anything. */
const LEAST_MS = MINUTE;
const MOST_REMINDERS = 10;

/** Reminds shoppers who accepted it of orders that are about to close. */
export function registerPaymentReminders(platform: Platform): void {
  const { slots, jobs, database } = platform;
  slots.fill(noticeKind, PAYMENT_DUE);
  slots.fill(noticeAccepted, async (tx, { tenantId, customerId, kinds }) => {
    if (!kinds.includes(PAYMENT_DUE.code)) return;
    for (const { id, closes_at } of await unpaidOf(tx, tenantId, customerId, MOST_REMINDERS)) {
      const runAt = new Date(Math.max(nowMs(), (closes_at?.getTime() ?? 0) - BEFORE_MS));
      await schedule(tx, tenantId, remindPayment, { orderId: id }, { runAt, key: `remind-payment/${id}` });
    }
  });
  jobs.on(remindPayment, ({ tenantId, data }) => database.inTx(tenantId, (tx) => remind(tx, tenantId, data.orderId)), {
    lane: 'timer',
  });
}

async function remind(tx: Tx, tenantId: number, orderId: string): Promise<void> {
  const head = await store.headRow(tx, tenantId, orderId);
  if (head?.status !== 'unpaid' || !head.closes_at) return;
  const { closes_at: until } = head;
  if (until.getTime() - nowMs() < LEAST_MS) return;
  const lines = await store.lineRows(tx, tenantId, [orderId]);
  await tell(tx, tenantId, {
    kind: PAYMENT_DUE,
    customerId: head.customer_id,
    subject: orderId,
    page: orderPage(orderId),
    facts: { number: head.number, goods: goodsWords(lines), amount: dueFenOf(head), until, state: '待付款' },
    usefulUntil: until,
  });
}
