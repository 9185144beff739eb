import type { ReplyOf } from '@jishi/api-client';
import { useState } from 'react';
import { yuan } from '../../../parts/amount';
import { Button } from '../../../parts/Button';
import { Cell } from '../../../parts/Cell';
import { Icon } from '../../../parts/Icon';
import { Sheet } from '../../../parts/Sheet';
import { Text, View } from '../../../platform/elements';
import { lineText, wishWith, wishWithout } from './choice';
import './coupons.scss';

type Coupons = ReplyOf<'quoteOrder'>['coupons'];
export type CouponWish = 'best' | 'none' | string[];

/** The coupons of an order: what is used, and a sheet to choose others from, with the reason of each that cannot be. */
export function CouponChoice({ coupons, onWish }: { coupons: Coupons; onWish: (wish: CouponWish) => void }) {
  const [open, setOpen] = useState(false);
  const { usable, unusable, best } = coupons;
  if (usable.length + unusable.length === 0) return null;
  const chosen = usable.filter((c) => c.chosen);
  return (
    <View className="card card--cell">
      <Cell id="order-coupons" title="优惠券" value={lineText(coupons)} onClick={() => setOpen(true)} />
      <Sheet
        open={open}
        title="选择优惠券"
        onClose={() => setOpen(false)}
        footer={
          <Button id="coupons-done" block onClick={() => setOpen(false)}>
            {chosen.length > 0 ? `完成，共减 ${yuan(chosen.reduce((sum, c) => sum + c.fen, 0))}` : '完成'}
          </Button>
        }
      >
        {best && (
          <View className="coupons__best">
            <Icon name="check" size={14} /> 已为你选最优
          </View>
        )}
        {usable.map((coupon) => (
          <View
            key={coupon.ref}
            id={`choose-${coupon.ref}`}
            className={`coupons__choice ${coupon.chosen ? 'coupons__choice--on' : ''}`}
            pressed={coupon.chosen}
            onTap={() => onWish(coupon.chosen ? wishWithout(coupons, coupon.ref) : wishWith(coupons, coupon.ref))}
          >
            <View className="grow">
              <View>{coupon.label}</View>
              {coupon.note && <View className="muted small">{coupon.note}</View>}
            </View>
            <Text className="coupons__fen">-{yuan(coupon.fen)}</Text>
          </View>
        ))}
        {!best && usable.length > 0 && (
          <View className="coupons__choice" id="choose-best" onTap={() => onWish('best')} role="button">
            用回最优惠的组合
          </View>
        )}
        {chosen.length > 0 && (
          <View className="coupons__choice" id="choose-none" onTap={() => onWish('none')} role="button">
            不使用优惠券
          </View>
        )}
        {unusable.length > 0 && <View className="coupons__title">本单不可用</View>}
        {unusable.map((coupon) => (
          <View key={coupon.ref} className="coupons__choice coupons__choice--off">
            <View className="grow">
              <View>{coupon.label}</View>
              <View className="small">{coupon.reason}</View>
            </View>
          </View>
        ))}
      </Sheet>
    </View>
  );
}
