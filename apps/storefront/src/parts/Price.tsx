import { Text } from '../platform/elements';
import { amountOf } from './amount';
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
  /** An amount that is paid or paid back: the fen are named even when there are none. */
  exact?: boolean;
}

/** An amount with the fen smaller; whole yuan show no fen unless the amount is exact. */
export function Price({ fen, size = 'm', strike = false, from = false, plain = false, exact = false }: PriceProps) {
  const { sign, whole, rest } = amountOf(fen);
  const look = `price price--${size} ${strike ? 'price--strike' : ''} ${plain ? 'price--plain' : ''}`;
  return (
    <Text className={look}>
      <Text className="price__sign">{sign}</Text>
      <Text>{whole}</Text>
      {(exact || rest !== '00') && <Text className="price__fen">.{rest}</Text>}
      {from && <Text className="price__from">起</Text>}
    </Text>
  );
}
