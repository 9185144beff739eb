import type { ApiBody } from './body.ts';
import { ApiRefusal } from './refusal.ts';

const CLOCK = String.raw`([01]?\d|2[0-3])[:：][0-5]\d([:：][0-5]\d)?`;
const MONTH = '(0?[1-9]|1[0-2])';
const DAY = String.raw`(0?[1-9]|[12]\d|3[01])`;
const joined = (...parts: string[]) => ['-', '/', String.raw`\.`].map((sign) => parts.join(sign));
const FULL = [`\\d{4}年${MONTH}月${DAY}日`, ...joined('\\d{4}', MONTH, DAY)].join('|');
const PART = [`\\d{4}年${MONTH}月`, `${MONTH}月${DAY}日`, ...joined('\\d{4}', MONTH), ...joined(MONTH, DAY)].join('|');
/** One point of time, or two with a ~ between. */
const span = (point: string) => new RegExp(`^(${point})( ?~ ?(${point}))?$`);

/** What a value may look like, by the kind its key begins with; lengths in characters. Source: 小程序订阅消息, 参数值内容限制说明. */
const VALUE_RULES: Record<string, RegExp> = {
  thing: /^.{1,20}$/su,
  number: /^(?=.{1,32}$)-?\d+(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}\s]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: span(`((${FULL}) ?)?${CLOCK}`),
  date: span(`(${FULL}|${PART})( ?${CLOCK})?`),
  amount: /^[^\d\s\p{L}]?\d{1,10}(\.\d{1,2})?元?$/u,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^[\p{Script=Han}A-Za-z\d][A-Za-z\d]{0,6}[\p{Script=Han}A-Za-z\d]?$/u,
  name: /^((?=.*\p{Script=Han})[^\p{N}]{1,10}|[^\p{Script=Han}\p{N}]{1,20})$/su,
  phrase: /^\p{Script=Han}{1,5}$/u,
  // Which values these take stands in the template, which the sandbox does not have.
  enum: /^.{1,20}$/su,
  const: /^.{1,20}$/su,
};

/** The values of a message by their key. Refuses with 47003, naming the first that does not fit its kind. */
export function checkedData(data: ApiBody | undefined): Record<string, string> {
  const names = data?.names() ?? [];
  if (!data || names.length === 0) throw new ApiRefusal(47003, 'argument invalid! data is empty');
  return Object.fromEntries(
    names.map((name) => {
      const value = data.object(name)?.text('value') ?? '';
      const kind = name.replace(/\d+$/, '');
      const rule = Object.hasOwn(VALUE_RULES, kind) ? VALUE_RULES[kind] : undefined;
      if (!rule?.test(value)) throw new ApiRefusal(47003, `argument invalid! data.${name}.value is invalid`);
      return [name, value];
    }),
  );
}
