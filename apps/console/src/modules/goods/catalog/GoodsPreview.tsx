import { memo, useMemo } from 'react';
import { ShopFrame } from '../../../parts/ShopFrame.tsx';
import type { GoodsDraft } from './goods-form.ts';
import { pageOf, UNSAVED } from './goods-page.ts';

/** The storefront's own product page with what is typed, saved or not. */
export const GoodsPreview = memo(function GoodsPreview({ id = UNSAVED, draft }: { id?: string; draft: GoodsDraft }) {
  const answer = useMemo(() => ({ operation: 'getGoods', id, reply: pageOf(id, draft) }), [id, draft]);
  return <ShopFrame path={`/pages/product?id=${id}`} answer={answer} />;
});
