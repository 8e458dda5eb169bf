/** The last answer to something that is asked again and again, as TanStack Query has it. */
export interface LiveAnswer {
  data: unknown;
  /** Whether asking again has failed. */
  isError: boolean;
  /** When it came, in ms since 1970; 0: this question has none yet, and what stands there is of another. */
  dataUpdatedAt: number;
}

/** Several times as long as between two asks, and longer than an ask that fails and is repeated. */
const LATE_MS = 20_000;

/** Whether what came at that time (ms since 1970) is too old to be of now. */
export function isLate(updatedAt: number, now: number): boolean {
  return now - updatedAt > LATE_MS;
}

/**
 * When the oldest of the answers came that could not be had anew, in ms since 1970; null while all are of
 * now. A server that does not even refuse counts as well. A page that was hidden has asked for nothing: it
 * has a while from `inSightSince` on, in which it asks.
 */
export function staleSince(
  answers: readonly LiveAnswer[],
  { now, inSightSince }: { now: number; inSightSince: number },
): number | null {
  const stale = answers
    .filter(
      ({ isError, dataUpdatedAt }) =>
        dataUpdatedAt > 0 && (isError || isLate(Math.max(dataUpdatedAt, inSightSince), now)),
    )
    .map(({ dataUpdatedAt }) => dataUpdatedAt);
  return stale.length === 0 ? null : Math.min(...stale);
}
