import { getCampaignFigures } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Statistic } from 'antd';
import { yuanText } from '../../../parts/money.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';

/** What a campaign has brought and cost so far, of paid orders and less what was returned. */
export function CampaignFigures({ id }: { id: string }) {
  const { data, error, refetch } = useAsk(getCampaignFigures, { path: { id } }, { staleTime: 0 });
  if (error) return <ProblemAlert problem={error} onRetry={refetch} />;
  if (!data) return null;
  const { orders, buyers, newBuyers, pieces, offFen, salesFen } = data;
  const figures: [string, string | number][] = [
    ['付款订单', orders],
    ['买家', buyers],
    ['其中首次下单', newBuyers],
    ['优惠件数', pieces],
    ['已让利', yuanText(offFen)],
    ['带来成交', yuanText(salesFen)],
    ['每 1 元让利带来', offFen === 0 ? '—' : yuanText(Math.round((salesFen * 100) / offFen))],
  ];
  return (
    <section className="panel" aria-label="活动效果" id="campaign-figures" style={{ marginBottom: 16 }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '12px 32px' }}>
        {figures.map(([title, value]) => (
          <Statistic key={title} title={title} value={value} />
        ))}
      </div>
      <p className="quiet">只算已付款的订单，已扣除退款。</p>
    </section>
  );
}
