import { cut } from '../../../kernel/text.ts';

const MOST = 600;

/**
 * A text of a front end without what may be somebody's: queries of addresses, long numbers, mail addresses, tokens and ids. What
 * is left says where in the program it happened.
 */
export const impersonal = (text: string): string =>
  cut(
    text
      .replace(/[?#][^\s)'"]*/g, '')
      .replace(/[^\s@]+@[^\s@]+\.[a-z]{2,}/gi, '…')
      .replace(/\b(?=[\w-]*\d)[\w-]{20,}\b/g, '…')
      .replace(/(?<![:\w])\+?\d[\d -]{5,}\d/g, '…'),
    MOST,
  );

/** Two reports are of one fault when their message and the place where it happened are the same. */
export const faultOf = (app: string, message: string, stack: string): string =>
  [app, message, stack.split('\n').find((line) => /:\d+:\d+/.test(line)) ?? ''].join('\n');
