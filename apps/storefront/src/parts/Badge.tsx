import { Text } from '../platform/elements';
import './Badge.scss';

/** A number at the shoulder of an icon; nothing at zero. */
export const Badge = ({ count }: { count: number }) =>
  count > 0 ? <Text className="badge">{count > 99 ? '99+' : count}</Text> : null;
