/** Background work by the name of its kind, in the words of a merchant. */
const TASKS: Record<string, string> = {
  'order.close-unpaid': '关闭超时未付款的订单',
  'order.auto-receive': '自动确认收货',
  'order.closed': '订单关闭后的处理',
  'order.paid': '订单付款后的处理',
  'order.shipped': '发货后的处理',
  'order.received': '收货后的处理',
  'payment.send-refund': '向微信支付提交退款',
  'payment.check-refund': '查询退款结果',
  'payment.refund-turned': '退款结果的处理',
  'payment.settle': '核对付款结果',
  'fulfilment.look-at-receipt': '向微信查询收货结果',
  'fulfilment.upload': '向微信上传物流信息',
  'goods.changed': '更新商品搜索',
  'settlement:daily': '每日对账',
};

/** A task in words; one that is not known here is shown by its name rather than hidden. */
export const taskText = (task: string): string => {
  const kind = task.split('>')[0] ?? task;
  if (task.startsWith('sweep:purge:')) return '清理过期数据';
  if (task.startsWith('sweep:')) return '定时检查';
  return TASKS[kind] ?? task;
};
