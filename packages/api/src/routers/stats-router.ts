import {
  stats,
  statsInput,
  suggestInput,
  suggestions,
  timeline,
  timelineInput,
} from '@intellisite/contracts';
import { operation } from '../operation-meta.ts';
import { authenticated, t } from '../trpc.ts';

export const statsRouter = t.router({
  counts: authenticated
    .meta(
      operation('GET', '/stats', 'countDetections', {
        tag: 'Statistics',
        summary: 'Count detections by make, model, category, year or source',
        description:
          'Most first. `total` counts each detection once; a detection of two categories counts in both groups.',
        rest: { output: stats, frozen: true, errors: ['as_of_ahead', 'dropped', 'empty_range'] },
      }),
    )
    .input(statsInput)
    .query(({ ctx, input }) => ctx.services.stats.counts(ctx, input)),

  timeline: authenticated
    .meta(
      operation('GET', '/stats/timeline', 'countOverTime', {
        tag: 'Statistics',
        summary: 'Count detections over time',
        description:
          'Without `from` and `to`: the last 60 minutes, 48 hours, 30 days or 12 months. The first and the last interval count only what lies between `from` and `to`.',
        rest: {
          output: timeline,
          frozen: true,
          errors: [
            'as_of_ahead',
            'dropped',
            'empty_range',
            'too_many_intervals',
            'unknown_time_zone',
          ],
        },
      }),
    )
    .input(timelineInput)
    .query(({ ctx, input }) => ctx.services.stats.timeline(ctx, input)),
});

export const vehiclesRouter = t.router({
  suggest: authenticated
    .meta(
      operation('GET', '/vehicles/suggest', 'suggestVehicles', {
        tag: 'Statistics',
        summary: 'Suggest makes or models for what was typed so far',
        description:
          'Those that begin with it go before those that contain it; among them the most frequent first. At most 20.',
        rest: { output: suggestions },
      }),
    )
    .input(suggestInput)
    .query(({ ctx, input }) => ctx.services.stats.suggest(ctx.snapshot, input)),
});
