'use client';

import type { StatsRow } from '@intellisite/contracts';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { ChartTable } from '../charts/chart-table.tsx';
import { Columns, type Column } from '../charts/columns.tsx';
import { useFormat } from '../locale-provider.tsx';
import type { ChartProps } from './chart-props.ts';
import { describeFilters } from './describe-filters.ts';
import { sharePart } from './share-part.ts';
import { detectionsHref } from './drill-down.ts';
import { useGroup } from './use-group.ts';
import { useChartView } from './use-chart-view.ts';

/** Model years in their order; each opens its detections. */
export function YearPanel(chart: ChartProps) {
  const { params, onChange, counted } = chart;
  const format = useFormat();
  const query = useGroup('year', chart);
  const view = useChartView('year', params, onChange);
  const { data } = query;
  const total = data?.total ?? 0;
  const columns = data
    ? everyYear(data.data).map(({ year, count }): Column => ({
        name: String(year),
        count,
        href: detectionsHref(params, data.asOf, { year: String(year) }),
      }))
    : null;
  const [first] = columns ?? [];
  const range = first ? `${first.name} to ${columns?.at(-1)?.name ?? ''}` : '';
  const label = `Detections by model year, ${range}`;
  return (
    <ChartPanel
      title="By model year"
      note={range}
      {...view}
      file={
        columns && {
          name: 'detections-by-year',
          title: 'Detections by model year',
          subtitle: describeFilters(params, format),
          content: { kind: 'columns', columns },
          records: [
            ['Year', 'Detections', 'Share'],
            ...columns.map(({ name, count }) => [Number(name), count, sharePart(count, total)]),
          ],
        }
      }
      failed={
        query.error && !columns ? { error: query.error, retry: () => void query.refetch() } : null
      }
      stale={counted === null || query.isPlaceholderData}
    >
      {columns === null ? (
        <div className="sk years" />
      ) : view.view === 'chart' ? (
        <div className="years">
          <Columns label={label} columns={columns} total={total} />
        </div>
      ) : (
        <ChartTable
          caption={label}
          names={['Year']}
          figures={['Detections', 'Share']}
          rows={columns.map(({ name, count, href }) => ({
            key: name,
            names: [name],
            href,
            figures: [format.count(count), format.share(count / total)],
          }))}
        />
      )}
    </ChartPanel>
  );
}

/** Also those between that nothing was seen of. */
function everyYear(rows: readonly StatsRow[]): { year: number; count: number }[] {
  const counts = new Map(rows.map(({ year = 0, count }) => [year, count]));
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  return rows.length === 0
    ? []
    : Array.from({ length: last - first + 1 }, (_, index) => ({
        year: first + index,
        count: counts.get(first + index) ?? 0,
      }));
}
