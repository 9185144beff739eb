import { DAY, MINUTE } from '../../../kernel/clock.ts';

/** So many wrong passwords of one login from one address pass; the one that reaches the number begins the first wait. */
export const FREE_TRIES = 5;
/** The same for one login from all addresses together that it never came from: a guesser with many addresses. */
export const FREE_TRIES_OF_STRANGERS = 50;
/** How long the first, the second … wait is; the last of them again and again. */
export const WAITS_MS = [5, 10, 20, 40, 60].map((minutes) => minutes * MINUTE);
/** After a day without a try, wrong ones are forgotten. */
export const FORGET_MS = DAY;
/** An address from which a login came within so long is its own: strangers elsewhere cannot make it wait here. */
export const KNOWN_ADDRESS_MS = 90 * DAY;
