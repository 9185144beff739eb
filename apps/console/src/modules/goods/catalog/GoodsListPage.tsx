import { PlusOutlined } from '@ant-design/icons';
import type { Input } from '@jishi/api-client';
import { listAdminGoods } from '@jishi/api-client/admin';
import { Button, Segmented, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Hint } from '../../../parts/Hint.tsx';
import { Money } from '../../../parts/Money.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { ExportButton } from '../../../table/ExportButton.tsx';
import { KeywordInput } from '../../../table/KeywordInput.tsx';
import { usePages } from '../../../table/usePages.ts';
import { type UrlFilters, useUrlFilters } from '../../../table/useUrlFilters.ts';
import { CategorySelect } from './CategorySelect.tsx';
import { GOODS_STATES, type GoodsRow, type StateChange } from './goods-state.ts';
import { RowActions } from './RowActions.tsx';
import { useGoodsState } from './useGoodsState.ts';

type GoodsFilter = { state: string; category: string; keyword: string; sort: string };
type GoodsSort = NonNullable<NonNullable<Input<'listAdminGoods'>['query']>['sort']>;

export function GoodsListPage() {
  const view = useUrlFilters({ state: '', category: '', keyword: '', sort: '' });
  const { filters } = view;
  const { can } = useStaff();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string[]>([]);
  const { change, remove, busy } = useGoodsState();
  const pages = usePages(listAdminGoods, { query: { ...filtersOf(filters), limit: 20 } });
  const visible = chosen.filter((id) => pages.rows.some((row) => row.id === id));
  const bulk = async (state: StateChange) => {
    if (await change(visible, state)) setChosen([]);
  };
  return (
    <PageFrame
      title="商品管理"
      extra={
        can('goods:write') && (
          <Link to="/goods/new">
            <Button type="primary" icon={<PlusOutlined />} id="goods-new">
              新建商品
            </Button>
          </Link>
        )
      }
    >
      <DataTable
        name="goods"
        columns={columnsOf((row) => can('goods:write') && <RowActions row={row} change={change} remove={remove} />)}
        pages={pages}
        rowKey={(row) => row.id}
        view={view}
        rowName={(row) => row.title}
        filters={<GoodsFilters view={view} />}
        actions={<ExportButton kind="goods" filters={filtersOf(filters)} />}
        onOpen={(row) => navigate(`/goods/${row.id}`)}
        card={(row) => <GoodsCard row={row} />}
        {...(can('goods:write') && {
          selection: {
            keys: visible,
            onChange: setChosen,
            bar: <BulkBar busy={busy} bin={filters.state === 'bin'} act={bulk} />,
          },
        })}
        empty={<NoGoods pristine={view.pristine} reset={view.reset} />}
      />
    </PageFrame>
  );
}

const filtersOf = (filters: GoodsFilter) => ({
  ...(filters.state && { state: filters.state as GoodsRow['state'] }),
  ...(filters.category && { category: filters.category }),
  ...(filters.keyword && { keyword: filters.keyword }),
  ...(filters.sort && { sort: filters.sort as GoodsSort }),
});

const BulkBar = ({ busy, bin, act }: { busy: boolean; bin: boolean; act: (state: StateChange) => void }) => (
  <Space>
    {bin ? (
      <Button size="small" loading={busy} onClick={() => act('restore')}>
        批量恢复
      </Button>
    ) : (
      <>
        <Button size="small" loading={busy} onClick={() => act('on')}>
          批量上架
        </Button>
        <Button size="small" danger loading={busy} onClick={() => act('off')}>
          批量下架
        </Button>
        <Button size="small" danger loading={busy} onClick={() => act('bin')}>
          移入回收站
        </Button>
      </>
    )}
  </Space>
);

