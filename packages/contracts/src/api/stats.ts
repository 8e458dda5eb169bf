import { z } from 'zod';
import { asOf, logFilter } from './log-filter.ts';
import { timestamp } from './scalars.ts';

export const STATS_GROUPS = ['make', 'model', 'category', 'year', 'source'] as const;
export type StatsGroup = (typeof STATS_GROUPS)[number];

export const statsInput = z.strictObject({
  by: z
    .enum(STATS_GROUPS)
    .default('make')
    .meta({ description: 'What to count by. A detection counts in each of its categories.' }),
  asOf,
  ...logFilter,
});
export type StatsRequest = z.output<typeof statsInput>;

const statsRow = z.object({
  make: z.string().optional().meta({ description: 'With by=make and by=model.' }),
  model: z.string().optional().meta({ description: 'With by=model.' }),
  category: z.string().optional().meta({ description: 'With by=category.' }),
  year: z.int().optional().meta({ description: 'With by=year.' }),
  source: z.string().nullable().optional().meta({ description: 'With by=source; null: no name.' }),
  count: z.int().min(0),
});
export type StatsRow = z.infer<typeof statsRow>;

export const stats = z
  .object({
    data: z.array(statsRow).meta({ description: 'Most first.' }),
    size: z.int().min(0),
    total: z.int().min(0).meta({ description: 'Distinct detections.' }),
    asOf: z.int().min(0),
  })
  .meta({
    id: 'Stats',
    examples: [{ data: [{ make: 'Toyota', count: 812 }], size: 1, total: 812, asOf: 1204 }],
  });
export type Stats = z.infer<typeof stats>;

export const TIMELINE_INTERVALS = ['minute', 'hour', 'day'] as const;
export type TimelineInterval = (typeof TIMELINE_INTERVALS)[number];

/** Most intervals in one timeline. */
export const MOST_INTERVALS = 10_000;

export const timelineInput = z.strictObject({
  interval: z.enum(TIMELINE_INTERVALS).default('hour'),
  tz: z
    .string()
    .min(1)
    .max(64)
    .default('UTC')
    .meta({ description: 'IANA time zone in which days begin.', example: 'Europe/Berlin' }),
  asOf,
  ...logFilter,
});
export type TimelineRequest = z.output<typeof timelineInput>;

export const timeline = z
  .object({
    data: z
      .array(z.object({ start: timestamp, count: z.int().min(0) }))
      .meta({ description: 'Every interval of the range, those without detections too.' }),
    size: z.int().min(0),
    asOf: z.int().min(0),
  })
  .meta({
    id: 'Timeline',
    examples: [{ data: [{ start: '2026-11-24T08:00:00.000Z', count: 96 }], size: 1, asOf: 1204 }],
  });
export type Timeline = z.infer<typeof timeline>;
