/** From midnight to midnight, in ms. */
export interface Period {
  fromMs: number;
  untilMs: number;
}

export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A backtick before every value; a line break would end the row. */
export function line(cells: readonly string[]): string {
  return cells.map((cell) => `\`${cell.replace(/[\r\n]+/g, ' ')}`).join(',');
}

export function csv(lines: string[]): string {
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
