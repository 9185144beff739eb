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
const GoodsPrice = ({ goods }: { goods: Goods }) =>
  goods.deal ? (
    <View className="goods-card__price">
      <Price fen={goods.deal.priceFen} from={goods.deal.maxPriceFen > goods.deal.priceFen} />
      {goods.deal.struckFen !== null && <Price fen={goods.deal.struckFen} strike />}
    </View>
  ) : (
    <View className="goods-card__price">
      <Price fen={goods.priceFen} from={goods.maxPriceFen > goods.priceFen} />
      {goods.marketPriceFen !== null && goods.marketPriceFen > goods.priceFen && (
        <Price fen={goods.marketPriceFen} strike />
      )}
    </View>
  );
/** What is on for it: promotions before the merchant's own words. Two words in one line, as space allows. */
const GoodsTags = ({ goods: { deal, badges = [], tags } }: { goods: Goods }) => {
  const told = [...(deal ? [deal.label] : []), ...badges, ...tags].slice(0, deal || badges.length > 0 ? 2 : 1);
  if (told.length === 0) return null;
  return (
    <View className="goods-card__tags">
      {told.map((word) => (
        <Text key={word} className="goods-card__tag">
          {word}
        </Text>
      ))}
    </View>
  );
};

/** A product among others; large picture on top. */
const GoodsCard = ({ goods, eager }: { goods: Goods; eager: boolean }) => (
  <View id={`goods-${goods.id}`} className="goods-card" onTap={() => open(goods)} href={address(goods)}>
    <Picture src={goods.picture} eager={eager} />
    <View className="goods-card__words">
      <Text className="goods-card__title two-lines">{goods.title}</Text>
      <Text className="goods-card__subtitle one-line">{goods.subtitle}</Text>
      <GoodsTags goods={goods} />
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
      {(goods.deal || goods.badges) && <GoodsTags goods={goods} />}
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
