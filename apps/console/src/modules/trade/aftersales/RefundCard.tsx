import { Space } from 'antd';
import { Money } from '../../../parts/Money.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { type Order, REFUND_STATES, refundedWhat } from '../order/order-words.ts';
import { Failure } from './Failure.tsx';
import { RefundActions } from './RefundActions.tsx';

/** A refund within its order. */
export const RefundCard = ({ refund }: { refund: Order['refunds'][number] }) => (
  <div className="refund-card">
    <div className="goods-card-foot">
      <Space>
        <StatusTag state={refund.state} map={REFUND_STATES} />
        {refund.state === 'requested' && <span className="quiet">预计</span>}
        <Money fen={refund.amountFen} strong />
        {refund.purseFen > 0 && (
          <span className="quiet">
            其中 <Money fen={refund.purseFen} /> 已退回余额、积分等
          </span>
        )}
        <span className="quiet">
          <When at={refund.createdAt} />
        </span>
      </Space>
      <RefundActions refund={refund} />
    </div>
    <div>{refundedWhat(refund)}</div>
    {refund.terms.map((text) => (
      <div key={text} className="quiet">
        {text}
      </div>
    ))}
    {refund.kind === 'refund' && (
      <div className="quiet">
        原因：{refund.reason}
        {refund.rejectReason && `；拒绝说明：${refund.rejectReason}`}
      </div>
    )}
    <Failure refund={refund} />
    <div className="quiet num breaks">退款单号 {refund.number}</div>
  </div>
);
