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
  const total = Math.min(totalFen, sum);
  const { shares, rests } =
    total * sum <= Number.MAX_SAFE_INTEGER ? divided(total, sum, linesFen) : dividedLarge(total, sum, linesFen);
  const left = total - sumFen(shares);
  if (left === 0) return shares;
  const byRest = linesFen.map((_, n) => n);
  byRest.sort((a, b) =>
    rests[a] === rests[b]
      ? (linesFen[b] ?? 0) - (linesFen[a] ?? 0) || a - b
      : (rests[a] ?? 0) > (rests[b] ?? 0)
        ? -1
        : 1,
  );
  for (const n of byRest.slice(0, left)) shares[n] = (shares[n] ?? 0) + 1;
  return shares;
}

interface Divided {
  shares: number[];
  /** What rounding down left of each, in parts of the sum. */
  rests: (number | bigint)[];
}

function divided(total: number, sum: number, linesFen: readonly number[]): Divided {
  const rests = linesFen.map((lineFen) => (total * lineFen) % sum);
  return { shares: linesFen.map((lineFen, n) => (total * lineFen - (rests[n] ?? 0)) / sum), rests };
}

/** Fen times fen may be more than a double holds exactly. */
function dividedLarge(total: number, sum: number, linesFen: readonly number[]): Divided {
  const products = linesFen.map((lineFen) => BigInt(total) * BigInt(lineFen));
  return { shares: products.map((p) => Number(p / BigInt(sum))), rests: products.map((p) => p % BigInt(sum)) };
}

/** Yuan as a sentence says it: 20, 9.9. */
export const yuanText = (amount: number): string => String(amount / 100);
