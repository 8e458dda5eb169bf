import { CLOCK, DATE, dateFormats } from './date-formats.ts';
import { createIntervalFormat, type IntervalFormat } from './format-interval.ts';
import { lazily } from './lazily.ts';
import type { Locale } from './locale.ts';

/** Numbers and times in words and figures, for one locale. */
export interface Format extends IntervalFormat {
  count: (value: number) => string;
  /** 12,481,920 -> 12M: where there is little room. */
  short: (value: number) => string;
  /** With so many digits after the point at most. */
  decimal(value: number, digits: number): string;
  /** 0.123 -> 12.3 %, 0.0712 -> 7.12 %, 0.000001 -> <0.01 % */
  share(part: number): string;
  /** 14:32:06 */
  clock(time: number | string): string;
  /** 23 Nov 2025 */
  day(time: number | string): string;
  /** 23 Nov 2025, 14:32:06.412 with the zone: for where the exact time is wanted. */
  exact(time: number | string): string;
  /** now, 5 s ago, 3 min ago, then the day. */
  relative(time: number | string, now: number): string;
  /** 5.4 GB */
  bytes(value: number): string;
  /** 0.3s, 36s, 4m, 31h, 6d */
  duration(ms: number): string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What is less is said to be less. */
const SMALLEST_SHARE = 0.0001;

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export function createFormat({ language, timeZone }: Locale): Format {
  // Each takes a browser about a millisecond to make, and no page needs them all; what is written often is kept.
  const shorts = lazily(() => new Intl.NumberFormat(language, { notation: 'compact' }));
  const counts = lazily(() => new Intl.NumberFormat(language));
  const shareOf = (digits: number): (() => Intl.NumberFormat) =>
    lazily(
      () =>
        new Intl.NumberFormat(language, {
          style: 'percent',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }),
    );
  const shares = { whole: shareOf(0), tenths: shareOf(1), hundredths: shareOf(2) };
  const dates = dateFormats({ language, timeZone });
  const clocks = dates({ ...CLOCK, second: '2-digit' });
  const days = dates(DATE);
  const exacts = dates({
    ...DATE,
    ...CLOCK,
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  });
  const unit = (
    value: number,
    name: string,
    digits = 0,
    unitDisplay: 'narrow' | 'short' = 'narrow',
  ): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay,
      maximumFractionDigits: digits,
    }).format(value);
  const now = lazily(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  const ago = lazily(
    () => new Intl.RelativeTimeFormat(language, { style: 'narrow', numeric: 'always' }),
  );
  const toMs = (time: number | string): number =>
    typeof time === 'number' ? time : Date.parse(time);

  const format: Format = {
    ...createIntervalFormat({ language, timeZone }),
    short: (value) => shorts().format(value),
    count: (value) => counts().format(value),
    decimal: (value, digits) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value),
    share(part) {
      if (part > 0 && part < SMALLEST_SHARE)
        return `<${shares.hundredths().format(SMALLEST_SHARE)}`;
      if (part >= 1) return shares.whole().format(part);
      return (part >= 0.1 ? shares.tenths : shares.hundredths)().format(part);
    },
    clock: (time) => clocks().format(toMs(time)),
    day: (time) => days().format(toMs(time)),
    exact: (time) => exacts().format(toMs(time)),
    relative(time, at) {
      const since = at - toMs(time);
      // A clock that is ahead of ours is no prophet.
      if (since < SECOND) return now().format(0, 'second');
      if (since < MINUTE) return ago().format(-Math.floor(since / SECOND), 'second');
      if (since < HOUR) return ago().format(-Math.floor(since / MINUTE), 'minute');
      if (since < DAY) return ago().format(-Math.floor(since / HOUR), 'hour');
      return format.day(time);
    },
    duration(ms) {
      if (ms < 10 * SECOND) return unit(ms / SECOND, 'second', 1);
      if (ms < 2 * MINUTE) return unit(Math.round(ms / SECOND), 'second');
      if (ms < 2 * HOUR) return unit(Math.round(ms / MINUTE), 'minute');
      if (ms < 2 * DAY) return unit(Math.round(ms / HOUR), 'hour');
      return unit(Math.floor(ms / DAY), 'day');
    },
    bytes(value) {
      const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      return unit(value / 1_000 ** step, BYTE_UNITS[step] ?? 'byte', step === 0 ? 0 : 1, 'short');
    },
  };
  return format;
}
