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

/** Where the history below live alerts begins. */
interface Begin {
  /** The number of its newest alert; null: the newest that there is. */
  upTo: number | null;
  /** Which history it is, if another came in place of the first. */
  resets: number;
}

/** As the server knows it, which has no live alerts. */
const NEWEST: Begin = { upTo: null, resets: 0 };

/** The history of alerts, page by page, newest first. `ask` is a call of the browser, or of the server. */
export function alertHistory(
  { params, live }: { params: AlertParams; live?: Begin | null },
  ask: (input: HistoryInput, signal: AbortSignal) => Promise<AlertList>,
) {
  const input = filterInput(params);
  const { upTo, resets } = live ?? NEWEST;
  return infiniteQueryOptions({
    queryKey: ['alerts', 'history', input, params.alert, upTo, resets],
    // The first page fixes where the history ends: what is raised later comes through the stream.
    initialPageParam: { skip: 0, asOf: params.alert ?? upTo ?? undefined },
    queryFn: ({ pageParam, signal }) => ask({ limit: PAGE, ...input, ...pageParam }, signal),
    getNextPageParam: ({ skip, size, total, asOf }): Place | null =>
      skip + size < total ? { skip: skip + size, asOf } : null,
    staleTime: Infinity,
  });
}
