import { useAsk, usePages } from '@jishi/api-client/react';
import { listCategories, listGoods } from '@jishi/api-client/shop';
import { useEffect } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go, openLink } from '../../../nav';
import { Carousel } from '../../../parts/Carousel';
import { Empty } from '../../../parts/Empty';
import { GoodsGrid } from '../../../parts/GoodsCard';
import { Icon } from '../../../parts/Icon';
import { Notice } from '../../../parts/Notice';
import { Picture } from '../../../parts/Picture';
import { Screen } from '../../../parts/Screen';
import { TabBar } from '../../../parts/TabBar';
import { Text, View } from '../../../platform/elements';
import { firstScreen } from '../../../platform/first-screen';
import { useShare } from '../../../platform/share';
import { addressOf } from '../../../routes';
import { type Shop, useShop } from '../../../session/shop';
import './HomePage.scss';

const BANNER_MS = 5000;
const GOODS_FRESH_MS = 60_000;

export function HomePage() {
  const shop = useShop();
  useShare(() => ({
    title: [shop?.name, shop?.slogan].filter(Boolean).join(' · '),
    url: addressOf('home'),
    picture: shop?.banners[0]?.picture,
  }));
  const goods = usePages(listGoods, { query: { limit: 20 } }, { staleTime: GOODS_FRESH_MS });
  useReachEnd(goods.more);
  const drawn = goods.items.length > 0 || goods.ended || goods.problem !== null;
  useEffect(() => {
    if (drawn) firstScreen.lift();
  }, [drawn]);
  return (
    <Screen className="screen--tabbed">
      <View className="home__top">
        <Text className="home__name one-line" level={1}>
          {shop?.name ?? ' '}
        </Text>
        <View id="search-box" className="home__search" onTap={() => go('search')} label="搜索商品">
          <Icon name="search" size={18} />
          <Text>搜索商品</Text>
        </View>
      </View>
      {shop ? <Banners shop={shop} /> : <BannersPlace />}
      <Departments />
      {shop?.notice && (
        <View className="home__notice">
          <Notice text={shop.notice} />
        </View>
      )}
      <View className="home__title" level={2}>
        <Text>为你精选</Text>
      </View>
      <GoodsGrid items={goods.items} />
      <ListFoot list={goods} shape="goods" />
      {goods.ended && goods.items.length === 0 && <Empty title="货架正在上新" text="过一会儿再来看看" />}
      {goods.ended && goods.items.length > 0 && <View className="home__end">已经到底了</View>}
      <TabBar at="home" />
    </Screen>
  );
}

const Banners = ({ shop }: { shop: Shop }) =>
  shop.banners.length === 0 ? null : (
    <View className="home__banners">
      <Carousel label="活动" ratio={32 / 75} everyMs={BANNER_MS}>
        {shop.banners.map((banner, index) => (
          <View key={banner.picture} onTap={() => openLink(banner.link)} label={banner.title} role="link">
            <Picture src={banner.picture} alt={banner.title} ratio={32 / 75} width={720} eager={index === 0} />
          </View>
        ))}
      </Carousel>
    </View>
  );

/** Keeps their place until it is known whether there are any. */
const BannersPlace = () => (
  <View className="home__banners">
    <Picture src="" ratio={32 / 75} />
  </View>
);

/** Categories of the second level as icons: the quickest way into the shop. */
function Departments() {
  const { data } = useAsk(listCategories, {}, { staleTime: GOODS_FRESH_MS });
  const icons = (data?.items ?? []).flatMap((c) => c.children).slice(0, 10);
  if (icons.length === 0) return <View className="home__icons home__icons--waiting" />;
  return (
    <View className="home__icons">
      {icons.map((category) => (
        <View
          key={category.id}
          className="home__icon"
          onTap={() => go('search', { category: category.id, name: category.name })}
        >
          <View className="home__icon-picture">
            <Picture src={category.picture ?? ''} />
          </View>
          <Text>{category.name}</Text>
        </View>
      ))}
      {(data?.items.length ?? 0) > 0 && icons.length < 10 && (
        <View className="home__icon" onTap={() => go('category')}>
          <View className="home__icon-picture home__icon-all">
            <Icon name="grid" size={26} />
          </View>
          <Text>全部</Text>
        </View>
      )}
    </View>
  );
}
