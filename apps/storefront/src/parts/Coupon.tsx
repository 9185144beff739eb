import { Text, View } from '../platform/elements';
import { Button } from './Button';
import { Price } from './Price';
import './Coupon.scss';

interface CouponProps {
  /** Integer fen off. */
  discountFen: number;
  /** Integer fen of goods from which it holds; 0: always. */
  minSpendFen: number;
  title: string;
  /** Until when, or for what. */
  text: string;
  /** What a tap does; left out where it cannot be used. */
  action?: { text: string; onTap: () => void };
  /** Why it cannot be used. */
  trouble?: string;
}
/** A coupon as a ticket: what it takes off on the left, its rule beside it. */
export const Coupon = ({ discountFen, minSpendFen, title, text, action, trouble }: CouponProps) => (
  <View className={`coupon ${trouble ? 'coupon--off' : ''}`}>
    <View className="coupon__off">
      <Price fen={discountFen} size="l" />
      <View>{minSpendFen > 0 ? `满 ${minSpendFen / 100} 元可用` : '无门槛'}</View>
    </View>
    <View className="coupon__words">
      <View className="coupon__title one-line">{title}</View>
      <Text className="coupon__text">{trouble ?? text}</Text>
    </View>
    {action && !trouble && (
      <View className="coupon__action">
        <Button size="s" onClick={action.onTap}>
          {action.text}
        </Button>
      </View>
    )}
  </View>
);
