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

/** basisPoints of an amount, rounded half up to a whole fen. 10 000 basis points are 100 %. */
export const shareFen = (amount: Fen, basisPoints: number): Fen =>
  fen(Number((BigInt(amount) * BigInt(basisPoints) * 2n + 10_000n) / 20_000n));

/**
 * Splits `total` over `weights` in proportion, to the fen, by largest remainder (Hare quota): the parts add up to `total`,
 * none differs from its exact share by a whole fen, equal remainders go to the earlier part. All-zero weights split evenly.
 */
export function allocateFen(total: Fen, weights: readonly number[]): Fen[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((a, b) => a + b, 0);
  const use = sum > 0 ? weights : weights.map(() => 1);
  const whole = BigInt(sum > 0 ? sum : weights.length);
  const exact = use.map((w) => BigInt(total) * BigInt(w));
  const parts = exact.map((e) => Number(e / whole));
  let left = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((e, i) => ({ i, rest: e % whole }))
    .sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  for (const { i } of byRemainder) {
    if (left <= 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    left -= 1;
  }
  return parts.map(fen);
}

/** "¥12.30" for logs, bills and messages; front ends format for themselves. */
export const yuan = (amount: number): string => `¥${(amount / 100).toFixed(2)}`;
