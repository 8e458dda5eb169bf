/** Lengths of an interval, the shortest first. */
export const TIMELINE_INTERVALS = ['minute', 'hour', 'day', 'month'] as const;
export type TimelineInterval = (typeof TIMELINE_INTERVALS)[number];
