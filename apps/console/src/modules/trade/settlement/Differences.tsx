import { Table } from 'antd';
import { Link } from 'react-router';
import { Money } from '../../../parts/Money.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { HandleDifference } from './HandleDifference.tsx';
import { type Difference, KINDS, SUBJECTS } from './reconciliation-words.ts';

/** Every difference of a day: both amounts, why, what to do, and what became of it. */
export const Differences = ({ day, items }: { day: string; items: Difference[] }) => (
  <Table<Difference>
    size="middle"
    rowKey="id"
    pagination={items.length > 50 ? { pageSize: 50 } : false}
    scroll={{ x: 'max-content' }}
    dataSource={items}
    columns={[
      {
        key: 'kind',
        title: '差异',
        render: (_, row) => (
          <>
            <StatusTag state={row.kind} map={KINDS} /> {SUBJECTS[row.subject]}
          </>
        ),
      },
      {
        key: 'number',
        title: '单号',
        render: (_, row) =>
          row.orderId ? (
            <Link to={`/orders/${row.orderId}`} className="num">
              {row.number}
            </Link>
          ) : (
            <span className="num">{row.number}</span>
          ),
      },
      { key: 'book', title: '系统', align: 'end', render: (_, row) => <Money fen={row.bookFen} /> },
      { key: 'bill', title: '微信账单', align: 'end', render: (_, row) => <Money fen={row.billFen} /> },
      {
        key: 'cause',
        title: '原因与处理',
        render: (_, row) => (
          <div className="order-number wraps">
            <span>{row.cause}</span>
            {row.handled ? (
              <span className="quiet">
                已处理：{row.handled.note}（{row.handled.by === 'system' ? '系统' : row.handled.by}，
                <When at={row.handled.at} />）
              </span>
            ) : (
              <span className="quiet">{row.advice}</span>
            )}
          </div>
        ),
      },
      {
        key: 'handle',
        title: '',
        align: 'end',
        render: (_, row) => (row.handled ? null : <HandleDifference day={day} difference={row} />),
      },
    ]}
  />
);
