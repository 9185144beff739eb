import type { Item } from '@jishi/api-client';
import { go } from '../nav';
import { Text, View } from '../platform/elements';
import { addressOf } from '../routes';
import { Picture } from './Picture';
import { Price } from './Price';
import './GoodsCard.scss';

type Goods = Item<'listGoods'>;

const address = (goods: Goods) => addressOf('product', { id: goods.id });
const open = (goods: Goods) => go('product', { id: goods.id });
const GoodsPrice = ({ goods }: { goods: Goods }) => (
  <View className="goods-card__price">
    <Price fen={goods.priceFen} from={goods.maxPriceFen > goods.priceFen} />
    {goods.marketPriceFen !== null && goods.marketPriceFen > goods.priceFen && (
      <Price fen={goods.marketPriceFen} strike />
    )}
  </View>
);

/** A product among others; large picture on top. */
const GoodsCard = ({ goods, eager }: { goods: Goods; eager: boolean }) => (
  <View id={`goods-${goods.id}`} className="goods-card" onTap={() => open(goods)} href={address(goods)}>
    <Picture src={goods.picture} eager={eager} />
    <View className="goods-card__words">
      <Text className="goods-card__title two-lines">{goods.title}</Text>
      <Text className="goods-card__subtitle one-line">{goods.subtitle}</Text>
      {goods.tags[0] && <Text className="goods-card__tag">{goods.tags[0]}</Text>}
      <GoodsPrice goods={goods} />
    </View>
  </View>
);

/** A product in a list; small picture on the left. */
export const GoodsRow = ({ goods }: { goods: Goods }) => (
  <View id={`goods-${goods.id}`} className="goods-row" onTap={() => open(goods)} href={address(goods)}>
    <View className="goods-row__picture">
      <Picture src={goods.picture} />
    </View>
    <View className="goods-row__words">
      <Text className="goods-card__title two-lines">{goods.title}</Text>
      <Text className="goods-card__subtitle one-line">{goods.subtitle}</Text>
      <GoodsPrice goods={goods} />
    </View>
  </View>
);

/** What a phone shows of a list before it is scrolled. */
const SEEN_FIRST = 4;
export const GoodsGrid = ({ items }: { items: Goods[] }) => (
  <View className="goods-grid">
    {items.map((goods, index) => (
      <GoodsCard key={goods.id} goods={goods} eager={index < SEEN_FIRST} />
    ))}
  </View>
);
