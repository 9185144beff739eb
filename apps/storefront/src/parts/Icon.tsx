import { Text } from '../platform/elements';
import './Icon.scss';

export type IconName =
  | 'home'
  | 'grid'
  | 'cart'
  | 'user'
  | 'search'
  | 'back'
  | 'next'
  | 'down'
  | 'close'
  | 'plus'
  | 'minus'
  | 'check'
  | 'pin'
  | 'phone'
  | 'wallet'
  | 'box'
  | 'truck'
  | 'refund'
  | 'chat'
  | 'edit'
  | 'trash'
  | 'copy'
  | 'clock'
  | 'shield'
  | 'alert'
  | 'bell'
  | 'device'
  | 'list'
  | 'star';

/** A line icon in the colour of its text; `size` in px. */
export const Icon = ({ name, size = 24, className = '' }: { name: IconName; size?: number; className?: string }) => (
  <Text className={`icon icon--${name} ${className}`} style={{ width: `${size}px`, height: `${size}px` }} />
);
