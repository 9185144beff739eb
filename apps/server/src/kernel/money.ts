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

/**
 * Shares fen out over lines by what they cost: whole fen, none more than its line, together exactly `totalFen` (at most Σ). The
 * fen that rounding leaves go to the largest fractions, of equal ones to the dearer line, then to the earlier one:
 * commerce-rules.md §2.2.
 */
export function shareOut(totalFen: number, linesFen: readonly number[]): number[] {
  const sum = sumFen(linesFen);
  if (sum === 0) return linesFen.map(() => 0);
  const total = BigInt(Math.min(totalFen, sum));
  const parts = linesFen.map((lineFen, n) => {
    // Fen times fen is more than a double holds exactly.
    const product = total * BigInt(lineFen);
    return { n, lineFen, fen: Number(product / BigInt(sum)), rest: product % BigInt(sum) };
  });
  const shares = parts.map((p) => p.fen);
  const left = Number(total) - sumFen(shares);
  const byRest = parts.toSorted((a, b) =>
    a.rest === b.rest ? b.lineFen - a.lineFen || a.n - b.n : a.rest > b.rest ? -1 : 1,
  );
  for (const { n } of byRest.slice(0, left)) shares[n] = (shares[n] ?? 0) + 1;
  return shares;
}

/** Yuan as a sentence says it: 20, 9.9. */
export const yuanText = (amount: number): string => String(amount / 100);
