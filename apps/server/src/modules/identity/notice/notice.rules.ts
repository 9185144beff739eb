import type { TemplateData } from '@jishi/wechat';
import { chinaTime, DAY, HOUR, MINUTE } from '../../../kernel/clock.ts';
import { type Flow, flow } from '../../../kernel/flow.ts';
import { yuan } from '../../../kernel/money.ts';
import { cutToCodePoints } from '../../../kernel/text.ts';
import type { FactKind, Field } from './notice.api.ts';
import type { Fact } from './notice.slots.ts';

export type MessageState = 'waiting' | 'sending' | 'sent' | 'refused' | 'failed' | 'unknown';
/** refused: the shopper has no right left at WeChat, or none of the openid · unknown: nobody answered, and it is not sent twice. */
export const messageFlow: Flow<MessageState> = flow({
  waiting: ['sending', 'failed'],
  sending: ['waiting', 'sent', 'refused', 'failed', 'unknown'],
  sent: [],
  refused: [],
  failed: [],
  unknown: [],
});

/** What stands in a value: `thing2` → thing. */
const kindOf = (key: string): string => key.replace(/\d+$/, '');
/** Which facts a value of a kind can show. A kind that is missing here (enum, phone_number, …) shows none. */
const SHOWS: Record<string, readonly FactKind[]> = {
  thing: ['text', 'code', 'money', 'time', 'word'],
  character_string: ['code'],
  number: ['code'],
  amount: ['money'],
  time: ['time'],
  date: ['time'],
  phrase: ['word'],
  name: ['text'],
};
/** Words of the merchant's own go where WeChat takes any. */
const TAKES_TEXT = new Set(['thing', 'phrase', 'const']);

const showsOf = (key: string): readonly FactKind[] => SHOWS[kindOf(key)] ?? [];
const takesText = (key: string): boolean => TAKES_TEXT.has(kindOf(key));

/** The values of a template in its order, and what each can hold. Source: gettemplate, `商品名称:{{thing1.DATA}}`, a line a value. */
export const fieldsIn = (content: string) =>
  [...content.matchAll(/^[ \t]*([^\n{]*?)[ \t]*[:：]?[ \t]*\{\{(\w+)\.DATA\}\}/gm)].map(([, label = '', key = '']) => ({
    key,
    label,
    shows: [...showsOf(key)],
    ownText: takesText(key),
  }));

/** Why a field cannot be sent as it is chosen; null when it can. */
export function fieldTrouble(field: Field, facts: readonly Fact[]): string | null {
  const name = field.label || field.key;
  if (field.text) return takesText(field.key) ? null : `“${name}”不能填固定文字，请选择一项内容`;
  const fact = facts.find((one) => one.name === field.fact);
  if (!fact) return `请为“${name}”选择内容`;
  return showsOf(field.key).includes(fact.kind) ? null : `“${fact.label}”放不进“${name}”，微信不允许`;
}

const minuteOf = (at: Date): string => {
  const [day = '', clock = ''] = chinaTime(at.getTime()).split('T');
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日 ${clock.slice(0, 'HH:MM'.length)}`;
};
const spoken = (value: FactValue): string =>
  value instanceof Date ? minuteOf(value) : typeof value === 'number' ? yuan(value) : value;

/** Fen, an instant, or words. */
export type FactValue = string | number | Date;

/** Most characters of a kind. Source: 小程序订阅消息, 参数值内容限制说明. */
const MOST: Record<string, number> = { thing: 20, character_string: 32, number: 32, name: 10, phrase: 5, const: 20 };
/** What each kind cannot hold is left out. */
const FOREIGN: Record<string, RegExp> = {
  thing: /[\n\r\t]+/g,
  character_string: /[^\x20-\x7e]/g,
  number: /\D/g,
  name: /\p{N}/gu,
  phrase: /\P{Script=Han}/gu,
};
const EMPTY: Record<string, string> = { number: '0', phrase: '无', character_string: '-' };

/** A value as WeChat takes it: without what its kind forbids, cut by whole characters, never empty. */
export function valueFor(key: string, value: FactValue): string {
  const kind = kindOf(key);
  const words = spoken(value)
    .replace(FOREIGN[kind] ?? /(?!)/g, kind === 'thing' ? ' ' : '')
    .trim();
  const most = MOST[kind];
  return (most === undefined ? words : cutToCodePoints(words, most).trimEnd()) || (EMPTY[kind] ?? '—');
}

/** The values of a message, from what the merchant chose and what the event tells. */
export const dataOf = (fields: readonly Field[], facts: Readonly<Record<string, FactValue>>): TemplateData =>
  Object.fromEntries(
    fields.map(({ key, fact, text }) => [key, { value: valueFor(key, text ?? facts[fact ?? ''] ?? '') }]),
  );

const PAUSES = [MINUTE, 10 * MINUTE, HOUR];
/** How long until a message that WeChat could not take is tried again; null: not any more. */
export const pauseMs = (tries: number): number | null => PAUSES[tries - 1] ?? null;

/** How long messages are kept, and over how long they are counted. */
export const KEEP_HOURS = (90 * DAY) / HOUR;
export const COUNTED_MS = 30 * DAY;

/** WeChat's refusals in the words of a merchant; others as WeChat says them. Source: 发送订阅消息, 错误码. */
const REASONS: Record<number, string> = {
  40003: '顾客的微信身份与小程序不符',
  40037: '模板编号不存在，可能已在小程序后台删除，请重新选择',
  41030: '消息要打开的页面不存在，请先发布小程序',
  43101: '顾客没有接受这种通知，或次数已用完',
  43107: '这个模板是长期订阅，店铺没有权限',
  43108: '顾客关闭了通知',
  47003: '模板与设置的内容不一致，请重新选择模板',
  45168: '内容不符合微信的规范',
};
export const NO_RIGHT = new Set([43101, 43108]);
export const reasonText = (errcode: number, words: string): string => REASONS[errcode] ?? `微信拒绝：${words}`;
