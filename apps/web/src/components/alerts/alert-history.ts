import type { AlertList } from '@intellisite/contracts';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { filterInput } from '../filters/filter-params.ts';
import type { AlertParams } from './alert-params.ts';

const PAGE = 100;

interface Place {
  skip: number;
  asOf: number | undefined;
}

type HistoryInput = ReturnType<typeof filterInput> & Place & { limit: number };

/** The history of alerts, page by page, newest first. `ask` is a call of the browser, or of the server. */
export function alertHistory(
  params: AlertParams,
  ask: (input: HistoryInput, signal: AbortSignal) => Promise<AlertList>,
) {
  const input = filterInput(params);
  return infiniteQueryOptions({
    queryKey: ['alerts', 'history', input, params.alert],
    // The first page fixes where the history ends: what is raised later comes through the stream.
    initialPageParam: { skip: 0, asOf: params.alert ?? undefined },
    queryFn: ({ pageParam, signal }) => ask({ limit: PAGE, ...input, ...pageParam }, signal),
    getNextPageParam: ({ skip, size, total, asOf }): Place | null =>
      skip + size < total ? { skip: skip + size, asOf } : null,
    staleTime: Infinity,
  });
}
