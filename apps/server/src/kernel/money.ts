/** Integer fen (1/100 yuan). Never a float; made only by `fen`. */
export type Fen = number & { readonly __unit: 'fen' };

/** Checks that a number is a whole, safe count of fen. Throws RangeError otherwise: that is a bug, not bad input. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an integer amount of fen: ${amount}`);
  return amount as Fen;
}

export const sumFen = (amounts: Iterable<number>): Fen => {
  let total = 0;
  for (const amount of amounts) total += amount;
  return fen(total);
};

/** "¥12.30" for logs, bills and messages; front ends format for themselves. */
export const yuan = (amount: number): string => `¥${(amount / 100).toFixed(2)}`;

/**
 * What of an amount belongs to the first `pieces` of `all`, rounded down: with all of them exactly the whole, so that whatever is taken
 * back piece by piece adds up.
 */
export const shareOf = (amount: number, pieces: number, all: number): number =>
  Number((BigInt(amount) * BigInt(pieces)) / BigInt(all));
