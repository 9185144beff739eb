import { getReconciliation, listReconciliations, runReconciliation } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Alert, Button, DatePicker, Skeleton, Table } from 'antd';
import { useState } from 'react';
import { dayjs } from '../../../form/dates.ts';
import { tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { chinaDay } from '../../../parts/when.ts';
import { useStaff } from '../../../session.tsx';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { Differences } from './Differences.tsx';
import { DAY_STATES, type Day } from './reconciliation-words.ts';

/** The shop's book against WeChat's trade bill, day by day; every difference with its cause and what to do. */
export function ReconciliationPage() {
  const days = useAsk(listReconciliations);
  const view = useUrlFilters({ day: '' });
  const shown = view.filters.day || (days.data?.items.find((day) => day.state !== 'waiting')?.day ?? '');
  return (
    <PageFrame
      title="对账"
      sub="每天上午自动下载微信交易账单，与系统账簿逐笔核对，漏掉的日子会补上；也可以随时核对某一天。"
      extra={<RunDay onRan={(day) => view.set({ day })} />}
    >
      <ProblemAlert problem={days.error} onRetry={days.refetch} />
      {days.isPending && <Skeleton active />}
      {days.data?.items.length === 0 && (
        <section className="panel">
          <EmptyNext title="还没有核对过" text="选一个日期，点「核对」看看账是否一致。" />
        </section>
      )}
      {shown && <OneDay day={shown} />}
      {days.data && days.data.items.length > 0 && (
        <section className="panel">
          <h2>核对记录</h2>
          <Table<Day>
            size="middle"
            rowKey="day"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={days.data.items}
            columns={COLUMNS}
            rowClassName={(row) =>
              row.state === 'waiting' ? '' : row.day === shown ? 'row-opens ant-table-row-selected' : 'row-opens'
            }
            onRow={(row) => (row.state === 'waiting' ? {} : { onClick: () => view.set({ day: row.day }) })}
          />
        </section>
      )}
    </PageFrame>
  );
}

function RunDay({ onRan }: { onRan: (day: string) => void }) {
  const { can } = useStaff();
  const today = chinaDay(new Date());
  const [day, setDay] = useState(today);
  const reconcile = useChange(runReconciliation, {
    onDone: (result) => {
      if (result.state === 'balanced') tell(`${result.day} 账目一致`);
      onRan(result.day);
    },
  });
  if (!can('finance:reconcile')) return null;
  return (
    <>
      <DatePicker
        id="reconcile-date"
        allowClear={false}
        value={dayjs(day)}
        maxDate={dayjs(today)}
        onChange={(chosen) => setDay(chosen?.format('YYYY-MM-DD') ?? today)}
      />
      <Button
        id="reconcile-run"
        type="primary"
        loading={reconcile.busy}
        onClick={() => void reconcile.run({ body: { day } })}
      >
        核对
      </Button>
    </>
  );
}

function OneDay({ day }: { day: string }) {
  const query = useAsk(getReconciliation, { path: { day } });
  if (query.error) return <ProblemAlert problem={query.error} onRetry={query.refetch} />;
  if (!query.data) return <Skeleton active />;
  const { state, failure, items, ...sums } = query.data;
  return (
    <section className="panel" id="reconciliation-day">
      <h2>
        {day} <StatusTag state={state} map={DAY_STATES} />
        <span className="quiet h2-aside">
          <When at={query.data.ranAt} /> 核对
        </span>
      </h2>
      {state === 'balanced' && (
        <Alert
          type="success"
          showIcon
          title={`账目一致：收款 ${sums.payments} 笔、退款 ${sums.refunds} 笔，与微信账单逐笔相同`}
        />
      )}
      {state === 'failed' && <Alert type="warning" showIcon title={failure ?? '没有完成，请稍后再核对'} />}
      <dl className="figures reconciled">
        <Sum name="系统收款" fen={sums.paymentsFen} count={sums.payments} />
        <Sum name="微信账单收款" fen={sums.billPaymentsFen} />
        <Sum name="系统退款" fen={sums.refundsFen} count={sums.refunds} />
        <Sum name="微信账单退款" fen={sums.billRefundsFen} />
      </dl>
      {items.length > 0 && <Differences day={day} items={items} />}
    </section>
  );
}

const Sum = ({ name, fen, count }: { name: string; fen: number; count?: number }) => (
  <div className="figure">
    <dt>
      {name}
      {count !== undefined && <span className="quiet"> {count} 笔</span>}
    </dt>
    <dd className="figure-now">
      <Money fen={fen} />
    </dd>
  </div>
);

const COLUMNS = [
  { key: 'day', title: '日期', dataIndex: 'day', className: 'num' },
  { key: 'state', title: '结果', render: (_: unknown, row: Day) => <StatusTag state={row.state} map={DAY_STATES} /> },
  { key: 'differences', title: '差异', dataIndex: 'differences', align: 'end' as const, className: 'num' },
  {
    key: 'paid',
    title: '收款',
    align: 'end' as const,
    render: (_: unknown, row: Day) => <Money fen={row.paymentsFen} />,
  },
  {
    key: 'back',
    title: '退款',
    align: 'end' as const,
    render: (_: unknown, row: Day) => <Money fen={row.refundsFen} />,
  },
  { key: 'at', title: '核对时间', render: (_: unknown, row: Day) => <When at={row.ranAt} /> },
];
