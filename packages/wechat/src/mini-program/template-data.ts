import { WechatError } from '../errors.ts';

export type TemplateData = Record<string, { value: string }>;

const upTo = (most: number) => (value: string) => value.length >= 1 && value.length <= most;
const like = (pattern: RegExp) => (value: string) => pattern.test(value);

const CLOCK = String.raw`([01]?\d|2[0-3])[:：][0-5]\d([:：][0-5]\d)?`;
const DAY = String.raw`\d{4}(年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})`;
const TIME = `(${DAY} ?)?${CLOCK}`;
const DATE = `${DAY}( ?${CLOCK})?`;
/** One point of time, or two with a ~ between. */
const spanOf = (point: string) => new RegExp(`^${point}( ?~ ?${point})?$`);

/**
 * What a value of each kind may be (kind = the key without its number), lengths in UTF-16 units. Source: WeChat's documentation of
 * subscribe messages, 参数值内容限制说明.
 */
const RULES = new Map<string, (value: string) => boolean>([
  ['thing', upTo(20)],
  ['number', (value) => upTo(32)(value) && /^-?\d+(\.\d+)?$/.test(value)],
  ['letter', like(/^[A-Za-z]{1,32}$/)],
  ['symbol', upTo(5)],
  ['character_string', like(/^[\x20-\x7e]{1,32}$/)],
  ['time', like(spanOf(TIME))],
  ['date', like(spanOf(DATE))],
  ['amount', like(/^[^\d\s]?\d{1,10}(\.\d{1,2})?元?$/)],
  ['phone_number', like(/^[\d+\-() ]{1,17}$/)],
  ['car_number', upTo(8)],
  ['name', (value) => upTo(/^[\x20-\x7e]+$/.test(value) ? 20 : 10)(value)],
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
