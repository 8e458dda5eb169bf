import type { Timeline, TimelineInterval } from '@intellisite/contracts';

/** An interval of a timeline; times in ms since 1970. */
export interface TimeBucket {
  start: number;
  /** Where the next one begins. */
  end: number;
  count: number;
  /**
   * whole: all of it was counted. partial: not all of it is over, or asked for, or later than the first
   * detection: less than its neighbours says nothing. unknown: none of it was counted.
   */
  state: 'whole' | 'partial' | 'unknown';
}

/** What was counted of a timeline, and when. */
export interface CountedRange {
  /** As asked for. */
  from: Date | null;
  to: Date | null;
  /** When it was counted. */
  now: number;
}

export function timeBuckets(timeline: Timeline, { from, to, now }: CountedRange): TimeBucket[] {
  const { data, end, earliest } = timeline;
  const first = Math.max(
    from?.getTime() ?? -Infinity,
    earliest === null ? Infinity : Date.parse(earliest),
  );
  const last = Math.min(to?.getTime() ?? Infinity, now);
  return data.map(({ start, count }, index) => {
    const bucket = {
      start: Date.parse(start),
      end: Date.parse(data[index + 1]?.start ?? end),
      count,
    };
    const isWhole = bucket.start >= first && bucket.end <= last;
    const isOutside = bucket.end <= first || bucket.start >= last;
    // What a camera with a fast clock has reported is there, although its time is not.
    const isUnknown = isOutside && count === 0;
    return { ...bucket, state: isUnknown ? 'unknown' : isWhole ? 'whole' : 'partial' };
  });
}

/** Where the timeline begins and ends, in ms since 1970. */
export interface TimeDomain {
  from: number;
  to: number;
}

export function domainOf(buckets: readonly TimeBucket[]): TimeDomain {
  return { from: buckets[0]?.start ?? 0, to: buckets.at(-1)?.end ?? 1 };
}

/** The shortest that there is of each, in ms. */
const SHORTEST_MS: Record<TimelineInterval, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 23 * 3_600_000,
  month: 28 * 86_400_000,
};
/** More than a line across a wide screen can show. */
const MOST_BUCKETS = 2_000;

/** Whether a chart can show a range in such intervals: neither too many of them, nor a single one. */
export function canDraw(interval: TimelineInterval, { from, to }: TimeDomain): boolean {
  const buckets = (to - from) / SHORTEST_MS[interval];
  return buckets <= MOST_BUCKETS && buckets > 1;
}
