import { WechatError } from './errors.ts';

export type TemplateData = Record<string, { value: string }>;

/** WeChat counts characters; 👍 is one, although JavaScript's `length` says two. */
const lengthOf = (value: string) => [...value].length;
const upTo = (most: number) => (value: string) => value !== '' && lengthOf(value) <= most;
const like = (pattern: RegExp) => (value: string) => pattern.test(value);

const CLOCK = String.raw`([01]?\d|2[0-3])[:：][0-5]\d([:：][0-5]\d)?`;
const M = '(0?[1-9]|1[0-2])';
const D = String.raw`(0?[1-9]|[12]\d|3[01])`;
/** 2019年10月1日, 2019-10-1, 2019/10/1, 2019.10.1 */
const DAY = String.raw`\d{4}(年${M}月${D}日|-${M}-${D}|/${M}/${D}|\.${M}\.${D})`;
/** 2019年10月, 10月1日, 2019-10, 10-1 */
const PART_OF_DAY = String.raw`(\d{4}年${M}月|${M}月${D}日|\d{4}[-/.]${M}|${M}[-/.]${D})`;
const TIME = `(${DAY} ?)?${CLOCK}`;
const DATE = `(${DAY}|${PART_OF_DAY})( ?${CLOCK})?`;
/** One point of time, or two with a ~ between. */
const spanOf = (point: string) => new RegExp(`^${point}( ?~ ?${point})?$`);

/**
 * What a value of each kind may be (kind = the key without its number). Source: WeChat's documentation of subscribe messages,
 * 参数值内容限制说明.
 */
const RULES = new Map<string, (value: string) => boolean>([
  ['thing', upTo(20)],
  ['number', (value) => upTo(32)(value) && /^-?\d+(\.\d+)?$/.test(value)],
  ['letter', like(/^[A-Za-z]{1,32}$/)],
  ['symbol', like(/^[^\p{L}\p{N}\s]{1,5}$/u)],
  ['character_string', like(/^[\x20-\x7e]{1,32}$/)],
  ['time', like(spanOf(TIME))],
  ['date', like(spanOf(DATE))],
  ['amount', like(/^[^\d\s\p{L}]?\d{1,10}(\.\d{1,2})?元?$/u)],
  ['phone_number', like(/^[\d+\-() ]{1,17}$/)],
  ['car_number', like(/^[\p{Script=Han}A-Za-z\d][A-Za-z\d]{0,6}[\p{Script=Han}A-Za-z\d]?$/u)],
  ['name', (value) => !/\p{N}/u.test(value) && upTo(/\p{Script=Han}/u.test(value) ? 10 : 20)(value)],
  ['phrase', like(/^\p{Script=Han}{1,5}$/u)],
  // Which values these take is written in the template, so only WeChat knows.
  ['const', upTo(20)],
  ['enum', upTo(20)],
]);

/** Throws WechatError naming the first value that WeChat would refuse with 47003. */
export function checkTemplateData(data: TemplateData): void {
  for (const [key, { value }] of Object.entries(data)) {
    const isAllowed = RULES.get(key.replace(/\d+$/, ''));
    if (!isAllowed) throw new WechatError(`no such template value: ${key}`);
    if (!isAllowed(value)) throw new WechatError(`template value ${key} does not fit its kind: ${value}`);
  }
}
