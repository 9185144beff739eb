import { WechatError } from '../errors.ts';

export type TemplateData = Record<string, { value: string }>;

/** What a value of each kind may be (kind = the key without its number). */
const RULES: Record<string, (value: string) => boolean> = {
  thing: (v) => v.length >= 1 && v.length <= 20,
  number: (v) => v.length <= 32 && /^-?\d+(\.\d+)?$/.test(v),
  letter: (v) => /^[A-Za-z]{1,32}$/.test(v),
  symbol: (v) => v.length >= 1 && v.length <= 5,
  character_string: (v) => /^[\x20-\x7e]{1,32}$/.test(v),
  time: (v) => v.length >= 1 && v.length <= 40,
  date: (v) => v.length >= 1 && v.length <= 40,
  amount: (v) => /^\D{0,1}\d{1,10}(\.\d{1,2})?元?$/.test(v),
  phone_number: (v) => /^[\d+\-() ]{1,17}$/.test(v),
  car_number: (v) => v.length >= 1 && v.length <= 8,
  name: (v) => (/^[\x20-\x7e]+$/.test(v) ? v.length <= 20 : v.length >= 1 && v.length <= 10),
  phrase: (v) => /^\p{Script=Han}{1,5}$/u.test(v),
};

/** Throws WechatError naming the first value that WeChat would refuse with 47003. */
export function checkTemplateData(data: TemplateData): void {
  for (const [key, { value }] of Object.entries(data)) {
    const rule = RULES[key.replace(/\d+$/, '')];
    if (!rule) throw new WechatError(`no such template value: ${key}`);
    if (!rule(value)) throw new WechatError(`template value ${key} does not fit its kind: ${value}`);
  }
}
