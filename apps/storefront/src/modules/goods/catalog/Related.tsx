import { useAsk } from '@jishi/api-client/react';
import { listRelatedGoods } from '@jishi/api-client/shop';
import { GoodsGrid } from '../../../parts/GoodsCard';
import { View } from '../../../platform/elements';

const FRESH_MS = 60_000;

/** What to look at next; nothing while there is nothing. */
export function Related({ id }: { id: string }) {
  const items = useAsk(listRelatedGoods, { path: { id } }, { staleTime: FRESH_MS }).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <View id="related">
      <View className="product__section" level={2}>
        相关商品
      </View>
      <GoodsGrid items={items} />
    </View>
  );
}
