import type { ChangeParams, StatsParams } from './stats-params.ts';

/** What was counted, and when: every chart of the view is about the same detections. */
export interface Counted {
  asOf: number;
  /** ms since 1970 */
  at: number;
}

/** What every chart of the view is given. */
export interface ChartProps {
  params: StatsParams;
  onChange: ChangeParams;
  /** Null: it is being counted anew. */
  counted: Counted | null;
  className?: string;
}
