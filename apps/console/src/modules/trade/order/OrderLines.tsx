import { Money } from '../../../parts/Money.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import type { Order } from './order-words.ts';

/** The frozen price of every line and how the sum came about; nothing here changes when a price does. */
export const OrderLines = ({ order }: { order: Order }) => (
  <>
    <ul className="order-lines">
      {order.lines.map((line) => (
        <li key={line.id}>
          <Thumbnail src={line.picture} size={48} />
          <div className="order-line-name">
            <span>{line.title}</span>
            <span className="quiet">{line.specs.join(' / ') || '默认规格'}</span>
            {line.refundedQuantity > 0 && (
              <span className="out">
                已退或退款中 {line.refundedQuantity} 件，共 <Money fen={line.refundedFen} />
              </span>
            )}
          </div>
          <div className="order-line-sum">
            <span>
              <Money fen={line.unitPriceFen} /> ×{line.quantity}
            </span>
            {line.explain
              .filter((step) => step.amountFen !== line.unitPriceFen * line.quantity)
              .map((step) => (
                <span key={step.rule} className="quiet">
                  {step.label} <Money fen={step.amountFen} />
                </span>
              ))}
            <strong>
              <Money fen={line.payableFen} />
            </strong>
          </div>
        </li>
      ))}
    </ul>
    <dl className="order-sum">
      {order.explain.map((step) => (
        <div key={`${step.rule}/${step.label}`}>
          <dt>{step.label}</dt>
          <dd>
            <Money fen={step.amountFen} />
          </dd>
        </div>
      ))}
      <div className="order-total">
        <dt>{order.paidAt ? '实付' : '应付'}</dt>
        <dd>
          <Money fen={order.totalFen} strong />
        </dd>
      </div>
    </dl>
  </>
);
