import type { FieldTrouble } from './coupon.rules.ts';

/** Signs of a code that the server makes: sixty random bits, so that none is guessed. */
export const MADE_SIGNS = 12;
const SINGLE = /^[A-Z0-9]{8,32}$/;
const SHARED = /^[\p{L}\p{N}]{4,20}$/u;

/** A code as it is kept: people type small letters, full-width ones, blanks and dashes. */
export const normalCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');

/** The codes of an uploaded list, and what is wrong with it, each line by its number; empty lines are passed over. */
export function readLines(lines: readonly string[]): { codes: Map<string, number>; troubles: FieldTrouble[] } {
  const codes = new Map<string, number>();
  const troubles: FieldTrouble[] = [];
  for (const [n, line] of lines.entries()) {
    const code = normalCode(line);
    if (code === '') continue;
    const say = (message: string) => troubles.push({ field: `lines.${n}`, message: `第 ${n + 1} 行：${message}` });
    const first = codes.get(code);
    if (!SINGLE.test(code)) say('兑换码要由 8 到 32 位字母或数字组成');
    else if (first !== undefined) say(`与第 ${first + 1} 行重复`);
    else codes.set(code, n);
  }
  if (codes.size === 0 && troubles.length === 0) troubles.push({ field: 'lines', message: '请填写至少一个兑换码' });
  return { codes, troubles };
}

/** Lines whose code is in the shop already. */
export const takenTroubles = (codes: ReadonlyMap<string, number>, taken: readonly string[]): FieldTrouble[] =>
  taken
    .map((code) => codes.get(code) ?? 0)
    .sort((a, b) => a - b)
    .map((n) => ({ field: `lines.${n}`, message: `第 ${n + 1} 行：本店已经有这个兑换码` }));

export const sharedTrouble = (code: string): FieldTrouble[] =>
  SHARED.test(code) ? [] : [{ field: 'code', message: '通用码要由 4 到 20 个字或字母、数字组成' }];
