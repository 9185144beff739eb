import { useAsk } from '@jishi/api-client/react';
import { listCoupons } from '@jishi/api-client/shop';
import { useState } from 'react';
import { Cell } from '../../../parts/Cell';
import { Sheet } from '../../../parts/Sheet';
import { Tag } from '../../../parts/Tag';
import { View } from '../../../platform/elements';
import { OfferedTicket } from './OfferedTicket';
import { useClaim } from './useClaim';
import './coupons.scss';

const FRESH_MS = 30_000;

/** The coupons that a product counts for: a line of their words, and a sheet to claim them from. Nothing where there are none. */
export function CouponLine({ goodsId }: { goodsId: string }) {
  const { data } = useAsk(listCoupons, { query: { goodsId } }, { staleTime: FRESH_MS });
  const [open, setOpen] = useState(false);
  const { claim, busy } = useClaim(`product/${goodsId}`);
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <Cell
        id="coupon-line"
        title="领券"
        value={
          <View className="coupons__tags">
            {items.slice(0, 2).map(({ id, words }) => (
              <Tag key={id}>{words.title}</Tag>
            ))}
          </View>
        }
        onClick={() => setOpen(true)}
      />
      <Sheet open={open} title="优惠券" onClose={() => setOpen(false)}>
        <View className="coupons__list">
          {items.map((coupon) => (
            <OfferedTicket key={coupon.id} coupon={coupon} busy={busy} onClaim={(id) => void claim(id)} />
          ))}
        </View>
      </Sheet>
    </>
  );
}
