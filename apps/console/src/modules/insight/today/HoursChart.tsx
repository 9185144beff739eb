import { Grid } from 'antd';
import { useState } from 'react';
import { yuanText } from '../../../parts/money.ts';
import { niceTop } from './compare.ts';
import css from './HoursChart.module.css';

export interface Hour {
  hour: number;
  todayFen: number;
  yesterdayFen: number;
}
/** An axis of a day without sales still ends on a readable amount: ¥100. */
const LEAST_TOP_FEN = 10_000;
/** Units of the drawing; a phone gets fewer, so that its words stay readable. */
const WIDTHS = { wide: 720, phone: 360 };
const HEIGHT = 200;
const LEFT = 56;
const BOTTOM = 24;
const TOP = 8;
const PLOT = HEIGHT - BOTTOM - TOP;

/** GMV by hour: today as bars, yesterday as a line behind them; hover or arrow keys read one hour. */
export function HoursChart({ hours, nowHour }: { hours: Hour[]; nowHour: number }) {
  const [at, setAt] = useState<number | null>(null);
  const width = Grid.useBreakpoint().md === false ? WIDTHS.phone : WIDTHS.wide;
  const step = (width - LEFT) / 24;
  const topFen = niceTop(Math.max(...hours.flatMap((h) => [h.todayFen, h.yesterdayFen]), LEAST_TOP_FEN));
  const y = (fen: number) => TOP + PLOT * (1 - fen / topFen);
  const x = (hour: number) => LEFT + hour * step;
  const line = hours.map((h) => `${x(h.hour) + step / 2},${y(h.yesterdayFen)}`).join(' ');
  const read = hours.find((h) => h.hour === (at ?? nowHour));
  return (
    <div className={css.hours}>
      <div className={css.hoursLegend}>
        <span className={css.keyToday}>今天</span>
        <span className={css.keyYesterday}>昨天</span>
        {read && (
          <span className="quiet num" aria-live="polite">
            {read.hour}:00–{read.hour + 1}:00 今天 {yuanText(read.todayFen)}，昨天 {yuanText(read.yesterdayFen)}
          </span>
        )}
      </div>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label="今天与昨天每小时成交额"
        tabIndex={0}
        onMouseLeave={() => setAt(null)}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (by !== 0) setAt(Math.min(23, Math.max(0, (at ?? nowHour) + by)));
        }}
      >
        <Scale topFen={topFen} y={y} width={width} />
        <polyline className={css.yesterday} points={line} />
        {hours.map((h) => (
          <g key={h.hour} onMouseEnter={() => setAt(h.hour)}>
            <rect
              className={at === h.hour ? `${css.zone} ${css.at}` : css.zone}
              x={x(h.hour)}
              y={TOP}
              width={step}
              height={PLOT}
            />
            <rect
              className={css.today}
              x={x(h.hour) + step * 0.22}
              y={y(h.todayFen)}
              width={step * 0.56}
              height={Math.max(0, TOP + PLOT - y(h.todayFen))}
              rx={2}
            />
            {h.hour % 3 === 0 && (
              <text className={css.tick} x={x(h.hour) + step / 2} y={HEIGHT - 6} textAnchor="middle">
                {h.hour}时
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  );
}

/** Three lines across with their amounts. */
const Scale = ({ topFen, y, width }: { topFen: number; y: (fen: number) => number; width: number }) => (
  <>
    {[0, 0.5, 1].map((part) => (
      <g key={part}>
        <line className={css.grid} x1={LEFT} x2={width} y1={y(topFen * part)} y2={y(topFen * part)} />
        <text className={css.tick} x={LEFT - 8} y={y(topFen * part) + 4} textAnchor="end">
          {axisText(topFen * part)}
        </text>
      </g>
    ))}
  </>
);

const axisText = (fen: number): string => {
  const yuan = fen / 100;
  return yuan >= 10_000 ? `¥${yuan / 10_000}万` : `¥${Number(yuan.toFixed(2)).toLocaleString('en-US')}`;
};
