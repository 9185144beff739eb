/** The number of pieces that a typed text means, within the bounds; undefined where it is no number. */
export function quantityOf(text: string, min: number, max: number): number | undefined {
  const digits = text.normalize('NFKC').replace(/\s/g, '');
  return /^\d+$/.test(digits) ? Math.min(max, Math.max(min, Number(digits))) : undefined;
}
