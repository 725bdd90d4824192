/** The part of ECharts that bars and lines need; loaded only where a chart is looked at. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ReportSection } from '../../../server/http/contract-insight.js';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

export type Drawn = NonNullable<ReportSection['chart']>;

/** Room a bar needs to be read and touched on a phone. */
const BAR = 30;

export const heightOf = ({ kind, labels }: Drawn): number =>
  kind === 'line' ? 240 : Math.max(120, labels.length * BAR + 24);

/** Draws into the element; returns what takes it away. */
export function draw(place: HTMLElement, { kind, labels, values, percent }: Drawn): () => void {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(name).trim() || '#1a5fb4';
  const chart = init(place, null, { renderer: 'svg' });
  const told = (value: number): string => (percent ? `${(value * 100).toFixed(1)}%` : String(value));
  const names = {
    type: 'category' as const,
    data: labels,
    axisTick: { show: false },
    axisLabel: {
      color: colour('--ink-2'),
      ...(kind === 'bar' ? { width: 88, overflow: 'truncate' as const } : {}),
    },
  };
  const numbers = {
    type: 'value' as const,
    min: 0,
    splitNumber: 3,
    axisLabel: { color: colour('--ink-2'), formatter: told },
    splitLine: { lineStyle: { color: colour('--line') } },
  };
  chart.setOption({
    animation: false,
    grid: { left: 8, right: 56, top: 12, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? told(value) : '—'),
    },
    xAxis: kind === 'line' ? names : { ...numbers, show: false },
    // The first row of the table stands on top.
    yAxis: kind === 'line' ? numbers : { ...names, inverse: true },
    series: [
      {
        type: kind,
        data: values,
        itemStyle: { color: colour('--brand') },
        ...(kind === 'bar'
          ? {
              barMaxWidth: 18,
              label: {
                show: true,
                position: 'right',
                color: colour('--ink'),
                formatter: ({ value }: { value: unknown }) => told(Number(value)),
              },
            }
          : { showSymbol: labels.length < 40 }),
      },
    ],
  });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}
