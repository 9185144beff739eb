import { Money } from '../../../parts/Money.tsx';
import type { Order } from './order-words.ts';

interface ExplanationProps {
  parts: Order['parts'];
  totalFen: number;
  totalText: string;
}

/** How the sum came about, as it was frozen with the order: what is paid first, then what it is made of, each discount with its minus. */
export const Explanation = ({ parts, totalFen, totalText }: ExplanationProps) => (
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
  </dl>
);
