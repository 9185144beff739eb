import { Button, Checkbox, Tag } from 'antd';
import { Link } from 'react-router';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { Hint } from '../../../parts/Hint.tsx';
import type { UrlFilters } from '../../../table/useUrlFilters.ts';

export type StockView = UrlFilters<{ low: string; goodsId: string }>;

export const StockFilters = ({ view: { filters, set } }: { view: StockView }) => (
  <>
    <Checkbox checked={filters.low === 'true'} onChange={(event) => set({ low: event.target.checked ? 'true' : '' })}>
      只看库存告急
      <Hint text="可售数量不高于预警线的规格，预警线在店铺设置里调整。" />
    </Checkbox>
    {filters.goodsId && (
      <Tag closable onClose={() => set({ goodsId: '' })}>
        只看一件商品
      </Tag>
    )}
  </>
);

export const NoStock = ({ view }: { view: StockView }) =>
  view.pristine ? (
    <EmptyNext title="还没有库存" text="先新建商品，再来入库。" action={<Link to="/goods/new">新建商品</Link>} />
  ) : (
    <EmptyNext
      title={view.filters.low ? '没有告急的规格' : '没有符合条件的规格'}
      action={<Button onClick={view.reset}>看全部</Button>}
    />
  );
