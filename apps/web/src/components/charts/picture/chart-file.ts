import type { BarRow, BarScale } from '../bars.tsx';
import type { Column } from '../columns.tsx';
import type { TimeBucket } from '../time-buckets.ts';

/** What a chart shows, for a picture of it. */
export type ChartContent =
  | { kind: 'time'; buckets: readonly TimeBucket[] }
  | { kind: 'bars'; rows: readonly BarRow[]; total: number; scale: BarScale }
  | { kind: 'columns'; columns: readonly Column[] };

/** A chart as files of its own. */
export interface ChartFile {
  /** Without an ending. */
  name: string;
  title: string;
  /** What was counted, in a sentence. */
  subtitle: string;
  content: ChartContent;
  /** All of it, also what the chart has no room for: the head, then the rows. */
  records: readonly (readonly (string | number)[])[];
}

export type ChartFormat = 'svg' | 'png' | 'csv';
