import { getAdminGoods } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Skeleton } from 'antd';
import { useSearchParams } from 'react-router';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { GoodsEditor } from './GoodsEditor.tsx';
import { copyOf } from './goods-form.ts';

/** An empty editor, or a copy of a product (`?from=`); what was typed earlier and not saved comes back. */
export function NewGoodsPage() {
  const from = useSearchParams()[0].get('from');
  const copied = useAsk(getAdminGoods, from ? { path: { id: from } } : null);
  if (from && copied.isFetching)
    return (
      <PageFrame title="新建商品">
        <Skeleton active paragraph={{ rows: 12 }} />
      </PageFrame>
    );
  const goods = from ? copied.data : undefined;
  return (
    <GoodsEditor key={from ?? 'new'} goods={null} {...(goods && { start: () => copyOf(goods) })} reload={() => {}} />
  );
}
