import { usePages } from '@jishi/api-client/react';
import { listGoods } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Empty } from '../../../parts/Empty';
import { GoodsGrid } from '../../../parts/GoodsCard';
import { Screen } from '../../../parts/Screen';
import { View } from '../../../platform/elements';
import './MissingPage.scss';

/** No page stands at the address: an old link, a mistyped one. The way on is the home page, the search, or one of these goods. */
export function MissingPage() {
  const goods = usePages(listGoods, { query: { limit: 6 } });
  return (
    <Screen title="页面走丢了" className="missing">
      <Empty
        icon="search"
        title="页面走丢了"
        text="这个地址没有内容，可能已经下架或换了地方"
        action={{ text: '回首页', id: 'missing-home', onClick: () => go('home') }}
      />
      <View className="missing__search">
        <Button id="missing-search" kind="text" onClick={() => go('search')}>
          搜索商品
        </Button>
      </View>
      {goods.items.length > 0 && <View className="missing__title">看看这些</View>}
      <GoodsGrid items={goods.items} />
    </Screen>
  );
}
