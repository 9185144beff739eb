import type { ReactNode } from 'react';
import { Text } from '../platform/elements';
import './Tag.scss';

export type Tone = 'brand' | 'plain' | 'success' | 'warn' | 'danger';
/** A word about a thing: what it is or how it stands. */
export const Tag = ({ tone = 'brand', children }: { tone?: Tone; children: ReactNode }) => (
  <Text className={`tag tag--${tone}`}>{children}</Text>
);
