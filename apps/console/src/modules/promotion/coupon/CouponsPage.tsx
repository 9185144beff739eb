import { PlusOutlined } from '@ant-design/icons';
import { listAdminCoupons } from '@jishi/api-client/admin';
import { Button, Segmented, Space } from 'antd';
import { Link, useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Hint } from '../../../parts/Hint.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { type AdminCoupon, COUPON_STATES, KIND_WORDS } from './coupon-form.ts';
import { useCouponState } from './useCouponState.ts';

const STATES = [
  { label: '全部', value: '' },
  { label: '发放中', value: 'issuing' },
  { label: '草稿', value: 'draft' },
  { label: '已停止', value: 'stopped' },
];

/** All coupons of the shop: what each does, how many are out, what they cost. */
export function CouponsPage() {
  const view = useUrlFilters({ state: '' });
  const { can } = useStaff();
  const navigate = useNavigate();
  const turn = useCouponState();
  const state = (view.filters.state || undefined) as AdminCoupon['state'] | undefined;
  const pages = usePages(listAdminCoupons, { query: { state, limit: 20 } });
  return (
    <PageFrame
      title="优惠券"
      sub="领到手的券按领取时的规则使用；停止发放不影响已领的券。"
      extra={
        can('promotion:write') && (
          <Link to="/coupons/create">
            <Button type="primary" icon={<PlusOutlined />} id="coupon-new">
              新建优惠券
            </Button>
          </Link>
        )
      }
    >
      <DataTable
        name="coupons"
        columns={columnsOf(can('promotion:write'), turn)}
        pages={pages}
        rowKey={(row) => row.id}
        filters={
          <Segmented
            options={STATES}
            value={view.filters.state}
            onChange={(chosen) => view.set({ state: String(chosen) })}
          />
        }
        onOpen={(row) => navigate(`/coupons/${row.id}`)}
        card={(row) => <CouponCard row={row} />}
        empty={
          view.pristine ? (
            <EmptyNext title="还没有优惠券" text="新建一张，顾客就能在商品页和领券中心领取。" />
          ) : undefined
        }
      />
    </PageFrame>
  );
}

const leftText = ({ figures: { left }, rule }: AdminCoupon): string =>
  left === null ? '不限' : rule.total === null ? `约 ${left}` : String(left);

const columnsOf = (mayWrite: boolean, turn: ReturnType<typeof useCouponState>): DataColumn<AdminCoupon>[] => [
  {
    key: 'name',
    title: '优惠券',
    always: true,
    render: (_, row) => (
      <div>
        <Link to={`/coupons/${row.id}`}>{row.name}</Link>
        <div className="quiet">
          {KIND_WORDS[row.rule.kind]} · {row.words.title}
        </div>
      </div>
    ),
  },
  { key: 'state', title: '状态', render: (_, row) => <StatusTag state={row.state} map={COUPON_STATES} /> },
  { key: 'scope', title: '适用范围', render: (_, row) => row.words.scope },
  { key: 'validity', title: '有效期', render: (_, row) => row.words.validity },
  { key: 'issued', title: '已领', align: 'right', render: (_, row) => row.figures.issued },
  { key: 'left', title: '剩余', align: 'right', render: (_, row) => leftText(row) },
  { key: 'open', title: '待使用', align: 'right', render: (_, row) => row.figures.open },
  { key: 'used', title: '已使用', align: 'right', render: (_, row) => row.figures.used },
  {
    key: 'cost',
    title: (
      <>
        已让利 <Hint text="已付款订单实际用券减掉的金额" />
      </>
    ),
    align: 'right',
    render: (_, row) => <Money fen={row.figures.costFen} />,
  },
  { key: 'updated', title: '更新时间', optional: true, render: (_, row) => <When at={row.updatedAt} /> },
  {
    key: 'actions',
    title: '操作',
    always: true,
    render: (_, row) => <Actions row={row} mayWrite={mayWrite} turn={turn} />,
  },
];

export const Actions = ({
  row,
  mayWrite,
  turn,
}: {
  row: AdminCoupon;
  mayWrite: boolean;
  turn: ReturnType<typeof useCouponState>;
}) =>
  mayWrite && (
    <Space size={4}>
      {row.state === 'issuing' ? (
        <Button size="small" onClick={() => void turn.stop(row)}>
          停止发放
        </Button>
      ) : (
        <Button size="small" type="primary" ghost disabled={turn.busy} onClick={() => void turn.issue(row)}>
          {row.state === 'draft' ? '开始发放' : '继续发放'}
        </Button>
      )}
      <Link to={`/coupons/create?from=${row.id}`}>
        <Button size="small" type="text">
          复制
        </Button>
      </Link>
      {row.state === 'draft' && (
        <Button size="small" type="text" danger onClick={() => void turn.remove(row)}>
          删除
        </Button>
      )}
    </Space>
  );

const CouponCard = ({ row }: { row: AdminCoupon }) => (
  <Link to={`/coupons/${row.id}`}>
    <strong>{row.name}</strong> <StatusTag state={row.state} map={COUPON_STATES} />
    <div className="quiet">
      {row.words.title} · {row.words.scope}
    </div>
    <div className="quiet">
      已领 {row.figures.issued} · 剩余 {leftText(row)} · 已使用 {row.figures.used}
    </div>
  </Link>
);
