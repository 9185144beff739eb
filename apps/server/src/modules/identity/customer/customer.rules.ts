export const MAX_ADDRESSES = 50;

/** WeChat's words for a code that is unknown, used, over its time or missing, and for a person it does not let in. */
const CODE_REFUSED = new Set([40029, 40163, 40226, 41008]);

/** Whether a new code may help; any other error is of the shop's connection or of WeChat itself. */
export const isCodeRefused = (errcode: number): boolean => CODE_REFUSED.has(errcode);

/** A name for someone who gave none. */
export const guestName = (customerId: string): string =>
  `微信用户${customerId.replace(/\D/g, '').padStart(4, '0').slice(-4)}`;
