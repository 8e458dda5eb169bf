'use client';

import type { DetectionList } from '@intellisite/contracts';
import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTRPC } from '../../lib/trpc.ts';
import { filterInput } from '../filters/filter-params.ts';
import { useFormat } from '../locale-provider.tsx';
import type { ListParams } from './list-params.ts';

const LOOK_EVERY_MS = 5_000;

/** How many there are, how many came since, and which end comes first. */
export function ListHead({
  params,
  data,
  onOrder,
  onShowNew,
}: {
  params: ListParams;
  data: DetectionList | undefined;
  onOrder: (order: ListParams['order']) => void;
  onShowNew: () => void;
}) {
  const api = useTRPC();
  const format = useFormat();
  const { data: latest } = useQuery({
    ...api.detections.list.queryOptions({ ...filterInput(params), limit: 1 }),
    refetchInterval: LOOK_EVERY_MS,
    staleTime: 0,
  });
  const arrived = data && latest ? Math.max(0, latest.total - data.total) : 0;
  const { order } = params;
  return (
    <div className="meta">
      <span>
        <b className="med">{data ? format.count(data.total) : '–'}</b>{' '}
        <span className="ink-3 max-md:hidden">detections</span>
      </span>
      <span className="grow" />
      {arrived > 0 ? (
        <button type="button" className="new" onClick={onShowNew}>
          <ArrowUp className="i i-s" aria-hidden />
          {format.count(arrived)} new · <u>show</u>
        </button>
      ) : null}
      <button
        type="button"
        className="btn ghost s"
        onClick={() => {
          onOrder(order === 'newest' ? 'oldest' : 'newest');
        }}
      >
        {order === 'newest' ? (
          <ArrowDown className="i i-s" aria-hidden />
        ) : (
          <ArrowUp className="i i-s" aria-hidden />
        )}
        {order === 'newest' ? 'Newest first' : 'Oldest first'}
      </button>
    </div>
  );
}
