import { keepNotice } from './modules/identity/notice/index.ts';
import type { Tx } from './platform/db/index.ts';

/** Templates that the sandbox's mini program has, for the events of the demo shop. */
const NOTICES = [
  {
    kind: 'order-shipped',
    template_id: 'Sx0rder5hippedOnItsWay_0000000000000000001',
    title: '订单发货通知',
    fields: [
      { key: 'character_string1', label: '订单编号', fact: 'number' },
      { key: 'thing2', label: '商品名称', fact: 'goods' },
      { key: 'thing3', label: '快递公司', fact: 'carrier' },
      { key: 'character_string4', label: '快递单号', fact: 'tracking' },
      { key: 'time5', label: '发货时间', fact: 'shippedAt' },
    ],
  },
  {
    kind: 'refund-done',
    template_id: 'Sx0refundDoneMoneyIsBack_00000000000000002',
    title: '退款成功通知',
    fields: [
      { key: 'character_string1', label: '订单编号', fact: 'number' },
      { key: 'thing2', label: '商品名称', fact: 'goods' },
      { key: 'amount3', label: '退款金额', fact: 'amount' },
      { key: 'time4', label: '退款时间', fact: 'refundedAt' },
      { key: 'thing5', label: '温馨提示', text: '点击查看退款详情' },
    ],
  },
  {
    kind: 'payment-due',
    template_id: 'Sx0paymentDueOrderClosesSoon_0000000000003',
    title: '订单待付款提醒',
    fields: [
      { key: 'character_string1', label: '订单号', fact: 'number' },
      { key: 'thing2', label: '商品名称', fact: 'goods' },
      { key: 'amount3', label: '待付金额', fact: 'amount' },
      { key: 'time4', label: '支付截止时间', fact: 'until' },
      { key: 'phrase5', label: '订单状态', fact: 'state' },
    ],
  },
  {
    kind: 'coupon-ending',
    template_id: 'Sx0couponExpiresSoon_000000000000000000004',
    title: '优惠券到期提醒',
    fields: [
      { key: 'thing1', label: '优惠券名称', fact: 'name' },
      { key: 'time2', label: '到期时间', fact: 'until' },
      { key: 'thing3', label: '温馨提示', text: '点击查看并使用' },
    ],
  },
];

/** The demo shop tells of parcels, refunds, orders about to close and coupons about to end. */
export async function seedNotices(tx: Tx, tenantId: number, appid: string): Promise<void> {
  for (const notice of NOTICES) await keepNotice(tx, tenantId, { ...notice, appid });
}
