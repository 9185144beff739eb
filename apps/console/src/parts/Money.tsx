import { splitYuan } from './money.ts';

/** An amount in fen as ¥1,234.⁵⁶ with the fen smaller; a dash for none. */
export function Money({ fen, strong = false }: { fen: number | null | undefined; strong?: boolean }) {
  if (fen === null || fen === undefined) return <span className="quiet">—</span>;
  const { sign, yuan, cents } = splitYuan(fen);
  return (
    <span className={strong ? 'money strong' : 'money'}>
      {sign}
      <span className="money-mark">¥</span>
      {yuan}
      <span className="money-cents">.{cents}</span>
    </span>
  );
}
