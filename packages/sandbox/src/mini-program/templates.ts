import { ApiRefusal } from './refusal.ts';

/** A template of the merchant's: its lines are label, key and an example of the value. */
interface Template {
  id: string;
  title: string;
  lines: readonly (readonly [label: string, key: string, example: string])[];
}

/** What a shop picks from WeChat's library. */
const TEMPLATES: readonly Template[] = [
  {
    id: 'Sx0rder5hippedOnItsWay_0000000000000000001',
    title: '订单发货通知',
    lines: [
      ['订单编号', 'character_string1', '20261128001'],
      ['商品名称', 'thing2', '手冲咖啡礼盒'],
      ['快递公司', 'thing3', '中通快递'],
      ['快递单号', 'character_string4', 'ZT123456789'],
      ['发货时间', 'time5', '2026年11月28日 10:00'],
    ],
  },
  {
    id: 'Sx0refundDoneMoneyIsBack_00000000000000002',
    title: '退款成功通知',
    lines: [
      ['订单编号', 'character_string1', '20261128001'],
      ['商品名称', 'thing2', '手冲咖啡礼盒'],
      ['退款金额', 'amount3', '¥129.00'],
      ['退款时间', 'time4', '2026年11月28日 10:00'],
      ['温馨提示', 'thing5', '已原路退回，请留意到账'],
    ],
  },
  {
    id: 'Sx0paymentDueOrderClosesSoon_0000000000003',
    title: '订单待付款提醒',
    lines: [
      ['订单号', 'character_string1', '20261128001'],
      ['商品名称', 'thing2', '手冲咖啡礼盒'],
      ['待付金额', 'amount3', '¥129.00'],
      ['支付截止时间', 'time4', '2026年11月28日 10:00'],
      ['订单状态', 'phrase5', '待付款'],
    ],
  },
  {
    id: 'Sx0couponExpiresSoon_000000000000000000004',
    title: '优惠券到期提醒',
    lines: [
      ['优惠券名称', 'thing1', '满 100 减 20'],
      ['到期时间', 'time2', '2026年11月28日 23:59'],
      ['温馨提示', 'thing3', '快去使用吧'],
    ],
  },
  {
    id: 'Sx0presaleBalanceIsDue_0000000000000000005',
    title: '尾款支付提醒',
    lines: [
      ['商品名称', 'thing1', '手冲咖啡礼盒'],
      ['尾款金额', 'amount2', '¥99.00'],
      ['支付截止时间', 'time3', '2026年11月28日 23:59'],
      ['温馨提示', 'thing4', '逾期未付，定金不退'],
    ],
  },
];

/** `/wxaapi/newtmpl/gettemplate`, in WeChat's shape. */
export const templateList = () =>
  TEMPLATES.map(({ id, title, lines }) => ({
    priTmplId: id,
    title,
    content: lines.map(([label, key]) => `${label}:{{${key}.DATA}}\n`).join(''),
    example: lines.map(([label, , example]) => `${label}:${example}\n`).join(''),
    type: 2,
  }));

export const templateTitle = (id: string): string => TEMPLATES.find((one) => one.id === id)?.title ?? id;

/** A message's lines as its reader sees them. */
export function linesOf(id: string, data: Record<string, string>): [label: string, value: string][] {
  const known = TEMPLATES.find((one) => one.id === id);
  return Object.entries(data).map(([key, value]) => [known?.lines.find((line) => line[1] === key)?.[0] ?? key, value]);
}

/** Refuses with 47003 when a message of a template leaves a value out or brings one of another. Templates of tests are not known here. */
export function checkKeys(id: string, data: Record<string, string>): void {
  const known = TEMPLATES.find((one) => one.id === id);
  if (!known) return;
  const keys = known.lines.map(([, key]) => key);
  const missing = keys.find((key) => !(key in data));
  if (missing) throw new ApiRefusal(47003, `argument invalid! data.${missing}.value is empty`);
  const strange = Object.keys(data).find((key) => !keys.includes(key));
  if (strange) throw new ApiRefusal(47003, `argument invalid! data.${strange} is not of the template`);
}
