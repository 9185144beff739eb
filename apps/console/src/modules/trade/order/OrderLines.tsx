import { Money } from '../../../parts/Money.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { Explanation } from './Explanation.tsx';
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
            {line.shippedQuantity > 0 && line.shippedQuantity < line.quantity && (
              <div className="quiet">已发 {line.shippedQuantity} 件</div>
            )}
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
            {line.parts
              .filter((part) => part.source !== 'goods')
              .map((part) => (
                <span key={`${part.source}/${part.ref}`} className="quiet">
                  {part.label} <Money fen={part.fen} />
                </span>
              ))}
            <strong>
              <Money fen={line.payableFen} />
            </strong>
          </div>
        </li>
      ))}
    </ul>
    <Explanation
      parts={order.parts}
      totalFen={order.totalFen}
      totalText={order.paidAt ? '实付' : '应付'}
      purses={order.purses}
      dueFen={order.dueFen}
    />
  </>
);
