import { Link } from 'react-router';
import { Money } from '../../../parts/Money.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { isPartSent, ORDER_STATES, type OrderRow, PART_SENT } from './order-words.ts';
import { ShipBy } from './ShipBy.tsx';

const Bought = ({ row }: { row: OrderRow }) => (
  <div className="order-goods">
    {row.lines.slice(0, 2).map((line) => (
      <div key={line.id} className="goods-cell">
        <Thumbnail src={line.picture} size={40} />
        <span>
          {line.title}
          <span className="quiet">
            {' '}
            {line.specs.join(' / ')} ×{line.quantity}
          </span>
        </span>
      </div>
    ))}
    {row.lines.length > 2 && <span className="quiet">等 {row.lines.length} 种商品</span>}
  </div>
);

const Paid = ({ row }: { row: OrderRow }) => (
  <div className="paid">
    <Money fen={row.totalFen} strong />
    {row.state === 'unpaid' && row.dueFen < row.totalFen && (
      <div className="quiet">
        待付 <Money fen={row.dueFen} />
      </div>
    )}
    {row.refundedFen > 0 && (
      <div className="quiet">
        已退 <Money fen={row.refundedFen} />
      </div>
    )}
  </div>
);

const State = ({ row }: { row: OrderRow }) => (
  <div>
    <StatusTag state={row.state} map={isPartSent(row) ? { ...ORDER_STATES, paid: PART_SENT } : ORDER_STATES} />
    <ShipBy order={row} />
    {row.openRefunds > 0 && <div className="out">退款待处理</div>}
  </div>
);

/** What a list of orders shows of each. */
export const ORDER_COLUMNS: Array<DataColumn<OrderRow>> = [
  {
    key: 'number',
    title: '订单',
    always: true,
    sort: 'created',
    render: (_, row) => (
      <div className="order-number">
        <Link to={`/orders/${row.id}`} id={`order-${row.id}`} className="num">
          {row.number}
        </Link>
        <span className="quiet">
          <When at={row.createdAt} />
        </span>
      </div>
    ),
  },
  { key: 'goods', title: '商品', render: (_, row) => <Bought row={row} /> },
  { key: 'total', title: '金额', align: 'end', sort: 'total', render: (_, row) => <Paid row={row} /> },
  {
    key: 'receiver',
    title: '买家 / 收货人',
    render: (_, row) => (
      <div className="order-number">
        <span>{row.customerName}</span>
        <span className="quiet">{row.receiver}</span>
      </div>
    ),
  },
  { key: 'state', title: '状态', always: true, render: (_, row) => <State row={row} /> },
];

export const OrderCard = ({ row }: { row: OrderRow }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <Link to={`/orders/${row.id}`} id={`order-${row.id}`} className="num">
        {row.number}
      </Link>
      <State row={row} />
    </div>
    <Bought row={row} />
    <div className="goods-card-foot">
      <div className="order-number quiet">
        <span>{row.receiver}</span>
        <When at={row.createdAt} />
      </div>
      <Paid row={row} />
    </div>
  </div>
);
