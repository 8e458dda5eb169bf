import {
  MOST_INTERVALS,
  type Stats,
  type StatsRequest,
  type SuggestRequest,
  type Suggestions,
  type Timeline,
  type TimelineRequest,
} from '@intellisite/contracts';
import type { Logs, Snapshot } from '@intellisite/db';
import { AppError } from '../errors/app-error.ts';
import type { FrozenAnswers } from '../rest/frozen-answers.ts';
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

    async timeline({ snapshot, rest }, { interval, tz, asOf, ...filter }) {
      refuseEmptyRanges(filter);
      const boundaries = intervalBoundaries(interval, tz, filter.from, filter.to, Date.now());
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
        return { data, size: data.length, asOf: at };
      };
      if (!rest) return await ask();
      const at = asOf ?? snapshot.position;
      if (at > snapshot.position || at < snapshot.positionFloor) await ask();
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
