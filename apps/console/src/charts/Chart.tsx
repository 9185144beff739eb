import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { inkOf } from './ink.ts';

export interface ChartProps {
  /** What is drawn, in the page's colours; ECharts' own options. */
  option: (ink: ReturnType<typeof inkOf>) => EChartsCoreOption;
  /** Said to those who do not see it: what it shows, in a sentence. */
  label: string;
  heightPx?: number;
  /** The place among the values of what was clicked. */
  onPick?: (at: number) => void;
}

/** A chart. The library is loaded with the first one; it follows the size of its place and the colours of the page. */
export function Chart({ option, label, heightPx = 280, onPick }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [dressed, setDressed] = useState(0);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    let made: EChartsType | null = null;
    let isGone = false;
    void import('./library.ts').then(
      ({ init }) => {
        if (isGone || !place.current) return;
        made = init(place.current);
        made.on('click', ({ dataIndex }) => pick.current?.(dataIndex as number));
        setChart(made);
      },
      (failure: unknown) => setProblem(failure),
    );
    return () => {
      isGone = true;
      made?.dispose();
    };
  }, []);
  useEffect(() => {
    if (!chart || !place.current) return;
    const size = new ResizeObserver(() => chart.resize());
    size.observe(place.current);
    // The page turns dark or light by a class of its body.
    const dress = new MutationObserver(() => setDressed((times) => times + 1));
    dress.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    return () => {
      size.disconnect();
      dress.disconnect();
    };
  }, [chart]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again in the new colours
  useEffect(() => {
    if (chart && place.current) chart.setOption(option(inkOf(place.current)), { notMerge: true });
  }, [chart, option, dressed]);
  return (
    <>
      <ProblemAlert problem={problem} />
      {!chart && !problem && <Waiting />}
      <div
        ref={place}
        role="img"
        aria-label={label}
        style={{ height: chart ? heightPx : 0, cursor: onPick ? 'pointer' : 'default' }}
      />
    </>
  );
}
