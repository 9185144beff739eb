import { useAsk, usePages } from '@jishi/api-client/react';
import { getCoupon, listCouponGoods } from '@jishi/api-client/shop';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go, useParams } from '../../../nav';
import { Empty } from '../../../parts/Empty';
import { GoodsGrid } from '../../../parts/GoodsCard';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { View } from '../../../platform/elements';
import { useShare } from '../../../platform/share';
import { addressOf } from '../../../routes';
import { OfferedTicket } from './OfferedTicket';
import { useClaim } from './useClaim';
import './coupons.scss';

/** What a coupon does, its conditions, and the goods that it can be used for. */
export function CouponPage() {
  const { id } = useParams('coupon');
  const { data: coupon, error: problem, refetch: reload } = useAsk(getCoupon, { path: { id } }, { staleTime: 0 });
  const goods = usePages(listCouponGoods, coupon ? { path: { id }, query: { limit: 20 } } : null);
  const { claim, busy } = useClaim(`coupon/${id}`);
  useShare(() => ({
    title: coupon ? `${coupon.words.title}，${coupon.name}` : '优惠券',
    url: addressOf('coupon', { id }),
  }));
  useReachEnd(goods.more);
  return (
    <Screen title="优惠券" className="coupons">
      {problem && !coupon && <Problem problem={problem} onRetry={reload} />}
      {!problem && !coupon && <Skeleton rows={3} />}
      {coupon && (
        <>
          <View className="coupons__list">
            <OfferedTicket coupon={coupon} busy={busy} onClaim={(one) => void claim(one)} here />
          </View>
          <View className="card coupons__rules">
            {coupon.words.lines.map((line) => (
              <View key={line} className="coupons__rule">
                {line}
              </View>
            ))}
            {coupon.standing === 'have' && <View className="coupons__hint">已领取，下单时自动使用</View>}
          </View>
          <View className="coupons__title" level={2}>
            可以用在这些商品上
          </View>
          <GoodsGrid items={goods.items} />
          <ListFoot list={goods} shape="goods" />
          {goods.ended && goods.items.length === 0 && (
            <Empty
              title="现在没有适用的商品"
              text="去看看别的"
              action={{ text: '去逛逛', onClick: () => go('home') }}
            />
          )}
        </>
      )}
    </Screen>
  );
}
