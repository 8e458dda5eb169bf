'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useCallback, useEffect } from 'react';
import { useTRPC } from '../../lib/trpc.ts';
import { ExportMenu } from '../export/export-menu.tsx';
import { FilterBar } from '../filters/filter-bar.tsx';
import { isFiltered, UNFILTERED } from '../filters/filter-params.ts';
import { statsHref } from '../stats/drill-down.ts';
import { Failure } from '../ui/failure.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { DetectionTable } from './detection-table.tsx';
import { LateDetectionPanel, prepareDetectionPanel } from './late-detection-panel.tsx';
import { ListHead } from './list-head.tsx';
import { listParams, type ListParams } from './list-params.ts';
import { Pager } from './pager.tsx';
import { useFrozenList } from './use-frozen-list.ts';
import { useTableLayout } from './use-table-layout.ts';

/** Millions of detections, a page at a time, frozen while the person pages. */
export function DetectionsView({
  tableLayout,
}: {
  /** As the server has rendered it. */ tableLayout: string;
}) {
  const api = useTRPC();
  const client = useQueryClient();
  const [params, setParams] = useQueryStates(listParams, { history: 'push' });
  const [layout, changeLayout] = useTableLayout(tableLayout);
  const { list, input, thaw } = useFrozenList(params);
  const { data } = list;
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / input.limit));
  const isBeyondEnd = data?.size === 0 && data.total > 0;

  useEffect(() => {
    // The list was longer when somebody shared this page: retention drops rows.
    if (isBeyondEnd && params.page > pages) void setParams({ page: pages }, { history: 'replace' });
  }, [isBeyondEnd, pages, params.page, setParams]);

  useEffect(() => {
    if (!data || params.page >= pages) return;
    const next = { ...input, skip: input.skip + input.limit, asOf: data.asOf };
    // Whoever turns to it asks again, and can say what failed.
    void client
      .query({ ...api.detections.list.queryOptions(next), staleTime: Infinity })
      .catch(() => undefined);
  }, [api, client, data, input, pages, params.page]);

  const change = (changes: Partial<ListParams>): void => void setParams(changes);
  const select = useCallback(
    (id: number): void => void setParams((now) => ({ id: id === now.id ? null : id })),
    [setParams],
  );
  /** Other filters are another list: from its first page, as of now. */
  const filter = (changes: Partial<ListParams>): void => {
    thaw();
    change({ ...changes, page: 1, asOf: null });
  };
  const turnTo = (page: number): void => {
    change({ page, asOf: data?.asOf ?? params.asOf });
  };

  return (
    <div className="split-page">
      <FilterBar filters={params} onChange={filter}>
        <Link className="btn" href={statsHref(params)} prefetch={false}>
          <ChartColumn className="i" aria-hidden />
          Statistics
        </Link>
        <ColumnsMenu layout={layout} onChange={changeLayout} />
        <ExportMenu params={params} asOf={data?.asOf ?? null} total={data?.total ?? 0} />
      </FilterBar>
      <div className="split">
        <div
          className="left"
          onPointerEnter={prepareDetectionPanel}
          onFocus={prepareDetectionPanel}
        >
          <ListHead
            params={params}
            data={data}
            onOrder={(order) => {
              filter({ order });
            }}
            onShowNew={() => {
              filter({});
            }}
          />
          {list.error && !data ? (
            <Failure what="The detections" error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <DetectionTable
              rows={data && !isBeyondEnd ? data.data : null}
              limit={input.limit}
              onClear={
                isFiltered(params)
                  ? () => {
                      filter(UNFILTERED);
                    }
                  : null
              }
              layout={layout}
              stale={list.isPlaceholderData}
              selected={params.id}
              onSelect={select}
            />
          )}
          <Pager
            page={params.page}
            pages={pages}
            size={input.limit}
            rows={
              data && !isBeyondEnd
                ? { from: data.skip + Math.min(1, data.size), to: data.skip + data.size }
                : null
            }
            asOf={data?.asOf ?? null}
            onTurn={turnTo}
            onSize={(size) => {
              change({ size, page: 1, asOf: data?.asOf ?? params.asOf });
            }}
          />
        </div>
        {params.id === null ? null : (
          <LateDetectionPanel
            id={params.id}
            rows={data?.data ?? []}
            onOpen={(id) => {
              change({ id });
            }}
            onFilter={filter}
          />
        )}
      </div>
    </div>
  );
}
