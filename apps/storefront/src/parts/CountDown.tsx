import { useEffect, useRef, useState } from 'react';
import { Text } from '../platform/elements';
import { leftUntil, untilNextSecond } from './count-down';
import './CountDown.scss';

interface CountDownProps {
  /** RFC 3339 instant. */
  endsAt: string;
  /** The server's clock minus this device's, in ms: a phone whose clock is wrong counts right all the same. */
  offsetMs?: number;
  /** Called once when it is over. */
  onEnd?: () => void;
}
/** What is left of an offer or a payment, by the second; over a day it says days too. */
export function CountDown({ endsAt, offsetMs = 0, onEnd }: CountDownProps) {
  const [now, setNow] = useState(() => Date.now() + offsetMs);
  const { days, clock, over } = leftUntil(endsAt, now);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (over) {
      end.current?.();
      return;
    }
    const timer = setTimeout(() => setNow(Date.now() + offsetMs), untilNextSecond(endsAt, now));
    return () => clearTimeout(timer);
  }, [now, over, endsAt, offsetMs]);
  return (
    <Text className="count-down" role="timer">
      {days > 0 && <Text className="count-down__days">{days} 天</Text>}
      {clock.map((part, at) => (
        <Text key={['h', 'm', 's'][at]} className="count-down__part">
          {part}
        </Text>
      ))}
    </Text>
  );
}
