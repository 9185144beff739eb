import { getAdminOrder } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Button, Skeleton, Space, Timeline } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { RefundCard } from '../aftersales/RefundCard.tsx';
import { RefundDialog } from '../aftersales/RefundDialog.tsx';
import { ShipDialog } from '../fulfilment/ShipDialog.tsx';
import { Shipments } from '../fulfilment/Shipments.tsx';
import { OrderLines } from './OrderLines.tsx';
import { actorText, canRefund, isPartSent, ORDER_STATES, type Order, PART_SENT } from './order-words.ts';
import { Receiver } from './Receiver.tsx';
import { ShipBy } from './ShipBy.tsx';
import { StaffNote } from './StaffNote.tsx';
import { REFUNDS_ID, StepBar } from './StepBar.tsx';

/** One order: what was bought and why it cost that, the money, the parcels, the refunds, and what happened when. */
export function OrderPage() {
  const { id = '' } = useParams();
  const query = useAsk(getAdminOrder, { path: { id } });
  const order = query.data;
  if (!order)
    return (
      <PageFrame title="订单详情">
        {query.error ? <ProblemAlert problem={query.error} onRetry={query.refetch} /> : <Skeleton active />}
      </PageFrame>
    );
  return <Found order={order} />;
}

function Found({ order }: { order: Order }) {
  const [open, setOpen] = useState<'ship' | 'refund' | null>(null);
  const close = () => setOpen(null);
  return (
    <PageFrame
      title={`订单 ${order.number}`}
      sub={
        <Space>
          <StatusTag
            state={order.state}
            map={isPartSent(order) ? { ...ORDER_STATES, paid: PART_SENT } : ORDER_STATES}
          />
          <span>
            <When at={order.createdAt} /> 下单
          </span>
          <ShipBy order={order} />
          {order.closeReason && <span>{order.closeReason}</span>}
        </Space>
      }
      extra={<RefundButton order={order} onOpen={() => setOpen('refund')} />}
    >
      <StepBar order={order} onShip={() => setOpen('ship')} />
      <div className="order-grid">
        <div className="order-main">
          <section className="panel">
            <h2>商品与金额</h2>
            <OrderLines order={order} />
          </section>
          {order.refunds.length > 0 && (
            <section className="panel" id={REFUNDS_ID}>
              <h2>退款</h2>
              {order.refunds.map((refund) => (
                <RefundCard key={refund.id} refund={refund} />
              ))}
            </section>
          )}
          <section className="panel">
            <h2>动态</h2>
            <Timeline items={timelineOf(order)} />
          </section>
        </div>
        <Aside order={order} />
      </div>
      {open === 'ship' && <ShipDialog order={order} onClose={close} />}
      {open === 'refund' && <RefundDialog order={order} onClose={close} />}
    </PageFrame>
  );
}

function RefundButton({ order, onOpen }: { order: Order; onOpen: () => void }) {
  const { can } = useStaff();
  return can('order:refund') && canRefund(order) ? (
    <Button id="refund-open" onClick={onOpen}>
      退款
    </Button>
  ) : null;
}

/** Leads to everything that the buyer has bought, for those who may see customers. */
function Buyer({ order: { customer } }: { order: Order }) {
  const { can } = useStaff();
  return can('customer:read') ? <Link to={`/customers/${customer.id}`}>{customer.nickname}</Link> : customer.nickname;
}

const timelineOf = (order: Order) =>
  [...order.timeline].reverse().map((step, index) => ({
    color: index === 0 ? 'blue' : 'gray',
    content: (
      <>
        {step.text}
        <div className="quiet">
          <When at={step.at} /> · {actorText(step.actor)}
        </div>
      </>
    ),
  }));

function Aside({ order }: { order: Order }) {
  return (
    <div className="order-aside">
      <Receiver order={order} />
      <section className="panel">
        <h2>支付</h2>
        <Facts
          facts={[
            ['实付', <Money key="paid" fen={order.paidAt ? order.totalFen : 0} strong />],
            ...(order.purses.length > 0
              ? [['其中微信支付', <Money key="wechat" fen={order.paidAt ? order.dueFen : 0} />] as [string, ReactNode]]
              : []),
            ['已退', <Money key="back" fen={order.refundedFen} />],
            ['支付时间', <When key="at" at={order.paidAt} />],
            [
              '微信支付单号',
              <span key="no" className="num breaks">
                {order.transactionId ?? '—'}
              </span>,
            ],
            ['买家', <Buyer key="buyer" order={order} />],
          ]}
        />
      </section>
      <Shipments order={order} />
      <StaffNote order={order} />
    </div>
  );
}

const Facts = ({ facts }: { facts: [string, ReactNode][] }) => (
  <dl className="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
