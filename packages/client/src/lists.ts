import type { Alert, Calls, Detection } from './generated/calls.ts';
import { createListing, type Listing } from './listing.ts';
import type { IntellisiteApi } from './router.ts';

/** As in a page's request, with what the listing itself sees to left out. */
type WithoutPaging<Input> = Omit<Input, 'skip' | 'limit'>;

interface ListOptions {
  /** Rows a request, 1 to 1,000; 1,000 unless given. */
  pageSize?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Which detections, in which order, and how they are fetched. */
export type DetectionsQuery = WithoutPaging<Calls['detections']['list']['input']> & ListOptions;
/** Which alerts, in which order, and how they are fetched. */
export type AlertsQuery = WithoutPaging<Calls['alerts']['list']['input']> & ListOptions;

const MOST_ROWS = 1_000;

export function listDetections(
  api: IntellisiteApi,
  { pageSize = MOST_ROWS, signal, asOf, ...query }: DetectionsQuery,
): Listing<Detection> {
  return createListing({
    pageSize,
    asOf,
    signal,
    fetchPage: (page, pageSignal) =>
      api.detections.list.query({ ...query, ...page }, { signal: pageSignal }),
  });
}

export function listAlerts(
  api: IntellisiteApi,
  { pageSize = MOST_ROWS, signal, asOf, ...query }: AlertsQuery,
): Listing<Alert> {
  return createListing({
    pageSize,
    asOf,
    signal,
    fetchPage: (page, pageSignal) =>
      api.alerts.list.query({ ...query, ...page }, { signal: pageSignal }),
  });
}
