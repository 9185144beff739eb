import { expect, test } from 'vitest';
import { isUnusual, trendOption } from './trend-option.ts';

const DAYS = [
  { day: '2026-11-01', gmvFen: 50_000, orders: 5 },
  { day: '2026-11-02', gmvFen: 1_000, orders: 1 },
];
const INK = {
  main: 'green',
  pale: '',
  warning: 'orange',
  text: '',
  quiet: '',
  line: '',
  band: 'grey',
  ground: '',
  font: 'x',
};
interface Drawn {
  series: [{ data: { value: number; itemStyle?: { color: string } }[]; markArea?: { data: unknown } }];
  tooltip: { formatter: (points: { dataIndex: number }[]) => string };
}
const drawn = (usual: { lowFen: number; highFen: number } | null) => trendOption(DAYS, usual)(INK) as unknown as Drawn;

test('a day below what is usual has a dot of its own, the usual range a band', () => {
  const [line] = drawn({ lowFen: 20_000, highFen: 60_000 }).series;
  expect(line.data.map(({ itemStyle }) => itemStyle?.color)).toEqual([undefined, 'orange']);
  expect(line.markArea?.data).toEqual([[{ yAxis: 20_000 }, { yAxis: 60_000 }]]);
  expect(drawn(null).series[0].markArea).toBeUndefined();
  expect([isUnusual(1_000, { lowFen: 20_000, highFen: 60_000 }), isUnusual(1_000, null)]).toEqual([true, false]);
});

test('what is pointed at is told with its day, amount and orders', () => {
  expect(drawn(null).tooltip.formatter([{ dataIndex: 0 }])).toBe('11月1日<br/><strong>¥500.00</strong> · 5 单');
});
