import type { YearRange } from '@intellisite/contracts';

/** What rows to look at; an absent member does not restrict, several values of one mean any of them. */
export interface LogFilter {
  /** In any case, as `model` and `category`. */
  make?: readonly string[] | undefined;
  model?: readonly string[] | undefined;
  category?: readonly string[] | undefined;
  /** Exactly. */
  source?: readonly string[] | undefined;
  year?: readonly YearRange[] | undefined;
  /** ms since 1970, inclusive. */
  from?: number | undefined;
  /** ms since 1970, exclusive. */
  to?: number | undefined;
}
