/**
 * Shares fen out over lines by what they cost: whole fen, none more than its line, together exactly `totalFen` (at most Σ). The
 * fen that rounding leaves go to the largest fractions, of equal ones to the dearer line, then to the earlier one:
 * commerce-rules.md §2.2.
 */
export function shareOut(totalFen: number, linesFen: readonly number[]): number[] {
  const sum = linesFen.reduce((a, b) => a + b, 0);
  if (sum === 0) return linesFen.map(() => 0);
  const total = BigInt(Math.min(totalFen, sum));
  const parts = linesFen.map((lineFen, n) => {
    // Fen times fen is more than a double holds exactly.
    const product = total * BigInt(lineFen);
    return { n, lineFen, fen: Number(product / BigInt(sum)), rest: product % BigInt(sum) };
  });
  const shares = parts.map((p) => p.fen);
  const left = Number(total) - shares.reduce((a, b) => a + b, 0);
  const byRest = parts.toSorted((a, b) =>
    a.rest === b.rest ? b.lineFen - a.lineFen || a.n - b.n : a.rest > b.rest ? -1 : 1,
  );
  for (const { n } of byRest.slice(0, left)) shares[n] = (shares[n] ?? 0) + 1;
  return shares;
}
