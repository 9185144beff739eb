import { Text } from '../platform/elements';
import './Price.scss';

interface PriceProps {
  /** Integer fen (1/100 yuan). */
  fen: number;
  size?: 's' | 'm' | 'l';
  /** A former or list price: struck through. */
  strike?: boolean;
  /** Dearer variants exist. */
  from?: boolean;
  plain?: boolean;
}
/** "¥", yuan and fen of an amount, as text. */
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

/** An amount with the fen smaller; whole yuan show no fen. */
export function Price({ fen, size = 'm', strike = false, from = false, plain = false }: PriceProps) {
  const [whole, rest] = (Math.abs(fen) / 100).toFixed(2).split('.');
  const look = `price price--${size} ${strike ? 'price--strike' : ''} ${plain ? 'price--plain' : ''}`;
  return (
    <Text className={look}>
      <Text className="price__sign">{fen < 0 ? '-¥' : '¥'}</Text>
      <Text>{whole}</Text>
      {rest !== '00' && <Text className="price__fen">.{rest}</Text>}
      {from && <Text className="price__from">起</Text>}
    </Text>
  );
}
