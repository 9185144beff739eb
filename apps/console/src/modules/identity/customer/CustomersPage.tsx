import type { Input, Item } from '@jishi/api-client';
import { listAdminCustomers } from '@jishi/api-client/admin';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { KeywordInput } from '../../../table/KeywordInput.tsx';
import { usePages } from '../../../table/usePages.ts';
import { useUrlFilters } from '../../../table/useUrlFilters.ts';

type Customer = Item<'listAdminCustomers'>;
type CustomerSort = NonNullable<NonNullable<Input<'listAdminCustomers'>['query']>['sort']>;

/** Everybody who came to the shop, with what they bought; found by name or by phone number. */
export function CustomersPage() {
  const view = useUrlFilters({ name: '', phone: '', sort: '' });
  const { name, phone, sort } = view.filters;
  const navigate = useNavigate();
  const pages = usePages(listAdminCustomers, {
    query: name
      ? { name, limit: 100 }
      : { ...(phone && { phone }), ...(sort && { sort: sort as CustomerSort }), limit: 20 },
  });
  return (
    <PageFrame sub="手机号只显示一部分；按完整号码可以找到人，收货地址里的号码也算。">
      <DataTable
        name="customers"
        columns={COLUMNS}
        pages={pages}
        rowKey={(row) => row.id}
        view={view}
        filters={
          <>
            <KeywordInput
              style={{ width: 200 }}
              placeholder="昵称开头"
              aria-label="按昵称开头搜索"
              maxLength={20}
              value={name}
              onSearch={(text) => view.set({ name: text, phone: '', sort: '' })}
            />
            <KeywordInput
              style={{ width: 200 }}
              placeholder="完整手机号"
              aria-label="按完整手机号搜索"
              inputMode="tel"
              maxLength={24}
              value={phone}
              onSearch={(text) => view.set({ phone: text, name: '' })}
            />
          </>
        }
        onOpen={(row) => navigate(`/customers/${row.id}`)}
        card={(row) => <CustomerCard row={row} />}
        empty={
          view.pristine ? (
            <EmptyNext title="还没有客户" text="有人登录过您的店铺，就会出现在这里。" />
          ) : (
            <EmptyNext
              title="没有找到这位客户"
              text="昵称要从头写起，手机号要写完整。"
              action={<Button onClick={view.reset}>看全部客户</Button>}
            />
          )
        }
      />
    </PageFrame>
  );
}

const COLUMNS: ReadonlyArray<DataColumn<Customer>> = [
  {
    key: 'name',
    title: '客户',
    always: true,
    render: (_, row) => (
      <div className="order-number">
        <Link to={`/customers/${row.id}`}>{row.nickname}</Link>
        <span className="quiet num">{row.phone ?? '未绑定手机号'}</span>
      </div>
    ),
  },
  { key: 'orders', title: '付款订单', align: 'end', sort: 'orders', dataIndex: 'orders', className: 'num' },
  {
    key: 'paid',
    title: '累计消费',
    align: 'end',
    sort: 'paid',
    render: (_, row) => <Money fen={row.paidFen} strong={row.paidFen > 0} />,
  },
  { key: 'last', title: '最近付款', sort: 'last', render: (_, row) => <When at={row.lastPaidAt} /> },
  { key: 'seen', title: '最近登录', render: (_, row) => <When at={row.seenAt} /> },
  { key: 'created', title: '首次到店', optional: true, render: (_, row) => <When at={row.createdAt} /> },
];

const CustomerCard = ({ row }: { row: Customer }) => (
  <Link to={`/customers/${row.id}`} className="stock-card plain">
    <span className="goods-card-foot">
      <strong>{row.nickname}</strong>
      <Money fen={row.paidFen} strong />
    </span>
    <span className="goods-card-foot quiet">
      <span className="num">{row.phone ?? '未绑定手机号'}</span>
      <span>{row.orders} 单</span>
    </span>
  </Link>
);
