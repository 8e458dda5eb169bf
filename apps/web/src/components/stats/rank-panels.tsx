'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Stats, StatsRow } from '@intellisite/contracts';
import { useTRPC } from '../../lib/trpc.ts';
import type { BarRow } from '../charts/bars.tsx';
import type { ChartProps } from './chart-props.ts';
import { detectionsHref, makeHref } from './drill-down.ts';
import { RankPanel } from './rank-panel.tsx';
import { headQuery } from './stats-queries.ts';
import { useGroup } from './use-group.ts';

function barsOf(
  data: Stats | undefined,
  barOf: (row: StatsRow, asOf: number) => Omit<BarRow, 'count'>,
): BarRow[] | null {
  if (!data) return null;
  return data.data.map((row) => ({ ...barOf(row, data.asOf), count: row.count }));
}

/** Each make opens its models. */
export function MakePanel({ className = '', ...chart }: ChartProps) {
  const { params } = chart;
  const query = useQuery({
    ...headQuery(useTRPC(), params),
    placeholderData: keepPreviousData,
  });
  const rows = barsOf(query.data, ({ make = '' }, asOf) => ({
    names: [make],
    href: makeHref(params, asOf, make),
  }));
  return (
    <RankPanel
      {...chart}
      className={className}
      chart="make"
      title="By make"
      one="make"
      many="makes"
      heads={['Make']}
      shown={20}
      rows={rows}
      query={query}
      footer={
        params.make?.length === 1
          ? 'Choose the make for its detections.'
          : 'Choose a make for its models, then its detections.'
      }
    />
  );
}

export function CategoryPanel(chart: ChartProps) {
  const query = useGroup('category', chart);
  const rows = barsOf(query.data, ({ category = '' }, asOf) => ({
    names: [category],
    href: detectionsHref(chart.params, asOf, { category: [category] }),
  }));
  const sum = rows?.reduce((all, { count }) => all + count, 0) ?? 0;
  return (
    <RankPanel
      {...chart}
      chart="category"
      title="By category"
      one="category"
      many="categories"
      heads={['Category']}
      shown={8}
      rows={rows}
      query={query}
      footer={
        sum > (query.data?.total ?? 0)
          ? `Counted once in each of its categories, so shares pass 100\u00a0%.`
          : undefined
      }
    />
  );
}

/** Each model opens its detections. */
export function ModelPanel({
  className = '',
  shown,
  ...chart
}: ChartProps & {
  /** Models in sight at first. */
  shown: number;
}) {
  const query = useGroup('model', chart);
  const rows = barsOf(query.data, ({ make = '', model = '' }, asOf) => ({
    names: [make, model],
    href: detectionsHref(chart.params, asOf, { make: [make], model: [model] }),
  }));
  return (
    <RankPanel
      {...chart}
      className={`models ${className}`}
      chart="model"
      title="By model"
      one="model"
      many="models"
      heads={['Make', 'Model']}
      shown={shown}
      rows={rows}
      query={query}
    />
  );
}
