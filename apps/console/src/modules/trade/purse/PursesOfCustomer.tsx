import { getCustomerPurses, listCustomerPurseEntries } from '@jishi/api-client/admin';
import { useAsk, usePages } from '@jishi/api-client/react';
import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { ChangePurse } from './ChangePurse.tsx';
import styles from './PursesOfCustomer.module.css';
import { amountText, type Pocket } from './purse-words.ts';

/** What a customer has to pay with: each pocket, what came and went, and a button to give or take back. */
export function PursesOfCustomer({ customerId }: { customerId: string }) {
  const query = useAsk(getCustomerPurses, { path: { id: customerId } });
  const [source, setSource] = useState<Pocket['source']>('points');
  const [changing, setChanging] = useState(false);
  const { can } = useStaff();
  const pocket = query.data?.pockets.find((p) => p.source === source);
  return (
    <section className="panel" aria-label="余额与积分">
      <h2 className="panel-title">余额与积分</h2>
      <ProblemAlert problem={query.error} onRetry={query.refetch} />
      <div className={styles.head}>
        {query.data && (
          <Segmented
            className={styles.pockets}
            aria-label="账户"
            value={source}
            onChange={setSource}
            options={query.data.pockets.map((p) => ({
              value: p.source,
              label: `${p.label} ${amountText(p, p.holds)}`,
            }))}
          />
        )}
        {pocket && can('purse:grant') && (
          <Button id="purse-change" onClick={() => setChanging(true)}>
            调整{pocket.label}
          </Button>
        )}
      </div>
      {pocket && pocket.reserved > 0 && (
        <p className="quiet">未付款的订单占用 {amountText(pocket, pocket.reserved)}，付款后扣除，关闭后退回。</p>
      )}
      {pocket && <Entries customerId={customerId} pocket={pocket} />}
      {pocket && changing && <ChangePurse customerId={customerId} pocket={pocket} onClose={() => setChanging(false)} />}
    </section>
  );
}

function Entries({ customerId, pocket }: { customerId: string; pocket: Pocket }) {
  const entries = usePages(listCustomerPurseEntries, { path: { id: customerId, source: pocket.source } });
  if (entries.problem) return <ProblemAlert problem={entries.problem} onRetry={entries.retry} />;
  if (entries.loading) return <Skeleton active />;
  if (entries.items.length === 0) return <p className="quiet">还没有明细。</p>;
  return (
    <>
      <ul className={`purse-entries ${styles.entries}`}>
        {entries.items.map((e) => (
          <li key={e.id}>
            <span className={styles.what}>
              {e.orderId ? <Link to={`/orders/${e.orderId}`}>{e.text}</Link> : e.text}
            </span>
            <span className="quiet">
              <When at={e.at} />
            </span>
            <span>
              {e.amount > 0 ? '+' : ''}
              {amountText(pocket, e.amount)}
            </span>
          </li>
        ))}
      </ul>
      {!entries.ended && (
        <Button loading={entries.loadingMore} onClick={entries.more}>
          更早的明细
        </Button>
      )}
    </>
  );
}
