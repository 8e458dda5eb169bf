'use client';

import type { Stats } from '@intellisite/contracts';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Bars, type BarRow } from '../charts/bars.tsx';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { ChartTable } from '../charts/chart-table.tsx';
import type { ChartFile } from '../charts/picture/chart-file.ts';
import { useFormat } from '../locale-provider.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { describeFilters } from './describe-filters.ts';
import { sharePart } from './share-part.ts';
import type { ChartProps } from './chart-props.ts';
import { useChartView } from './use-chart-view.ts';

const SCALES = [
  { value: 'linear', name: 'Linear' },
  { value: 'log', name: 'Log' },
  { value: 'share', name: 'Share' },
] as const;

/** A page has room for so many more at once. */
const MOST_MORE = 200;

/** What there is most of, the most first. */
export function RankPanel({
  params,
  onChange,
  counted,
  className = '',
  chart,
  title,
  one,
  many,
  heads,
  shown: first,
  rows,
  query,
  footer,
}: ChartProps & {
  chart: 'make' | 'category' | 'model';
  title: string;
  /** What a row is, and several are. */
  one: string;
  many: string;
  /** Of the columns of names in the table. */
  heads: readonly string[];
  /** Rows that are in sight at first. */
  shown: number;
  /** Null: not there yet. */
  rows: readonly BarRow[] | null;
  query: UseQueryResult<Stats, unknown>;
  footer?: ReactNode;
}) {
  const format = useFormat();
  const [more, setMore] = useState(0);
  const view = useChartView(chart, params, onChange);
  const scaleParam = `${chart}Scale` as const;
  const scale = params[scaleParam];
  const all = rows ?? [];
  // A single row too many takes no more room than the button.
  const shown = all.length <= first + more + 1 ? all : all.slice(0, first + more);
  const rest = all.slice(shown.length);
  const total = query.data?.total ?? 0;
  const label = `Detections by ${one}, most first`;
  const figures = ({ count }: BarRow): string[] => [
    format.count(count),
    format.share(count / total),
  ];
  const file: ChartFile | null = rows && {
    name: `detections-by-${one}`,
    title: `Detections by ${one}`,
    subtitle: describeFilters(params, format),
    content: { kind: 'bars', rows: shown, total, scale },
    records: [
      [...heads, 'Detections', 'Share'],
      ...all.map(({ names, count }) => [...names, count, sharePart(count, total)]),
    ],
  };
  return (
    <ChartPanel
      title={title}
      note={rows ? `${format.count(rows.length)} ${rows.length === 1 ? one : many}` : ''}
      className={className}
      controls={
        view.view === 'table' ? null : (
          <span className="bar-scale max-md:hidden">
            <Segmented
              label={`Scale of ${title.toLowerCase()}`}
              value={scale}
              segments={SCALES}
              onChange={(value) => {
                onChange({ [scaleParam]: value });
              }}
            />
          </span>
        )
      }
      {...view}
      file={file}
      failed={
        query.error && !rows ? { error: query.error, retry: () => void query.refetch() } : null
      }
      stale={counted === null || query.isPlaceholderData}
      footer={footer}
    >
      {rows === null ? (
        <div className="sk" style={{ height: `${1.5 * (first + 1)}rem` }} />
      ) : view.view === 'chart' ? (
        <Bars label={label} rows={shown} total={total} scale={scale} most={all[0]?.count ?? 0} />
      ) : (
        <ChartTable
          caption={label}
          names={heads}
          figures={['Detections', 'Share']}
          rows={shown.map((row) => ({
            key: row.names.join('\0'),
            names: row.names,
            href: row.href,
            figures: figures(row),
          }))}
        />
      )}
      {rest.length === 0 ? null : (
        <Rest
          rest={rest}
          many={many}
          total={total}
          onMore={() => {
            setMore(more + MOST_MORE);
          }}
        />
      )}
    </ChartPanel>
  );
}

/** Those that are not in sight, as one line that is no bar: it would be the longest. */
function Rest({
  rest,
  many,
  total,
  onMore,
}: {
  rest: readonly BarRow[];
  many: string;
  total: number;
  onMore: () => void;
}) {
  const format = useFormat();
  const count = rest.reduce((sum, row) => sum + row.count, 0);
  const next = Math.min(rest.length, MOST_MORE);
  return (
    <button type="button" className="bar rest" onClick={onMore}>
      <span className="more">
        Show {format.count(next)} {next < rest.length ? `of ${format.count(rest.length)} ` : ''}more{' '}
        {many}
      </span>
      <span className="num">{format.count(count)}</span>
      <span className="num share">{format.share(count / total)}</span>
    </button>
  );
}
