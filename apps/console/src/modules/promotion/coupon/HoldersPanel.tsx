import type { Item } from '@jishi/api-client';
import { listCouponHolders, voidHeldCoupons } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Money } from '../../../parts/Money.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';
import { type AdminCoupon, HELD_STATES, ORIGIN_WORDS } from './coupon-form.ts';

type Holder = Item<'listCouponHolders'>;
const STATES = [
  { label: '全部', value: '' },
  ...Object.entries(HELD_STATES).map(([value, { text }]) => ({ label: text, value })),
];
const mayVoid = ({ state }: Holder): boolean => state === 'held' || state === 'returned';

/** Who got a coupon and what became of it; what nobody used can be voided with a reason. */
export function HoldersPanel({ coupon }: { coupon: AdminCoupon }) {
  const view = useUrlFilters({ held: '' });
  const { can } = useStaff();
  const [chosen, setChosen] = useState<string[]>([]);
  const [voiding, setVoiding] = useState(false);
  const state = (view.filters.held || undefined) as Holder['state'] | undefined;
  const pages = usePages(listCouponHolders, { path: { id: coupon.id }, query: { state, limit: 20 } });
  const open = pages.rows.filter((row) => chosen.includes(row.id) && mayVoid(row)).map(({ id }) => id);
  return (
    <>
      {voiding && (
        <VoidDialog
          couponId={coupon.id}
          heldIds={open}
          onClose={() => {
            setVoiding(false);
            setChosen([]);
          }}
        />
      )}
      <DataTable
        name="coupon-holders"
        columns={columns}
        pages={pages}
        rowKey={(row) => row.id}
        rowName={(row) => row.customerName}
        filters={
          <Segmented
            options={STATES}
            value={view.filters.held}
            onChange={(value) => view.set({ held: String(value) })}
          />
        }
        {...(can('promotion:write') && {
          selection: {
            keys: chosen,
            onChange: setChosen,
            bar: (
              <Button
                id="holders-void"
                size="small"
                danger
                disabled={open.length === 0}
                onClick={() => setVoiding(true)}
              >
                作废没用的 {open.length} 张
              </Button>
            ),
          },
        })}
        card={(row) => <HolderCard row={row} />}
        empty={<EmptyNext title={state ? '没有这种状态的券' : '还没有人领'} />}
      />
    </>
  );
}

const columns: DataColumn<Holder>[] = [
  {
    key: 'customer',
    title: '顾客',
    always: true,
    render: (_, row) => <Link to={`/customers/${row.customerId}`}>{row.customerName}</Link>,
  },
  {
    key: 'state',
    title: '状态',
    render: (_, row) => (
      <>
        <StatusTag state={row.state} map={HELD_STATES} />
        {row.voidReason && <div className="quiet">{row.voidReason}</div>}
      </>
    ),
  },
  { key: 'origin', title: '来源', render: (_, row) => ORIGIN_WORDS[row.origin] },
  { key: 'got', title: '领取时间', render: (_, row) => <When at={row.gotAt} /> },
  { key: 'until', title: '有效期至', render: (_, row) => <When at={row.until} /> },
  {
    key: 'order',
    title: '用在',
    render: (_, row) => row.orderId && <Link to={`/orders/${row.orderId}`}>查看订单</Link>,
  },
  {
    key: 'off',
    title: '减了',
    align: 'right',
    render: (_, row) => row.offFen !== null && row.state !== 'held' && <Money fen={row.offFen} />,
  },
];

const HolderCard = ({ row }: { row: Holder }) => (
  <div>
    <Link to={`/customers/${row.customerId}`}>{row.customerName}</Link>{' '}
    <StatusTag state={row.state} map={HELD_STATES} />
    <div className="quiet">
      {ORIGIN_WORDS[row.origin]} · <When at={row.gotAt} />
      {row.voidReason && ` · ${row.voidReason}`}
    </div>
  </div>
);

function VoidDialog({ couponId, heldIds, onClose }: { couponId: string; heldIds: string[]; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const voiding = useChange(voidHeldCoupons, {
    onDone: ({ voided, refused }) => {
      tell(
        refused.length === 0 ? `已作废 ${voided} 张` : `已作废 ${voided} 张；${refused.length} 张刚被使用，没有作废`,
      );
      onClose();
    },
  });
  return (
    <Modal
      open
      title={`作废 ${heldIds.length} 张优惠券？`}
      okText="作废"
      cancelText="取消"
      okButtonProps={{ danger: true, disabled: reason.trim() === '', loading: voiding.busy, id: 'void-go' }}
      onCancel={onClose}
      onOk={() => void voiding.run({ path: { id: couponId }, body: { heldIds, reason: reason.trim() } })}
    >
      <p>作废后顾客不能再用，也不能恢复。原因会显示给顾客。</p>
      <Input
        id="void-reason"
        aria-label="作废原因"
        placeholder="作废原因，例如：活动设置有误，已补发新券"
        maxLength={100}
        showCount
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
