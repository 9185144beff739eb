import { listStockEntries } from '@jishi/api-client/admin';
import { Button, Drawer, Skeleton } from 'antd';
import { Link } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { When } from '../../../parts/When.tsx';
import { usePages } from '../../../table/usePages.ts';
import css from './EntriesDrawer.module.css';
import { adjustmentOf, entryText, orderOf, type StockRow } from './stock-words.ts';

/** Every movement of one SKU, newest first. */
export function EntriesDrawer({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const pages = usePages(listStockEntries, { path: { skuId: row.skuId }, query: { limit: 30 } });
  return (
    <Drawer open onClose={onClose} size={460} title={`库存流水 · ${row.title} ${row.specs.join(' / ')}`}>
      <ProblemAlert problem={pages.problem} onRetry={pages.reload} />
      {pages.loading && <Skeleton active paragraph={{ rows: 8 }} />}
      {!pages.loading && !pages.problem && pages.rows.length === 0 && (
        <EmptyNext title="还没有流水" text="入库、下单、退款都会记在这里。" />
      )}
      <ol className={css.entries}>
        {pages.rows.map((entry) => {
          const order = orderOf(entry.cause);
          return (
            <li key={entry.id}>
              <span>
                {entryText(entry)}
                <span className={css.entryNote}>{adjustmentOf(entry.reason)?.note}</span>
                <span className={`quiet ${css.entryCause}`}>
                  <When at={entry.at} />
                  {order && <Link to={`/orders/${order}`}>查看订单</Link>}
                </span>
              </span>
              <strong className={entry.change > 0 ? `num ${css.more}` : 'num'}>
                {entry.change > 0 ? '+' : ''}
                {entry.change}
              </strong>
            </li>
          );
        })}
      </ol>
      {(pages.goBack || pages.goNext) && (
        <div className="sheet-steps">
          <Button disabled={!pages.goBack} onClick={() => pages.goBack?.()}>
            较新
          </Button>
          <Button disabled={!pages.goNext} onClick={() => pages.goNext?.()}>
            较早
          </Button>
        </div>
      )}
    </Drawer>
  );
}
