import { COMMON_WORDS } from './password.words.ts';

/** Runs that a finger makes without a thought: rows and columns of the keyboard, the alphabet, digits. */
const RUNS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  '8ik',
  '9ol',
  '!@#$%^&*()',
];
const STEPS = new Set(RUNS.flatMap((run) => [...run].slice(1).flatMap((c, i) => [`${run[i]}${c}`, `${c}${run[i]}`])));
/** So many characters must follow from nothing before them. */
const FREE_CHARACTERS = 6;
const LOOKS: Record<string, string> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** How many characters are neither a step along a run nor one of the last four again. */
function freeCharacters(text: string): number {
  const given = [...text];
  return given.filter((c, i) => {
    if (i === 0) return true;
    return !STEPS.has(`${given[i - 1]}${c}`) && !given.slice(Math.max(0, i - 4), i).includes(c);
  }).length;
}

/** The letters at the heart of a password, with digits that stand for letters read as such: `P@ssw0rd2024!` is `password`. */
function hearts(text: string): string[] {
  const trimmed = text.replace(/^[\d\W_]+|[\d\W_]+$/g, '');
  const read = (t: string) =>
    [...t]
      .map((c) => LOOKS[c] ?? c)
      .join('')
      .replace(/[^a-z]/g, '');
  return [trimmed.replace(/[^a-z]/g, ''), read(trimmed), read(text.replace(/[\d\W_]+$/, ''))];
}

/**
 * What is wrong with a new password, as a sentence for a person; null when it is good. At least ten characters with letters and
 * digits (MLPS: password complexity), none of those that are tried first, and nothing of the own login.
 */
export function weaknessOf(password: string, login: string): string | null {
  const text = password.normalize('NFKC').toLowerCase();
  if ([...text].length < 10 || !/\p{L}/u.test(text) || !/\d/.test(text)) return '密码至少 10 位，并同时包含字母和数字';
  if (login.length >= 3 && text.includes(login.toLowerCase())) return '密码中不能包含登录账号';
  if (freeCharacters(text) < FREE_CHARACTERS) return '密码太有规律，请不要使用连续、重复或键盘上相邻的字符';
  if (hearts(text).some((heart) => COMMON_WORDS.has(heart))) return '这个密码太常见，容易被猜到，请换一个';
  return null;
}
