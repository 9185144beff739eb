import type { Caller } from './world.ts';

/** What stands in each value of the sandbox's templates, by the label. */
const FACTS: Record<string, Record<string, string>> = {
  'order-shipped': {
    订单编号: 'number',
    商品名称: 'goods',
    快递公司: 'carrier',
    快递单号: 'tracking',
    发货时间: 'shippedAt',
  },
  'refund-done': { 订单编号: 'number', 商品名称: 'goods', 退款金额: 'amount', 退款时间: 'refundedAt' },
  'payment-due': { 订单号: 'number', 商品名称: 'goods', 待付金额: 'amount', 支付截止时间: 'until', 订单状态: 'state' },
};
const TITLES: Record<string, string> = {
  'order-shipped': '订单发货通知',
  'refund-done': '退款成功通知',
  'payment-due': '订单待付款提醒',
};

export interface ChosenNotice {
  templateId: string;
  title: string;
  fields: { key: string; label: string; fact?: string; text?: string }[];
}
/** The owner chooses one of WeChat's templates for every event: order-shipped, refund-done, payment-due. */
export async function chosenNotices(owner: Caller): Promise<ChosenNotice[]> {
  const { items } = (await owner.get('/admin/notice-templates')).body;
  const chosen: ChosenNotice[] = [];
  for (const [kind, facts] of Object.entries(FACTS)) {
    const template = items.find((one: { title: string }) => one.title === TITLES[kind]);
    const fields = template.fields.map(({ key, label }: { key: string; label: string }) =>
      facts[label] ? { key, label, fact: facts[label] } : { key, label, text: '点击查看详情' },
    );
    const notice = { templateId: template.id, title: template.title, fields };
    const answer = await owner.send('PUT', `/admin/notices/${kind}`, notice);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    chosen.push(notice);
  }
  return chosen;
}
