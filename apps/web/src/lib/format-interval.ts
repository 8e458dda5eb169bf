import type { TimelineInterval } from '@intellisite/contracts';
import { CLOCK, DATE, dateFormats } from './date-formats.ts';
import { lazily } from './lazily.ts';
import type { Locale } from './locale.ts';

/** What a mark on a time axis says. */
export type TickKind = 'clock' | 'day' | 'month' | 'year';

/** Intervals of a timeline in words, and the marks of its axis. */
export interface IntervalFormat {
  /** Thu 20 Nov 2025, 16:00 – 17:00. `end` is where the next one begins. Times in ms since 1970. */
  interval(kind: TimelineInterval, start: number, end: number): string;
  /** Thu 20 Nov 2025, 16:00: where intervals meet. */
  moment(time: number): string;
  /** 17 – 23 Nov 2025: the days that lie between two times. */
  days(from: number, to: number): string;
  tick(kind: TickKind, time: number): string;
  /** The fields of a time on the person's clock, for a place of it on an axis. */
  clockFields(time: number): { year: number; month: number; day: number; minute: number };
}

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', ...DATE };

/** Browsers and Node differ in the width of the spaces around a dash; what both write must be the same. */
const THIN_SPACES = /[\u2009\u202f]/g;

export function createIntervalFormat({ language, timeZone }: Locale): IntervalFormat {
  const write = dateFormats({ language, timeZone });
  const spans = write({ ...DAY, ...CLOCK });
  const days = write(DAY);
  const dayRanges = write(DATE);
  const months = write({ month: 'long', year: 'numeric' });
  const ticks: Record<TickKind, () => Intl.DateTimeFormat> = {
    clock: write(CLOCK),
    day: write({ day: 'numeric', month: 'short' }),
    month: write({ month: 'short', year: 'numeric' }),
    year: write({ year: 'numeric' }),
  };
  const fields = lazily(
    () =>
      new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
        timeZone,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        hourCycle: 'h23',
      }),
  );
  return {
    interval(kind, start, end) {
      if (kind === 'day') return days().format(start);
      if (kind === 'month') return months().format(start);
      return spans().formatRange(start, end).replaceAll(THIN_SPACES, ' ');
    },
    moment: (time) => spans().format(time),
    // What ends at midnight does not reach into the day that begins then.
    days: (from, to) =>
      dayRanges()
        .formatRange(from, Math.max(from, to - 1))
        .replaceAll(THIN_SPACES, ' '),
    tick: (kind, time) => ticks[kind]().format(time),
    clockFields(time) {
      const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = Object.fromEntries(
        fields()
          .formatToParts(time)
          .map(({ type, value }) => [type, value]),
      );
      const field = (type: Intl.DateTimeFormatPartTypes): number => Number(parts[type] ?? 0);
      return {
        year: field('year'),
        month: field('month'),
        day: field('day'),
        minute: 60 * field('hour') + field('minute'),
      };
    },
  };
}
