import { Money } from '../../../parts/Money.tsx';
import { yuanText } from '../../../parts/money.ts';
import type { Order } from './order-words.ts';

interface ExplanationProps {
  parts: Order['parts'];
  totalFen: number;
  totalText: string;
  purses: Order['purses'];
  /** What is left for WeChat. */
  dueFen: number;
}

/** How the sum came about, as it was frozen with the order: what is paid first, then what it is made of, each discount with its minus. */
export const Explanation = ({ parts, totalFen, totalText, purses, dueFen }: ExplanationProps) => (
  <dl className="order-sum">
    <div className="order-total">
      <dt>{totalText}</dt>
      <dd>
        <Money fen={totalFen} strong />
      </dd>
    </div>
    {parts.map((part) => (
      <div key={`${part.source}/${part.ref}/${part.label}`}>
        <dt>{part.label}</dt>
        <dd>
          <Money fen={part.fen} />
        </dd>
      </div>
    ))}
    {purses.map((purse) => (
      <div key={purse.source}>
        <dt>
          {purse.label}支付
          {purse.returnedFen > 0 && <span className="quiet">（已退回 {yuanText(purse.returnedFen)}）</span>}
        </dt>
        <dd>
          <Money fen={-purse.fen} />
        </dd>
      </div>
    ))}
    {purses.length > 0 && (
      <div>
        <dt>微信支付</dt>
        <dd>
          <Money fen={dueFen} />
        </dd>
      </div>
    )}
  </dl>
);
