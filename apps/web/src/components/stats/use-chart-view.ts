import type { ChartView } from '../charts/chart-panel.tsx';
import type { ChangeParams, StatsChart, StatsParams } from './stats-params.ts';

/** Whether a chart is shown as one or as its table, as the URL has it. */
export function useChartView(
  chart: StatsChart,
  { tables }: StatsParams,
  onChange: ChangeParams,
): { view: ChartView; onView: (view: ChartView) => void } {
  return {
    view: tables.includes(chart) ? 'table' : 'chart',
    onView: (view) => {
      const others = tables.filter((table) => table !== chart);
      onChange({ tables: view === 'table' ? [...others, chart] : others });
    },
  };
}
