/** Parts of an amount in integer fen, for display. */
export function splitYuan(fen: number): { sign: string; yuan: string; cents: string } {
  const size = Math.abs(fen);
  return {
    sign: fen < 0 ? '-' : '',
    yuan: Math.floor(size / 100).toLocaleString('en-US'),
    cents: String(size % 100).padStart(2, '0'),
  };
}

/** `¥1,234.56` as plain text. */
export const yuanText = (fen: number): string => {
  const { sign, yuan, cents } = splitYuan(fen);
  return `${sign}¥${yuan}.${cents}`;
};

/** `1234.56` without signs, for spreadsheets and inputs. */
export const yuanPlain = (fen: number): string => {
  const { sign, yuan, cents } = splitYuan(fen);
  return `${sign}${yuan.replaceAll(',', '')}.${cents}`;
};

/** Integer fen of what a person typed in yuan (at most two decimals), or null when it is no amount. Never goes through floats. */
export function fenOf(typed: string): number | null {
  const found = /^(\d{1,9})(?:\.(\d{0,2}))?$/.exec(typed.trim().replace(/^¥/, '').replaceAll(',', ''));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null;
}
