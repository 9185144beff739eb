/** Sign with "¥", whole yuan with thousands, and the two digits of the fen. */
export function amountOf(fen: number): { sign: string; whole: string; rest: string } {
  const [yuanText = '0', rest = '00'] = (Math.abs(fen) / 100).toFixed(2).split('.');
  return { sign: fen < 0 ? '-¥' : '¥', whole: yuanText.replace(/\B(?=(\d{3})+$)/g, ','), rest };
}
/** An amount in words of a sentence: "¥1,329.00". */
export function yuan(fen: number): string {
  const { sign, whole, rest } = amountOf(fen);
  return `${sign}${whole}.${rest}`;
}
