import { getAdminCoupon } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Button, Descriptions, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { useStaff } from '../../../session.tsx';
import { CodesPanel } from './CodesPanel.tsx';
import { CouponEditor } from './CouponEditor.tsx';
import { Actions } from './CouponsPage.tsx';
import { type AdminCoupon, COUPON_STATES, draftOf, NEW_COUPON } from './coupon-form.ts';
import { HoldersPanel } from './HoldersPanel.tsx';
import { SendDialog } from './SendDialog.tsx';
import { useCouponState } from './useCouponState.ts';

/** An empty coupon, or a copy of another one. */
export function NewCouponPage() {
  const from = useSearchParams()[0].get('from');
  const copied = useAsk(getAdminCoupon, from ? { path: { id: from } } : null);
  if (from && !copied.data && !copied.error)
    return (
      <PageFrame title="新建优惠券">
        <Skeleton active />
      </PageFrame>
    );
  const start = copied.data ? { ...draftOf(copied.data), name: `${copied.data.name}（新）`.slice(0, 20) } : NEW_COUPON;
  return (
    <PageFrame title="新建优惠券">
      <CouponEditor key={from ?? 'new'} coupon={null} start={start} />
    </PageFrame>
  );
}

const TABS = [
  { label: '规则', value: 'rule' },
  { label: '领取记录', value: 'holders' },
  { label: '兑换码', value: 'codes' },
];

/** One coupon: its figures, its rule to edit, who holds it, and the codes that it is got by. */
export function CouponPage() {
  const { id = '' } = useParams();
  const found = useAsk(getAdminCoupon, { path: { id } });
  const { can } = useStaff();
  const turn = useCouponState();
  const [sending, setSending] = useState(false);
  const [search, setSearch] = useSearchParams();
  const coupon = found.data;
  const tab = search.get('tab') ?? 'rule';
  const mayCodes = coupon?.rule.access === 'code' && can('promotion:write');
  if (!coupon)
    return (
      <PageFrame title="优惠券">
        {found.isPending ? (
          <Skeleton active />
        ) : found.error?.message.includes('没有找到') ? (
          <EmptyNext title="没有这张优惠券" action={<BackToList />} />
        ) : (
          <ProblemAlert problem={found.error} onRetry={found.refetch} />
        )}
      </PageFrame>
    );
  return (
    <PageFrame
      title={coupon.name}
      sub={coupon.words.lines.slice(0, 4).join(' · ')}
      extra={
        <>
          {coupon.state === 'issuing' && can('promotion:write') && can('customer:read') && (
            <Button id="coupon-send-open" size="small" onClick={() => setSending(true)}>
              发给顾客
            </Button>
          )}
          <Actions row={coupon} mayWrite={can('promotion:write')} turn={turn} />
        </>
      }
    >
      {sending && <SendDialog coupon={coupon} onClose={() => setSending(false)} />}
      <Figures coupon={coupon} />
      {coupon.state !== 'draft' && (
        <Segmented
          style={{ marginBottom: 16 }}
          options={TABS.filter(({ value }) => value !== 'codes' || mayCodes)}
          value={tab}
          onChange={(value) => setSearch(value === 'rule' ? {} : { tab: String(value) }, { replace: true })}
        />
      )}
      {tab === 'codes' && mayCodes ? (
        <CodesPanel coupon={coupon} />
      ) : tab === 'holders' ? (
        <HoldersPanel coupon={coupon} />
      ) : (
        <CouponEditor key={`${id}.${coupon.version}`} coupon={coupon} start={draftOf(coupon)} />
      )}
    </PageFrame>
  );
}

const BackToList = () => (
  <Link to="/coupons">
    <Button>回到优惠券</Button>
  </Link>
);

const Figures = ({ coupon: { state, figures } }: { coupon: AdminCoupon }) => (
  <section className="panel" style={{ marginBottom: 16 }}>
    <Descriptions column={{ xs: 2, sm: 3, md: 4, xl: 8 }} size="small" layout="vertical" colon={false}>
      <Descriptions.Item label="状态">
        <StatusTag state={state} map={COUPON_STATES} />
      </Descriptions.Item>
      <Descriptions.Item label="已领">{figures.issued} 张</Descriptions.Item>
      <Descriptions.Item label="还能领">{figures.left === null ? '不限' : `${figures.left} 张`}</Descriptions.Item>
      <Descriptions.Item label="待使用">{figures.open} 张</Descriptions.Item>
      <Descriptions.Item label="已使用">{figures.used} 张</Descriptions.Item>
      <Descriptions.Item label="过期或作废">{figures.ended} 张</Descriptions.Item>
      <Descriptions.Item label="已让利">
        <Money fen={figures.costFen} />
      </Descriptions.Item>
      {figures.budgetLeftFen !== null && (
        <Descriptions.Item label="剩余预算">
          <Money fen={figures.budgetLeftFen} />
        </Descriptions.Item>
      )}
    </Descriptions>
  </section>
);
