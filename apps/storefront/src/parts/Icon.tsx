import { Text } from '../platform/elements';
import type { IconName } from './icon-names';
import './Icon.scss';

export type { IconName } from './icon-names';

/** A line icon in the colour of its text; `size` in px. */
export const Icon = ({ name, size = 24, className = '' }: { name: IconName; size?: number; className?: string }) => (
  <Text className={`icon icon--${name} ${className}`} style={{ width: `${size}px`, height: `${size}px` }} hidden />
);
