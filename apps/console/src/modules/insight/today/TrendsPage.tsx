import type { ReplyOf } from '@jishi/api-client';
import { getTrends } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Segmented, Skeleton } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Chart } from '../../../charts/Chart.tsx';
import { isUnusual, trendOption } from '../../../charts/trend-option.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Hint } from '../../../parts/Hint.tsx';
import { Money } from '../../../parts/Money.tsx';
import { yuanText } from '../../../parts/money.ts';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { changePercent } from './compare.ts';

type Trends = ReplyOf<'getTrends'>;
const SPANS = [7, 30, 90];

/** Sales by day, against the days before and against what is usual for the shop; a day leads to its orders. */
export function TrendsPage() {
  const view = useUrlFilters({ days: '30' });
  const span = SPANS.find((days) => String(days) === view.filters.days) ?? 30;
  const trends = useAsk(getTrends, { query: { days: span } }, { keep: true });
  return (
    <PageFrame
      sub="截至昨天。今天还没有过完，请看「今日」。"
      extra={
        <Segmented
          value={span}
          onChange={(days) => view.set({ days: String(days) })}
          options={SPANS.map((days) => ({ value: days, label: `近 ${days} 天` }))}
        />
      }
    >
      <ProblemAlert problem={trends.error} onRetry={trends.refetch} />
      {trends.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {trends.data && <Sales trends={trends.data} />}
    </PageFrame>
  );
}

function Sales({ trends }: { trends: Trends }) {
  const { days, usual, gmvFen, orders, beforeFen, beforeOrders } = trends;
  const navigate = useNavigate();
  const option = useMemo(() => trendOption(days, usual), [days, usual]);
  const open = (at: number) => {
    const day = days[at]?.day;
    if (day) navigate(`/orders?from=${day}&to=${day}`);
  };
  return (
    <section className="panel" aria-labelledby="trends-sales">
      <h2 id="trends-sales">
        销售额
        <Hint text="按付款时间算，包括后来退款的订单。" />
      </h2>
      <dl className="figures">
        <Figure name="销售额" change={changePercent(gmvFen, beforeFen)} before={<Money fen={beforeFen} />}>
          <Money fen={gmvFen} />
        </Figure>
        <Figure name="付款订单" change={changePercent(orders, beforeOrders)} before={beforeOrders}>
          {orders}
        </Figure>
        <Figure name="平均每天" change={null} before={null}>
          <Money fen={Math.round(gmvFen / days.length)} />
        </Figure>
      </dl>
      {orders === 0 ? (
        <EmptyNext title="这段时间还没有订单" text="换一个更长的时间，或先把店铺发给顾客。" />
      ) : (
        <>
          <p className="quiet">{wordsOf(trends)}</p>
          <Chart option={option} label={wordsOf(trends)} onPick={open} />
        </>
      )}
    </section>
  );
}

/** What the chart says, in a sentence. */
function wordsOf({ days, usual }: Trends): string {
  if (!usual) return '灰色的常见区间要等卖满 14 天后才有。点某一天看它的订单。';
  const low = days.filter(({ gmvFen }) => gmvFen < usual.lowFen).length;
  const outside = days.filter(({ gmvFen }) => isUnusual(gmvFen, usual)).length;
  return `灰色是常见区间：再往前 8 周里，居中一半的日子在 ${yuanText(usual.lowFen)} 到 ${yuanText(usual.highFen)} 之间。这段时间有 ${outside} 天在区间外，其中 ${low} 天偏低。点某一天看它的订单。`;
}

interface FigureProps {
  name: string;
  children: ReactNode;
  change: number | null;
  before: ReactNode;
}
const Figure = ({ name, children, change, before }: FigureProps) => (
  <div className="figure">
    <dt>{name}</dt>
    <dd className="figure-now">{children}</dd>
    {before !== null && (
      <dd className="figure-before">
        上一段 {before}
        {change !== null && (
          <span className={`change ${change >= 0 ? 'good' : 'bad'}`}>
            {change >= 0 ? '+' : ''}
            {change}%
          </span>
        )}
      </dd>
    )}
  </div>
);
