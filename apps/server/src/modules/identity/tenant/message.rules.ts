import { createHash } from 'node:crypto';
import { cut } from '../../../kernel/text.ts';

/** A message of the push as it was written; of XML every value is a text. */
export type Pushed = Record<string, unknown>;

/** A field as text; '' when it is missing. */
export const fieldOf = (message: Pushed, name: string): string => {
  const value = message[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** What makes a message the same one when it comes again: WeChat's id, or all of it, because events have none. */
export const messageId = (message: Pushed): string =>
  fieldOf(message, 'MsgId') || createHash('sha256').update(JSON.stringify(message)).digest('base64url');

/** Events that a person must read, with words for those that bring none. */
const REMINDERS: Record<string, string> = {
  trade_manage_remind_access_api: '微信提醒：请在小程序后台完成发货信息管理服务的接入',
  trade_manage_remind_shipping: '微信提醒：有订单超过 48 小时没有发货',
  wxa_trade_controlled: '微信限制了小程序的交易功能，请到小程序后台处理',
};

/** What staff read of a message; null for one that a program takes alone. */
export function reminderOf(message: Pushed): string | null {
  const usual = REMINDERS[fieldOf(message, 'Event')];
  if (usual === undefined) return null;
  const number = fieldOf(message, 'merchant_trade_no');
  return cut(`${fieldOf(message, 'msg') || usual}${number ? `（支付单号 ${number}）` : ''}`, 300);
}