function GoodsFilters({ view: { filters, set, reset, pristine } }: { view: UrlFilters<GoodsFilter> }) {
  return (
    <>
      <Segmented
        value={filters.state}
        onChange={(state) => set({ state })}
        options={[
          { value: '', label: '全部' },
          ...Object.entries(GOODS_STATES).map(([value, { text }]) => ({ value, label: text })),
        ]}
      />
      <CategorySelect
        allowClear
        style={{ width: 168 }}
        placeholder="全部分类"
        aria-label="按分类筛选"
        value={filters.category || undefined}
        onChange={(category) => set({ category: category ?? '' })}
      />
      <KeywordInput
        style={{ width: 200 }}
        placeholder="商品名称、编码或条码"
        aria-label="按名称、规格编码或条码搜索"
        value={filters.keyword}
        maxLength={60}
        onSearch={(keyword) => set({ keyword })}
      />
      {!pristine && (
        <Button type="link" onClick={reset}>
          清空
        </Button>
      )}
    </>
  );
}

const NoGoods = ({ pristine, reset }: { pristine: boolean; reset: () => void }) =>
  pristine ? (
    <EmptyNext
      title="还没有商品"
      text="发布第一件商品，买家就能在店里看到它。"
      action={
        <Link to="/goods/new">
          <Button type="primary">新建商品</Button>
        </Link>
      }
    />
  ) : (
    <EmptyNext title="没有符合条件的商品" action={<Button onClick={reset}>清空筛选</Button>} />
  );

const Price = ({ row }: { row: GoodsRow }) => (
  <>
    <Money fen={row.priceFen} />
    {row.maxPriceFen > row.priceFen && (
      <>
        {' '}
        – <Money fen={row.maxPriceFen} />
      </>
    )}
  </>
);

const columnsOf = (actions: (row: GoodsRow) => ReactNode): Array<DataColumn<GoodsRow>> => [
  {
    key: 'title',
    title: '商品',
    always: true,
    render: (_, row) => (
      <div className="goods-cell">
        <Thumbnail src={row.picture} size={44} />
        <Link to={`/goods/${row.id}`}>{row.title}</Link>
      </div>
    ),
  },
  { key: 'category', title: '分类', dataIndex: 'categoryName' },
  { key: 'price', title: '售价', align: 'end', sort: 'price', render: (_, row) => <Price row={row} /> },
  { key: 'skus', title: '规格', align: 'end', dataIndex: 'skuCount', className: 'num' },
  {
    key: 'stock',
    title: '可售库存',
    align: 'end',
    sort: 'stock',
    render: (_, row) => (
      <Link to={`/stock?goodsId=${row.id}`} className={row.available === 0 ? 'num out' : 'num plain'}>
        {row.available === 0 ? '售罄' : row.available.toLocaleString('en-US')}
      </Link>
    ),
  },
  {
    key: 'sold',
    title: (
      <>
        销量
        <Hint text="付款的件数，减去发货前退款的件数；最多晚 5 分钟，按库存和销量的排序也一样。" />
      </>
    ),
    name: '销量',
    align: 'end',
    sort: 'sold',
    className: 'num',
    render: (_, row) => row.sold.toLocaleString('en-US'),
  },
  {
    key: 'state',
    title: '状态',
    align: 'center',
    width: 110,
    render: (_, row) => <StatusTag state={row.state} map={GOODS_STATES} />,
  },
  { key: 'updated', title: '更新时间', sort: 'updated', render: (_, row) => <When at={row.updatedAt} /> },
  {
    key: 'created',
    title: '创建时间',
    optional: true,
    sort: 'created',
    render: (_, row) => <When at={row.createdAt} />,
  },
  {
    key: 'actions',
    title: '',
    always: true,
    align: 'end',
    render: (_, row) => actions(row),
  },
];

const GoodsCard = ({ row }: { row: GoodsRow }) => (
  <Link to={`/goods/${row.id}`} className="goods-card">
    <Thumbnail src={row.picture} size={64} />
    <span>
      <strong>{row.title}</strong>
      <span className="quiet">
        {row.categoryName} · 库存 {row.available} · 已售 {row.sold}
      </span>
      <span className="goods-card-foot">
        <Price row={row} />
        <StatusTag state={row.state} map={GOODS_STATES} />
      </span>
    </span>
  </Link>
);
