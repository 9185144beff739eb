import { chinaTime } from '../../../kernel/clock.ts';
import type { Operation, ReplyOf } from '../../../kernel/operation.ts';
import { listAdminGoods } from '../../goods/catalog/index.ts';
import { listAudit } from '../../identity/staff/index.ts';
import { listCodes } from '../../promotion/coupon/index.ts';
import { listStock } from '../../stock/inventory/index.ts';
import { listAdminRefunds } from '../../trade/aftersales/index.ts';
import { listAdminOrders } from '../../trade/order/index.ts';
import type { CsvColumn } from './csv.rules.ts';
import type { ExportKind } from './export.api.ts';

/** A list that can be exported: the operation that answers it page by page, and the columns of its rows. */
export interface ExportList {
  name: string;
  op: Operation;
  columns: readonly CsvColumn<never>[];
}
type RowOf<O extends Operation> = ReplyOf<O> extends { items: (infer R)[] } ? R : never;
const list = <O extends Operation>(name: string, op: O, columns: readonly CsvColumn<RowOf<O>>[]): ExportList => ({
  name,
  op,
  columns: columns as readonly CsvColumn<never>[],
});

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const when = (iso: string): string => chinaTime(Date.parse(iso)).slice(0, 19).replace('T', ' ');
const ORDER_WORDS: Record<string, string> = {
  unpaid: '待付款',
  paid: '待发货',
  shipped: '待收货',
  received: '已完成',
  closed: '已关闭',
  refunded: '已退款',
};
const GOODS_WORDS: Record<string, string> = { draft: '草稿', on: '在售', off: '已下架' };
const REFUND_WORDS: Record<string, string> = {
  requested: '待处理',
  rejected: '已拒绝',
  withdrawn: '买家已撤销',
  sending: '退款中',
  succeeded: '已退款',
  failed: '退款失败',
};
const CODE_WORDS: Record<string, string> = { open: '未使用', used: '已使用', voided: '已作废' };
const wordOf = (words: Record<string, string>, state: string): string => words[state] ?? state;

export const LISTS: Readonly<Record<ExportKind, ExportList>> = {
  orders: list('订单', listAdminOrders, [
    { title: '订单编号', value: (r) => r.number },
    { title: '状态', value: (r) => wordOf(ORDER_WORDS, r.state) },
    { title: '下单时间', value: (r) => when(r.createdAt) },
    { title: '商品', value: (r) => r.lines.map((l) => `${l.title} ${l.specs.join('/')} ×${l.quantity}`).join('；') },
    { title: '件数', value: (r) => r.pieces },
    { title: '实付（元）', value: (r) => yuan(r.totalFen) },
    { title: '其中微信支付（元）', value: (r) => yuan(r.dueFen) },
    { title: '已退（元）', value: (r) => yuan(r.refundedFen) },
    { title: '买家', value: (r) => r.customerName },
    { title: '收货人', value: (r) => r.receiver },
  ]),
  goods: list('商品', listAdminGoods, [
    { title: '商品', value: (r) => r.title },
    { title: '分类', value: (r) => r.categoryName },
    { title: '状态', value: (r) => wordOf(GOODS_WORDS, r.state) },
    { title: '最低价（元）', value: (r) => yuan(r.priceFen) },
    { title: '最高价（元）', value: (r) => yuan(r.maxPriceFen) },
    { title: '规格数', value: (r) => r.skuCount },
    { title: '可售库存', value: (r) => r.available },
    { title: '更新时间', value: (r) => when(r.updatedAt) },
    { title: '商品 ID', value: (r) => r.id },
  ]),
  stock: list('库存', listStock, [
    { title: '商品', value: (r) => r.title },
    { title: '规格', value: (r) => r.specs.join(' / ') },
    { title: '编码', value: (r) => r.code },
    { title: '现有', value: (r) => r.onHand },
    { title: '占用', value: (r) => r.reserved },
    { title: '可售', value: (r) => r.available },
  ]),
  refunds: list('退款', listAdminRefunds, [
    { title: '退款单号', value: (r) => r.number },
    { title: '订单编号', value: (r) => r.orderNumber },
    { title: '状态', value: (r) => wordOf(REFUND_WORDS, r.state) },
    { title: '金额（元）', value: (r) => yuan(r.amountFen) },
    { title: '原因', value: (r) => r.reason },
    { title: '未退成的原因', value: (r) => r.failure },
    { title: '线下退款说明', value: (r) => r.paidByHand?.note ?? '' },
    { title: '买家', value: (r) => r.customerName },
    { title: '申请时间', value: (r) => when(r.createdAt) },
  ]),
  codes: list('兑换码', listCodes, [
    { title: '兑换码', value: (r) => r.code },
    { title: '状态', value: (r) => wordOf(CODE_WORDS, r.state) },
    { title: '使用时间', value: (r) => (r.usedAt ? when(r.usedAt) : '') },
  ]),
  audit: list('操作日志', listAudit, [
    { title: '时间', value: (r) => when(r.at) },
    { title: '操作人', value: (r) => r.actorName },
    { title: '操作', value: (r) => r.title },
    { title: '对象', value: (r) => r.target },
    { title: '结果', value: (r) => r.result },
    { title: '内容', value: (r) => JSON.stringify(r.detail) },
    { title: 'IP', value: (r) => r.ip },
    { title: '请求编号', value: (r) => r.requestId },
  ]),
};
