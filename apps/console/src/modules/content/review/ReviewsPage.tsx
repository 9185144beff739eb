import { getReviewFigures, listAdminReviews } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { ReviewActions } from './ReviewActions.tsx';
import { RewardDialog } from './RewardDialog.tsx';
import { askOf, REVIEW_STATES, type ReviewRow, servedText, starsText, TABS } from './review-words.ts';
import { Said } from './Said.tsx';

/** What buyers say: to answer, and where WeChat doubts, to decide. */
export function ReviewsPage() {
  const view = useUrlFilters({ tab: '' });
  const pages = usePages(listAdminReviews, { query: { ...askOf(view.filters.tab), limit: 20 } });
  const figures = useAsk(getReviewFigures).data;
  const { can } = useStaff();
  const [rewarding, setRewarding] = useState(false);
  const labelOf = ({ key, label }: (typeof TABS)[number]) =>
    key === 'waiting' && figures?.waiting ? `${label} ${figures.waiting >= 100 ? '100+' : figures.waiting}` : label;
  return (
    <PageFrame
      title="评价"
      sub={`${figures ? servedText(figures) : ''}评价不能删除；含隐私、辱骂、广告或违法内容的可以折叠，买家会看到折叠了几条。`}
      extra={
        can('settings:read') && (
          <Button id="review-reward" onClick={() => setRewarding(true)}>
            评价奖励
          </Button>
        )
      }
    >
      <Tabs
        activeKey={view.filters.tab || 'all'}
        onChange={(key) => view.set({ tab: key === 'all' ? '' : key })}
        items={TABS.map((tab) => ({ key: tab.key, label: labelOf(tab) }))}
      />
      <DataTable
        name="reviews"
        columns={COLUMNS}
        pages={pages}
        rowKey={(row) => row.id}
        view={view}
        card={(row) => <ReviewRowCard row={row} />}
        empty={<EmptyNext title="没有评价" text="买家确认收货后 30 天内可以评价。" />}
      />
      {rewarding && <RewardDialog onClose={() => setRewarding(false)} />}
    </PageFrame>
  );
}

const COLUMNS: Array<DataColumn<ReviewRow>> = [
  {
    key: 'goods',
    title: '商品',
    always: true,
    render: (_, row) => (
      <div className="order-number">
        <Link to={`/goods/${row.goodsId}`}>{row.title}</Link>
        <span className="quiet">{row.specs.join(' / ')}</span>
        <Link to={`/orders/${row.orderId}`} className="quiet">
          看订单
        </Link>
      </div>
    ),
  },
  { key: 'stars', title: '星级', render: (_, row) => <Stars stars={row.stars} /> },
  { key: 'said', title: '评价', always: true, render: (_, row) => <Said review={row} /> },
  { key: 'author', title: '买家', render: (_, row) => row.author || '匿名' },
  {
    key: 'state',
    title: '状态',
    render: (_, row) => <StatusTag state={row.state} map={REVIEW_STATES} />,
  },
  { key: 'helpful', title: '有用', optional: true, align: 'end', render: (_, row) => row.helpful },
  { key: 'at', title: '时间', render: (_, row) => <When at={row.createdAt} /> },
  {
    key: 'actions',
    title: '',
    always: true,
    render: (_, row) => (
      <div className="row-actions">
        <ReviewActions review={row} />
      </div>
    ),
  },
];

const Stars = ({ stars }: { stars: number }) => (
  <span role="img" aria-label={`${stars} 星`} className="num">
    {starsText(stars)}
  </span>
);

const ReviewRowCard = ({ row }: { row: ReviewRow }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <Link to={`/goods/${row.goodsId}`}>{row.title}</Link>
      <StatusTag state={row.state} map={REVIEW_STATES} />
    </div>
    <span className="quiet">
      <Stars stars={row.stars} /> · {row.author || '匿名'} · <When at={row.createdAt} />
    </span>
    <Said review={row} />
    <div className="goods-card-foot">
      <span />
      <ReviewActions review={row} />
    </div>
  </div>
);
