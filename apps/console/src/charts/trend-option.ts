import type { EChartsCoreOption } from 'echarts/core';
import { yuanText } from '../parts/money.ts';
import type { inkOf } from './ink.ts';

type Ink = ReturnType<typeof inkOf>;
export interface TrendDay {
  day: string;
  gmvFen: number;
  orders: number;
}
export interface Range {
  lowFen: number;
  highFen: number;
}

/** Whether a day lies outside what is usual. */
export const isUnusual = (fen: number, usual: Range | null): boolean =>
  usual !== null && (fen < usual.lowFen || fen > usual.highFen);

const short = (fen: number): string => (fen >= 1_000_000 ? `${fen / 1_000_000}万` : String(fen / 100));
const dayText = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** Sales by day: a line, the usual range as a band behind it, and a dot on each day below that range. */
export const trendOption =
  (days: readonly TrendDay[], usual: Range | null) =>
  (ink: Ink): EChartsCoreOption => ({
    animation: false,
    textStyle: { fontFamily: ink.font },
    grid: { left: 56, right: 16, top: 16, bottom: 28 },
    tooltip: {
      trigger: 'axis',
      backgroundColor: ink.ground,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontFamily: ink.font },
      formatter: (points: { dataIndex: number }[]) => tip(days[points[0]?.dataIndex ?? 0]),
    },
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => dayText(day)),
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { color: ink.quiet, fontSize: 12 },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: ink.line } },
      axisLabel: { color: ink.quiet, fontSize: 12, formatter: short },
    },
    series: [
      {
        type: 'line',
        data: days.map(({ gmvFen }) => ({
          value: gmvFen,
          ...(usual && gmvFen < usual.lowFen
            ? { symbol: 'circle', symbolSize: 9, itemStyle: { color: ink.warning } }
            : {}),
        })),
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { color: ink.main, width: 2 },
        itemStyle: { color: ink.main },
        ...(usual
          ? {
              markArea: {
                silent: true,
                itemStyle: { color: ink.band },
                data: [[{ yAxis: usual.lowFen }, { yAxis: usual.highFen }]],
              },
            }
          : {}),
      },
    ],
  });

const tip = (day: TrendDay | undefined): string =>
  day ? `${dayText(day.day)}<br/><strong>${yuanText(day.gmvFen)}</strong> · ${day.orders} 单` : '';
