import { useAsk, useChange } from '@jishi/api-client/react';
import { addSetToCart, getCampaignBundle, getCart } from '@jishi/api-client/shop';
import { useState } from 'react';
import { go } from '../../../nav';
import { yuan } from '../../../parts/amount';
import { Button } from '../../../parts/Button';
import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Stepper } from '../../../parts/Stepper';
import { toast } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { needLogin } from '../../../session/session';
import { type Bundle, chosenSet, piecesIn, priceOfSet } from './bundle';
import './campaign.scss';

/** A set of goods for one price, put into the cart as one: all of it or nothing. */
export function BundleCard({ id }: { id: string }) {
  const { data, refetch: reload } = useAsk(getCampaignBundle, { path: { id } }, { staleTime: 0 });
  return data?.bundle ? <Chosen bundle={data.bundle} onChanged={() => void reload()} /> : null;
}

function Chosen({ bundle, onChanged }: { bundle: Bundle; onChanged: () => void }) {
  const [picked, setPicked] = useState<Record<string, number>>({});
  const adding = useChange(addSetToCart, {
    fill: (cache, after) => cache.put(getCart, {}, after),
    onDone: () => toast('整套已放进购物车'),
    onProblem: (refused) => {
      toast(refused.message);
      onChanged();
    },
  });
  const pieces = piecesIn(picked);
  const missing = (bundle.pick ?? 0) - pieces;
  const lines = chosenSet(bundle, picked);
  const { nowFen, listFen } = priceOfSet(bundle, picked);
  const add = async () => {
    if (await needLogin()) await adding.run({ body: { lines } });
  };
  return (
    <View className="card promotion__card" id="bundle">
      <View className="promotion__head">
        <Text className="grow promotion__title" level={2}>
          {bundle.pick === null ? '套装包含' : `任选 ${bundle.pick} 件`}
        </Text>
        <Text className="extras__specs">{bundle.sets > 0 ? `还可买 ${bundle.sets} 套` : '库存不足一套'}</Text>
      </View>
      {bundle.items.map((item) => (
        <View key={item.skuId} className="extras__row" id={`bundle-${item.skuId}`}>
          <View className="extras__picture" onTap={() => go('product', { id: item.goodsId })} label={item.title}>
            <Picture src={item.picture} />
          </View>
          <View className="grow">
            <View className="two-lines">{item.title}</View>
            {item.specs.length > 0 && <View className="extras__specs one-line">{item.specs.join(' / ')}</View>}
            <View className="extras__price">
              <Price fen={item.listFen} />
              {item.available < 1 && <Text className="extras__specs">已售罄</Text>}
            </View>
          </View>
          {bundle.pick === null ? (
            <Text>×{item.quantity}</Text>
          ) : (
            <Stepper
              id={`bundle-qty-${item.skuId}`}
              value={picked[item.skuId] ?? 0}
              min={0}
              max={Math.min(item.available, (picked[item.skuId] ?? 0) + missing)}
              onChange={(quantity) => setPicked((was) => ({ ...was, [item.skuId]: quantity }))}
            />
          )}
        </View>
      ))}
      <View className="promotion__head bundle__foot">
        <View className="grow">
          套装价 <Price fen={nowFen} />
          {listFen > nowFen && (
            <Text className="extras__specs">
              {' '}
              单买 {yuan(listFen)}，省 {yuan(listFen - nowFen)}
            </Text>
          )}
        </View>
        <Button id="bundle-add" busy={adding.busy} disabled={bundle.sets < 1 || missing > 0} onClick={() => void add()}>
          {missing > 0 ? `还差 ${missing} 件` : '整套加入购物车'}
        </Button>
      </View>
    </View>
  );
}
