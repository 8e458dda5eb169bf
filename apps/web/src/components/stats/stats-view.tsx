'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, ChartColumn, List } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { FilterBar } from '../filters/filter-bar.tsx';
import { UNFILTERED, isFiltered } from '../filters/filter-params.ts';
import { NothingFound } from '../filters/nothing-found.tsx';
import { useResets } from '../live/alert-stream-provider.tsx';
import { useFormat } from '../locale-provider.tsx';
import { Failure } from '../ui/failure.tsx';
import { NothingYet } from '../ui/nothing-yet.tsx';
import type { Counted } from './chart-props.ts';
import { detectionsHref } from './drill-down.ts';
import { CategoryPanel, MakePanel, ModelPanel } from './rank-panels.tsx';
import { statsParams, type ChangeParams } from './stats-params.ts';
import { headQuery, latestQuery } from './stats-queries.ts';
import { TimelinePanel } from './timeline-panel.tsx';
import { YearPanel } from './year-panel.tsx';

const LOOK_EVERY_MS = 5_000;

/** Charts of all that the filters select, frozen until the person asks for what came since. */
export function StatsView() {
  const api = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const [params, setParams] = useQueryStates(statsParams, { history: 'push' });
  // The panel keeps the last timeline in sight, but none of another history.
  const resets = useResets();
  const head = useQuery({ ...headQuery(api, params), placeholderData: keepPreviousData });
  const latest = useQuery({
    ...latestQuery(api, params),
    refetchInterval: LOOK_EVERY_MS,
    staleTime: 0,
  });
  const change: ChangeParams = (changes) => void setParams(changes);
  /** What is looked at of another timeline is another part. */
  const filter: ChangeParams = (changes) => {
    change({ ...changes, zoomFrom: null, zoomTo: null });
  };
  const { data } = head;
  const asOf = head.isPlaceholderData ? undefined : data?.asOf;
  const at = head.dataUpdatedAt;
  const counted = useMemo(
    (): Counted | null => (asOf === undefined ? null : { asOf, at }),
    [asOf, at],
  );
  const arrived = data && latest.data && counted ? Math.max(0, latest.data.total - data.total) : 0;
  // Who has chosen a make looks at its models.
  const oneMake = params.make?.length === 1;
  const chart = { params, onChange: change, counted };
  return (
    <>
      <FilterBar filters={params} onChange={filter}>
        {arrived > 0 ? (
          <button
            type="button"
            className="new"
            onClick={() => {
              void client.invalidateQueries({ queryKey: headQuery(api, params).queryKey });
            }}
          >
            <ArrowUp className="i i-s" aria-hidden />
            {format.count(arrived)} new · <u>show</u>
          </button>
        ) : null}
        {data && data.total > 0 ? (
          <Link className="btn" href={detectionsHref(params, data.asOf)} prefetch={false}>
            <List className="i" aria-hidden />
            Show {format.count(data.total)} detections
          </Link>
        ) : null}
      </FilterBar>
      {head.error && !data ? (
        <Failure what="The statistics" error={head.error} onRetry={() => void head.refetch()} />
      ) : data?.total === 0 ? (
        isFiltered(params) ? (
          <NothingFound
            what="detections"
            onClear={() => {
              filter(UNFILTERED);
            }}
          />
        ) : (
          <NothingYet
            icon={ChartColumn}
            what="detections"
            text="What the cameras see is counted here as it comes."
          />
        )
      ) : (
        <div className="view">
          <TimelinePanel key={resets} {...chart} onFilter={filter} />
          <div className="grid12">
            {oneMake ? (
              <ModelPanel {...chart} className="col-span-7" shown={20} />
            ) : (
              <MakePanel {...chart} className="col-span-7" />
            )}
            <div className="stack col-span-5">
              <CategoryPanel {...chart} />
              {oneMake ? <MakePanel {...chart} /> : <ModelPanel {...chart} shown={9} />}
            </div>
          </div>
          <YearPanel {...chart} />
        </div>
      )}
    </>
  );
}
