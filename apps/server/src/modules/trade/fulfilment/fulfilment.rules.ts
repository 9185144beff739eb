import { pauseAfter } from '../../../kernel/backoff.ts';
import { HOUR, MINUTE, SECOND } from '../../../kernel/clock.ts';
import { cutToCodePoints } from '../../../kernel/text.ts';

/** Express companies by the codes that WeChat's shipping interface takes. */
export const CARRIERS = [
  { code: 'SF', name: '顺丰速运' },
  { code: 'ZTO', name: '中通快递' },
  { code: 'YTO', name: '圆通速递' },
  { code: 'STO', name: '申通快递' },
  { code: 'YD', name: '韵达速递' },
  { code: 'JTSD', name: '极兔速递' },
  { code: 'JD', name: '京东快递' },
  { code: 'EMS', name: 'EMS' },
  { code: 'YZPY', name: '邮政快递包裹' },
  { code: 'DBL', name: '德邦快递' },
] as const;

export const carrierName = (code: string): string | null => CARRIERS.find((c) => c.code === code)?.name ?? null;

/**
 * Whether WeChat's shipping service knows a payment: those made in the mini program only. Of others it keeps no money back, and it refuses
 * their parcels. Source: 小程序发货信息管理服务 (upload_shipping_info wants the payer's openid in the mini program).
 */
export const isManaged = (method: string): boolean => method === 'jsapi';

/** What WeChat's state of an order says of its receipt. Source: get_order, order_state. */
export function receiptOf(orderState: number): 'lost' | 'open' | 'received' | 'over' {
  if (orderState === 1) return 'lost';
  if (orderState === 2) return 'open';
  return orderState === 5 ? 'over' : 'received';
}

const MAX_ITEM_TEXT = 120;
/** What is in the parcel, as WeChat shows it: at most 120 characters. */
export function itemText(lines: { title: string; quantity: number }[]): string {
  const text = lines.map((l) => `${l.title}*${l.quantity}`).join(';');
  const kept = cutToCodePoints(text, MAX_ITEM_TEXT);
  return kept === text ? text : `${cutToCodePoints(text, MAX_ITEM_TEXT - 1)}…`;
}

/** WeChat's own limit: once it has a parcel, the order may be corrected once. */
export const isCorrectable = (
  shipment: { uploaded_at: Date | null },
  all: readonly { corrected: boolean }[],
): boolean => shipment.uploaded_at === null || !all.some((s) => s.corrected);

/** Codes of the shipping interface (官方文档“小程序发货信息管理服务”) as staff read them; numbers of groups that mean the same. */
const FINAL_TEXTS: [codes: number[], text: string][] = [
  [[10060002, 10060003], '微信只接受更正一次物流信息，这笔订单已经用过了'],
  [[10060004], '微信那边的订单状态不能再上传物流，可能已确认收货、已退款或正在处理投诉'],
  [[10060008, 10060009, 10060020], '微信不接受包裹里的商品说明'],
  [[10060014], '物流信息不完整，例如顺丰单号需要收件人手机号'],
  [[10060025, 10060026, 268485226, 268485227], '微信不接受这个快递公司或运单号，请核对后更正'],
  [[10060031], '下单的买家和微信支付的付款人不一致'],
];
const WAITING_TEXTS: [codes: number[], text: string][] = [
  [[10060001], '微信还没有查到这笔付款，会自动重试'],
  [[45009, 44993], '今天的调用次数用完了，会自动重试'],
];
const textOf = (texts: typeof FINAL_TEXTS, code: number) => texts.find(([codes]) => codes.includes(code))?.[1];

/** Why WeChat does not have a parcel yet, in words for staff. `words` are WeChat's own. */
export const waitingText = (errcode: number): string =>
  textOf(WAITING_TEXTS, errcode) ?? `微信暂时没有处理（${errcode}），会自动重试`;
export const settingsText = (errcode: number, meaning: string): string =>
  `${meaning}（${errcode}），请在设置里检查小程序连接，之后会自动重试`;
export const finalText = (errcode: number, words: string): string =>
  `${textOf(FINAL_TEXTS, errcode) ?? `微信没有接受：${words}`}（${errcode}）`;
export const SILENT_TEXT = '微信暂时没有响应，会自动重试';

/** An upload is tried for about two weeks: after that the order settles at WeChat only when somebody looks. */
export const UPLOAD_TRIES = 32;
export const afterTryMs = (tries: number): number =>
  pauseAfter([30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR], tries);
