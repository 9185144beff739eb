import type { FormRule } from 'antd';

/** What the server takes in a field, as `@jishi/api-client/limits` has it. */
export interface FieldLimit {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: { readonly source: string; readonly words: string };
  readonly items?: FieldLimit | { readonly [field: string]: unknown };
}
export interface RuleWords {
  /** Said when nothing is given; left out: the field may stay empty. */
  required?: string;
  /** Said when the pattern does not fit, where the server's words say too little. */
  pattern?: string;
}

/** The characters as the server counts them: an emoji of two halves is one. */
const lengthOf = (text: string): number => [...text].length;

/** What is wrong with a value by the server's limits, in a sentence; null when it fits. Empty values always do. */
export function limitTrouble(value: unknown, limit: FieldLimit, words: RuleWords = {}): string | null {
  if (Array.isArray(value)) return listTrouble(value, limit);
  if (typeof value === 'number') return numberTrouble(value, limit);
  return typeof value === 'string' && value.trim() !== '' ? textTrouble(value.trim(), limit, words) : null;
}

function textTrouble(text: string, { minLength = 0, maxLength = Infinity, pattern }: FieldLimit, words: RuleWords) {
  if (lengthOf(text) > maxLength) return `最多 ${maxLength} 个字，现在有 ${lengthOf(text)} 个`;
  if (lengthOf(text) < minLength) return `至少 ${minLength} 个字`;
  return pattern && !new RegExp(pattern.source, 'u').test(text) ? (words.pattern ?? pattern.words) : null;
}

function numberTrouble(value: number, { minimum = -Infinity, maximum = Infinity }: FieldLimit): string | null {
  if (!Number.isInteger(value)) return '请填写整数';
  if (value >= minimum && value <= maximum) return null;
  return Number.isFinite(minimum) && Number.isFinite(maximum)
    ? `应在 ${minimum} 到 ${maximum} 之间`
    : value < minimum
      ? `不能小于 ${minimum}`
      : `不能大于 ${maximum}`;
}

function listTrouble(list: unknown[], { minItems = 0, maxItems = Infinity, items }: FieldLimit): string | null {
  if (list.length > maxItems) return `最多 ${maxItems} 个`;
  if (list.length > 0 && list.length < minItems) return `至少 ${minItems} 个`;
  if (!items) return null;
  for (const item of list) {
    const trouble = typeof item === 'string' ? limitTrouble(item, items as FieldLimit) : null;
    if (trouble) return `「${String(item)}」${trouble}`;
  }
  return null;
}

/** antd rules of a field: must it be given, and does it fit what the server takes. */
export function rulesOf(limit: FieldLimit, words: RuleWords = {}): FormRule[] {
  const fits: FormRule = {
    validator: (_rule, value: unknown) => {
      const trouble = limitTrouble(value, limit, words);
      return trouble === null ? Promise.resolve() : Promise.reject(new Error(trouble));
    },
  };
  if (!words.required) return [fits];
  if (limit.maxItems !== undefined || limit.minItems !== undefined)
    return [{ required: true, type: 'array', min: 1, message: words.required }, fits];
  const isText = limit.maxLength !== undefined || limit.pattern !== undefined;
  return [{ required: true, ...(isText ? { whitespace: true } : {}), message: words.required }, fits];
}
