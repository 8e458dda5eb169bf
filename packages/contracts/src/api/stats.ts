import { z } from 'zod';
import { MIN_YEAR } from '../bounds.ts';
import { asOfPosition, logFilter } from './log-filter.ts';
import { newestKnown } from './log-page.ts';
import { timestamp } from './scalars.ts';
import { TIMELINE_INTERVALS } from './timeline-intervals.ts';

export const STATS_GROUPS = ['make', 'model', 'category', 'year', 'source'] as const;
export type StatsGroup = (typeof STATS_GROUPS)[number];

export const statsInput = z.strictObject({
  by: z.enum(STATS_GROUPS).default('make').meta({
    description: 'What to count by. A detection counts in each of its categories.',
    example: 'make',
  }),
  asOf: asOfPosition,
  ...logFilter,
});
export type StatsRequest = z.output<typeof statsInput>;

const statsRow = z.object({
  make: z.string().optional().meta({ description: 'With by=make and by=model.' }),
  model: z.string().optional().meta({ description: 'With by=model.' }),
  category: z.string().optional().meta({ description: 'With by=category.' }),
  year: z.int().min(MIN_YEAR).optional().meta({ description: 'With by=year.' }),
  source: z.string().nullable().optional().meta({ description: 'With by=source; null: no name.' }),
  count: z.int().min(0).meta({ description: 'Detections of this group.' }),
});
export type StatsRow = z.infer<typeof statsRow>;

export const stats = z
  .object({
    data: z.array(statsRow).meta({ description: 'Most first.' }),
    size: z.int().min(0).meta({ description: 'Rows in `data`.' }),
    total: z.int().min(0).meta({ description: 'Distinct detections.' }),
    asOf: newestKnown('position'),
  })
  .meta({
    id: 'Stats',
    description: 'Counts, most first.',
    examples: [{ data: [{ make: 'Toyota', count: 812 }], size: 1, total: 812, asOf: 1204 }],
  });
export type Stats = z.infer<typeof stats>;

/** Most intervals that `auto` chooses: as many as a chart can show. */
export const MOST_AUTO_INTERVALS = 400;

/** Most intervals in one timeline. */
export const MOST_INTERVALS = 10_000;

/** As IANA names are written; which ones there are, the time zone database knows. */
const TIME_ZONE = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

export const timelineInput = z.strictObject({
  interval: z
    .enum([...TIMELINE_INTERVALS, 'auto'])
    .default('hour')
    .meta({
      description: `Length of an interval; \`auto\`: the shortest with at most ${MOST_AUTO_INTERVALS} intervals from \`from\`, or the earliest detection, to \`to\`, or now.`,
      example: 'hour',
    }),
  tz: z
    .string()
    .min(1)
    .max(64)
    .regex(TIME_ZONE, 'expected an IANA time zone such as Europe/Berlin')
    .default('UTC')
    .meta({ description: 'IANA time zone in which days begin.', example: 'Europe/Berlin' }),
  asOf: asOfPosition,
  ...logFilter,
});
export type TimelineRequest = z.output<typeof timelineInput>;

export const timeline = z
  .object({
    data: z
      .array(
        z.object({
          start: timestamp.meta({ description: 'Where the interval begins, in UTC.' }),
          count: z.int().min(0).meta({ description: 'Detections in the interval.' }),
        }),
      )
      .meta({ description: 'Every interval of the range, those without detections too.' }),
    size: z.int().min(0).meta({ description: 'Rows in `data`.' }),
    interval: z.enum(TIMELINE_INTERVALS).meta({ description: 'Length of an interval.' }),
    end: timestamp.meta({ description: 'Where the last interval ends, in UTC.' }),
    earliest: timestamp.nullable().meta({
      description:
        'When the earliest of all detections was detected, whatever the filter; null: there is none. What lies before it was not counted.',
    }),
    asOf: newestKnown('position'),
  })
  .meta({
    id: 'Timeline',
    description: 'Counts over time, the earliest interval first.',
    examples: [
      {
        data: [{ start: '2026-11-24T08:00:00.000Z', count: 96 }],
        size: 1,
        interval: 'hour',
        end: '2026-11-24T09:00:00.000Z',
        earliest: '2026-11-20T07:12:31.250Z',
        asOf: 1204,
      },
    ],
  });
export type Timeline = z.infer<typeof timeline>;
