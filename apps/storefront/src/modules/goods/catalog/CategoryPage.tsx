import { useAsk, usePages } from '@jishi/api-client/react';
import { listCategories, listGoods } from '@jishi/api-client/shop';
import { useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { go } from '../../../nav';
import { Empty } from '../../../parts/Empty';
import { GoodsRow } from '../../../parts/GoodsCard';
import { Icon } from '../../../parts/Icon';
import { Picture } from '../../../parts/Picture';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { TabBar } from '../../../parts/TabBar';
import { Scroll, Text, View } from '../../../platform/elements';
import { useShare } from '../../../platform/share';
import { addressOf } from '../../../routes';
import { useShop } from '../../../session/shop';
import './CategoryPage.scss';

const GOODS_FRESH_MS = 60_000;

export function CategoryPage() {
  const { data, error: problem, refetch: reload } = useAsk(listCategories, {}, { staleTime: GOODS_FRESH_MS });
  const shop = useShop();
  useShare(() => ({ title: `${shop?.name ?? ''}的全部分类`, url: addressOf('category') }));
  const [chosen, setChosen] = useState<string>();
  const [child, setChild] = useState<string>();
  const department = data?.items.find((c) => c.id === chosen) ?? data?.items[0];
  return (
    <Screen className="category">
      <View id="search-box" className="category__search" onTap={() => go('search')} label="搜索商品">
        <Icon name="search" size={18} />
        <Text>搜索商品</Text>
      </View>
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton />}
      {department && (
        <View className="category__columns">
          <Scroll className="category__side">
            {data?.items.map((c) => (
              <View
                key={c.id}
                className={`category__department ${c.id === department.id ? 'category__department--on' : ''}`}
                pressed={c.id === department.id}
                onTap={() => {
                  setChosen(c.id);
                  setChild(undefined);
                }}
              >
                {c.name}
              </View>
            ))}
          </Scroll>
          <Shelf key={child ?? department.id} category={child ?? department.id}>
            <View className="category__children">
              {department.children.map((c) => (
                <View
                  key={c.id}
                  className={`category__child ${c.id === child ? 'category__child--on' : ''}`}
                  pressed={c.id === child}
                  onTap={() => setChild(c.id === child ? undefined : c.id)}
                >
                  <View className="category__picture">
                    <Picture src={c.picture ?? ''} />
                  </View>
                  <Text className="one-line">{c.name}</Text>
                </View>
              ))}
            </View>
          </Shelf>
        </View>
      )}
      <TabBar at="category" />
    </Screen>
  );
}

/** The goods of one category below its children. */
function Shelf({ category, children }: { category: string; children: React.ReactNode }) {
  const goods = usePages(listGoods, { query: { category, limit: 20 } }, { staleTime: GOODS_FRESH_MS });
  return (
    <Scroll className="category__shelf" onEnd={goods.more}>
      {children}
      {goods.items.map((item) => (
        <GoodsRow key={item.id} goods={item} />
      ))}
      <ListFoot list={goods} />
      {goods.ended && goods.items.length === 0 && <Empty title="这里正在上新" text="先看看别的分类" />}
    </Scroll>
  );
}
