import type { ReplyOf } from '@jishi/api-client';
import { useAsk, useChange } from '@jishi/api-client/react';
import { addToCart, getCart, listCampaignExtras } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { yuan } from '../../../parts/amount';
import { Button } from '../../../parts/Button';
import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Tag } from '../../../parts/Tag';
import { toast } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { needLogin } from '../../../session/session';
import { chosenOf } from './extras';

type Extra = ReplyOf<'listCampaignExtras'>['items'][number];

/** What a promotion gives for enough goods: the shopper chooses. */
export function Extras({ id, cart }: { id: string; cart: ReplyOf<'getCart'> | undefined }) {
  const { data } = useAsk(listCampaignExtras, { path: { id } }, { staleTime: 0 });
  const adding = useChange(addToCart, {
    fill: (cache, after) => cache.put(getCart, {}, after),
    onDone: () => toast('已放进购物车'),
    onProblem: (refused) => toast(refused.message),
  });
  if (!data?.most || data.items.length === 0) return null;
  const { isReached, count } = chosenOf(cart, id, data.items);
  const isFull = count >= data.most;
  const choose = async (skuId: string) => {
    if (await needLogin()) await adding.run({ body: { skuId, quantity: 1 } });
  };
  return (
    <View className="card promotion__card" id="extras">
      <Text className="promotion__title" level={2}>
        {data.items.every((item) => item.priceFen === 0) ? '可选赠品' : '可换购'}
      </Text>
      <View className="promotion__words extras__hint">
        {isReached ? `已选 ${Math.min(count, data.most)} / ${data.most} 件` : `达到门槛后可选 ${data.most} 件`}
      </View>
      {data.items.map((item) => (
        <Row
          key={item.skuId}
          item={item}
          busy={adding.busy}
          can={isReached && !isFull && item.isLeft}
          onChoose={() => void choose(item.skuId)}
        />
      ))}
    </View>
  );
}

interface RowProps {
  item: Extra;
  busy: boolean;
  can: boolean;
  onChoose: () => void;
}
const Row = ({ item, busy, can, onChoose }: RowProps) => (
  <View className="extras__row" id={`extra-${item.skuId}`}>
    <View className="extras__picture" onTap={() => go('product', { id: item.goodsId })} label={item.title}>
      <Picture src={item.picture} />
    </View>
    <View className="grow">
      <View className="two-lines">{item.title}</View>
      {item.specs.length > 0 && <View className="extras__specs one-line">{item.specs.join(' / ')}</View>}
      <View className="extras__price">
        {item.priceFen === 0 ? <Tag>赠品</Tag> : <Price fen={item.priceFen} />}
        <Text className="extras__specs">现价 {yuan(item.listFen)}</Text>
      </View>
    </View>
    <Button id={`extra-choose-${item.skuId}`} size="s" busy={busy} disabled={!can} onClick={onChoose}>
      {item.isLeft ? (item.priceFen === 0 ? '领取' : '换购') : '已选完'}
    </Button>
  </View>
);
