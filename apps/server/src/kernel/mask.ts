import { cut, firstGrapheme } from './text.ts';

/** "138****1234", "+852****4567". A shorter number hides at least four of its digits too: "91****67". */
export function maskPhone(phone: string): string {
  const [head, tail] =
    phone.length >= 11
      ? [phone.startsWith('+') ? 4 : 3, 4]
      : [Math.max(0, (phone.length - 4) >> 1), Math.max(0, (phone.length - 4) >> 1)];
  return `${phone.slice(0, head)}****${tail > 0 ? phone.slice(-tail) : ''}`;
}

/** "林**": the first character of a name, and as many stars as it has more, at least one and at most three. */
export function maskName(name: string): string {
  const hidden = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(cut(name, 4))].length - 1;
  return `${firstGrapheme(name)}${'*'.repeat(Math.max(1, hidden))}`;
}
