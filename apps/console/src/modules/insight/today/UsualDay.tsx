import { getTrends } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Link } from 'react-router';
import { yuanText } from '../../../parts/money.ts';
import css from './UsualDay.module.css';
import { dayScale } from './usual.ts';

const KEPT_MS = 30 * 60_000;

/** Where today stands already against what a whole day usually brings; nothing for a shop that is too young to tell. */
export function UsualDay({ todayFen }: { todayFen: number }) {
  const { data } = useAsk(getTrends, { query: { days: 7 } }, { staleTime: KEPT_MS });
  if (!data?.usual) return null;
  const { low, high, now } = dayScale(data.usual, todayFen);
  const words = `平常一天成交 ${yuanText(data.usual.lowFen)} 到 ${yuanText(data.usual.highFen)}，今天到现在 ${yuanText(todayFen)}`;
  return (
    <div className={css.usual}>
      <div className={css.scale} role="img" aria-label={words}>
        <span className={css.range} style={{ left: `${low}%`, width: `${high - low}%` }} />
        <span className={css.now} style={{ left: `${now}%` }} />
      </div>
      <p className={css.words}>
        平常一天成交 {yuanText(data.usual.lowFen)}–{yuanText(data.usual.highFen)}（前八周里中间一半的日子，阴影）。
        <Link to="/trends">看趋势</Link>
      </p>
    </div>
  );
}
