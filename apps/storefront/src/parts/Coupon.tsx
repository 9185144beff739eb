import { Text, View } from '../platform/elements';
import { Button } from './Button';
import { Price } from './Price';
import './Coupon.scss';

interface CouponProps {
  id?: string;
  /** What it takes off: integer fen, or words ("8.5 折"). */
  off: number | string;
  /** From what it holds: "满 100 元可用". */
  condition: string;
  title: string;
  /** Until when, or for what. */
  text: string;
  /** What a tap on its button does; left out where it cannot be used. */
  action?: { id?: string; text: string; busy?: boolean; onTap: () => void };
  /** Why it cannot be used. */
  trouble?: string;
  /** A tap beside the button. */
  onOpen?: () => void;
}
/** A coupon as a ticket: what it takes off on the left, its rule beside it. */
export const Coupon = ({ id, off, condition, title, text, action, trouble, onOpen }: CouponProps) => (
  <View id={id} className={`coupon ${trouble ? 'coupon--off' : ''}`}>
    <View className="coupon__ticket" onTap={onOpen}>
      <View className="coupon__off">
        {typeof off === 'number' ? <Price fen={off} size="l" /> : <Text className="coupon__words-off">{off}</Text>}
        <View>{condition}</View>
      </View>
      <View className="coupon__words">
        <View className="coupon__title two-lines">{title}</View>
        <Text className="coupon__text">{trouble ?? text}</Text>
      </View>
    </View>
    {action && !trouble && (
      <View className="coupon__action">
        <Button id={action.id} size="s" busy={action.busy ?? false} onClick={action.onTap}>
          {action.text}
        </Button>
      </View>
    )}
  </View>
);
