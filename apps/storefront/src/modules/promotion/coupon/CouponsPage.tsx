import { useAsk } from '@jishi/api-client/react';
import { listCoupons } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { Cell } from '../../../parts/Cell';
import { Empty } from '../../../parts/Empty';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { View } from '../../../platform/elements';
import { useShare } from '../../../platform/share';
import { addressOf } from '../../../routes';
import { OfferedTicket } from './OfferedTicket';
import { useClaim } from './useClaim';
import './coupons.scss';

/** Everything that can be claimed now or soon. */
export function CouponsPage() {
  const { data, error: problem, refetch: reload } = useAsk(listCoupons, {}, { staleTime: 0 });
  const { claim, busy } = useClaim('coupons');
  useShare(() => ({ title: '领券中心', url: addressOf('coupons') }));
  return (
    <Screen title="领券中心" className="coupons">
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton rows={4} />}
      {data && (
        <View className="card card--cell coupons__mine">
          <Cell id="to-my-coupons" icon="ticket" title="我的优惠券" onClick={() => go('mycoupons')} />
        </View>
      )}
      <View className="coupons__list">
        {data?.items.map((coupon) => (
          <OfferedTicket key={coupon.id} coupon={coupon} busy={busy} onClaim={(id) => void claim(id)} />
        ))}
      </View>
      {data?.items.length === 0 && (
        <Empty
          icon="ticket"
          title="现在没有可领的优惠券"
          text="先去挑几件喜欢的"
          action={{ text: '去逛逛', onClick: () => go('home') }}
        />
      )}
    </Screen>
  );
}
