import type { Alert, Detection, StatsGroup, StatsRow } from '@intellisite/contracts';
import type { Snapshot } from '../snapshots.ts';
import type { LogFilter } from './log-filter.ts';

/** Which rows of a log are meant. */
export interface LogQuery {
  filter: LogFilter;
  /** Look at the log as it was at this number; absent: as it is in the snapshot. */
  asOf?: number | undefined;
}

export type Order = 'newest' | 'oldest';

export interface PageQuery extends LogQuery {
  skip: number;
  limit: number;
  order: Order;
}

export interface StatsQuery extends LogQuery {
  by: StatsGroup;
}

export interface TimelineQuery extends LogQuery {
  /** ms since 1970, ascending; a bucket lies between each and the next. */
  boundaries: readonly number[];
}

export interface ScanQuery extends LogQuery {
  order: Order;
  /** Ends the scan with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Rows of a log, in order. Nothing is made of them before it is asked for.
 *
 * `json` is an array; `ndjson` has an object a line; `csv` has a record a line (RFC 4180, CRLF), its
 * header is the reader's `csvHeader`. All are UTF-8.
 */
export interface LogRows<Row> {
  readonly size: number;
  objects(): Row[];
  json(): Buffer;
  ndjson(): Buffer;
  csv(): Buffer;
}

export interface Page<Row> {
  rows: LogRows<Row>;
  /** Rows that the filter selects at `asOf`, exact. */
  total: number;
  asOf: number;
}

export interface LogStats {
  /** Groups with rows, the largest first, then by name. Shared with other callers. */
  readonly rows: readonly StatsRow[];
  /** `rows` as a JSON array. */
  json(): Buffer;
  /** Distinct rows of the log: fewer than the sum of the groups where a row is in several. */
  readonly total: number;
  readonly asOf: number;
}

export interface LogTimeline {
  /** Rows of each bucket; one fewer than there are boundaries. */
  counts: Float64Array;
  asOf: number;
}

/** When the earliest and the latest row were detected, in ms since 1970; null: there is none. */
export type LogSpan = { earliest: number; latest: number } | { earliest: null; latest: null };

/**
 * Answers questions about a log as it was in a snapshot.
 *
 * All reject with `AsOfError` where an `asOf` is no state that the snapshot can be asked for, and with
 * `StoreChangedError` where the database was reset or restored after the snapshot was read.
 */
export interface LogReader<Row> {
  /** What `csv` writes the values of, as the first line of a file: it ends with CRLF. */
  readonly csvHeader: string;
  page(snapshot: Snapshot, query: PageQuery): Promise<Page<Row>>;
  stats(snapshot: Snapshot, query: StatsQuery): Promise<LogStats>;
  timeline(snapshot: Snapshot, query: TimelineQuery): Promise<LogTimeline>;
  /** Of all rows that were there at `asOf`. */
  span(snapshot: Snapshot, query: Pick<LogQuery, 'asOf'>): Promise<LogSpan>;
  /** The row with this number; null when it is not there, not yet or no more. */
  find(snapshot: Snapshot, number: number): Promise<Row | null>;
  /** All rows of the query in chunks of some thousand; reads on only when the next one is asked for. */
  scan(snapshot: Snapshot, query: ScanQuery): AsyncGenerator<LogRows<Row>, void, undefined>;
}

export interface SuggestQuery {
  field: 'make' | 'model';
  /** What was typed so far; empty: the most frequent. */
  q: string;
  /** Only models of these makes. */
  make?: readonly string[] | undefined;
}

export interface Suggestion {
  value: string;
  /** Detections. */
  count: number;
}

/** The two logs of the database, for reading. */
export interface Logs {
  /** Numbered by position. */
  detections: LogReader<Detection>;
  /** Numbered by seq. */
  alerts: LogReader<Alert>;
  /** Names that begin with what was typed, then those that contain it; at most 20. */
  suggest(snapshot: Snapshot, query: SuggestQuery): Promise<Suggestion[]>;
}
