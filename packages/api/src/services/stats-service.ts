import {
  MOST_INTERVALS,
  type Stats,
  type StatsRequest,
  type SuggestRequest,
  type Suggestions,
  type Timeline,
  type TimelineInterval,
  type TimelineRequest,
} from '@intellisite/contracts';
import type { LogSpan, Logs, Snapshot } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import type { FrozenAnswers } from '../rest/frozen-answers.ts';
import { fittingInterval } from './fitting-interval.ts';
import { intervalBoundaries } from './interval-boundaries.ts';
import { jsonAround } from './json-list.ts';
import { askLog, refuseEmptyRanges } from './log-refusals.ts';
import type { Asked } from './log-service.ts';

export interface StatsService {
  counts(asked: Asked, input: StatsRequest): Promise<Stats>;
  timeline(asked: Asked, input: TimelineRequest): Promise<Timeline>;
  suggest(snapshot: Snapshot, input: SuggestRequest): Promise<Suggestions>;
}

export function createStatsService(
  { detections, suggest }: Pick<Logs, 'detections' | 'suggest'>,
  frozen: FrozenAnswers,
): StatsService {
  return {
    async counts({ snapshot, rest }, input) {
      const { by, asOf, ...filter } = input;
      refuseEmptyRanges(filter);
      const ask = () => askLog(() => detections.stats(snapshot, { by, asOf, filter }));
      if (rest) {
        const at = asOf ?? snapshot.position;
        if (at > snapshot.position || at < snapshot.positionFloor) await ask();
        const key = { epoch: snapshot.epoch, asOf: at, floor: snapshot.positionFloor, input };
        return await frozen.answer(rest, key, async () => {
          const found = await ask();
          const { total, asOf: of } = found;
          return jsonAround(found.json(), { size: found.rows.length, total, asOf: of });
        });
      }
      const { rows, total, asOf: at } = await ask();
      return { data: [...rows], size: rows.length, total, asOf: at };
    },

    async timeline({ snapshot, rest }, { interval: asked, tz, asOf, ...filter }) {
      refuseEmptyRanges(filter);
      const span = await askLog(() => detections.span(snapshot, { asOf }));
      const { interval, boundaries } = intervalsOf(asked, tz, filter, span, Date.now());
      if (boundaries.length > MOST_INTERVALS + 1) {
        throw new AppError('too_many_intervals', {
          detail: `At most ${MOST_INTERVALS} intervals are answered: ask for a shorter range or a longer interval.`,
          errors: [{ member: 'interval', message: 'expected a longer interval for this range' }],
        });
      }
      const ask = async (): Promise<Timeline> => {
        const { counts, asOf: at } = await askLog(() =>
          detections.timeline(snapshot, { boundaries, asOf, filter }),
        );
        const data = Array.from(counts, (count, index) => ({
          start: new Date(boundaries[index] ?? 0).toISOString(),
          count,
        }));
        return {
          data,
          size: data.length,
          interval,
          end: new Date(boundaries.at(-1) ?? 0).toISOString(),
          earliest: span.earliest === null ? null : new Date(span.earliest).toISOString(),
          asOf: at,
        };
      };
      if (!rest) return await ask();
      const at = asOf ?? snapshot.position;
      const { epoch, positionFloor: floor } = snapshot;
      // The boundaries stand for the request: without from and to they move with the clock.
      const ends = [boundaries.length, boundaries[0], boundaries.at(-1)];
      const key = { epoch, asOf: at, floor, input: { interval, tz, ends, filter } };
      return await frozen.answer(rest, key, async () => Buffer.from(JSON.stringify(await ask())));
    },

    async suggest(snapshot, input) {
      const data = await suggest(snapshot, input);
      return { data, size: data.length };
    },
  };
}

/** How long a chart of nothing is. */
const EMPTY_MS = 3_600_000;

/** `auto` is about all that there is: to the latest detection where a camera's clock is ahead of ours. */
function intervalsOf(
  asked: TimelineRequest['interval'],
  zone: string,
  { from, to }: Pick<TimelineRequest, 'from' | 'to'>,
  { earliest, latest }: LogSpan,
  now: number,
): { interval: TimelineInterval; boundaries: number[] } {
  if (asked !== 'auto') {
    return { interval: asked, boundaries: intervalBoundaries(asked, zone, from, to, now) };
  }
  const end = to ?? Math.max(now, (latest ?? 0) + 1, (from ?? 0) + 1);
  const start = from ?? Math.min(earliest ?? end - EMPTY_MS, end - 1);
  const interval = fittingInterval(start, end);
  return { interval, boundaries: intervalBoundaries(interval, zone, start, end, now) };
}
