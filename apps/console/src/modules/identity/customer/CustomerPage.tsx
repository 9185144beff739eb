import type { ReplyOf } from '@jishi/api-client';
import { getAdminCustomer } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Hint } from '../../../parts/Hint.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { LevelOf } from '../../promotion/campaign/LevelOf.tsx';
import { OrdersOfCustomer } from '../../trade/order/OrdersOfCustomer.tsx';
import { PursesOfCustomer } from '../../trade/purse/PursesOfCustomer.tsx';

type Customer = ReplyOf<'getAdminCustomer'>;

/** One customer: what they brought, since when, and all their orders. */
export function CustomerPage() {
  const { id = '' } = useParams();
  const { can } = useStaff();
  const query = useAsk(getAdminCustomer, { path: { id } });
  return (
    <PageFrame title={query.data?.nickname ?? '客户详情'} sub={query.data?.phone ?? undefined}>
      <ProblemAlert problem={query.error} onRetry={query.refetch} />
      {query.isPending && <Skeleton active />}
      {query.data && <Summary customer={query.data} />}
      {query.data && <PursesOfCustomer customerId={id} />}
      {query.data && can('order:read') && <OrdersOfCustomer customerId={id} />}
    </PageFrame>
  );
}

const Summary = ({ customer }: { customer: Customer }) => (
  <section className="panel" aria-label="概况">
    <dl className="figures" style={{ marginBottom: 0 }}>
      <Figure
        name={
          <>
            累计消费
            <Hint text="付款的金额减去退款。" />
          </>
        }
      >
        <Money fen={customer.paidFen} />
      </Figure>
      <Figure name="付款订单">{customer.orders}</Figure>
      <Figure name="平均每单">
        {customer.orders > 0 ? <Money fen={Math.round(customer.paidFen / customer.orders)} /> : '—'}
      </Figure>
      <Figure name="最近付款">
        <When at={customer.lastPaidAt} />
      </Figure>
      <Figure name="会员等级">
        <LevelOf customer={customer} />
      </Figure>
      <Figure name="首次到店">
        <When at={customer.createdAt} />
      </Figure>
    </dl>
  </section>
);

const Figure = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd className="figure-now">{children}</dd>
  </div>
);
