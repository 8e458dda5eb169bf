'use client';

import { Calendar, ChevronDown } from 'lucide-react';
import { useFormat } from '../locale-provider.tsx';
import { Popover } from '../ui/popover.tsx';
import { RangeForm } from './range-form.tsx';
import { readTimeRange, type TimeRange } from './time-range.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const PRESETS = [
  { name: 'All time', ms: null },
  { name: 'Last hour', ms: HOUR_MS },
  { name: 'Last 24 hours', ms: 24 * HOUR_MS },
  { name: 'Last 7 days', ms: 7 * 24 * HOUR_MS },
  { name: 'Last 30 days', ms: 30 * 24 * HOUR_MS },
] as const;

/** When it was detected. */
export function TimeFilter({
  from,
  to,
  onChange,
}: TimeRange & { onChange: (range: TimeRange) => void }) {
  const format = useFormat();
  const inWords = (write: (time: number) => string): string =>
    from === null && to === null
      ? 'All time'
      : `${from ? write(from.getTime()) : 'the beginning'} to ${to ? write(to.getTime()) : 'now'}`;
  return (
    <Popover
      className="btn"
      title={inWords((time) => format.exact(time))}
      width="w-72"
      button={
        <>
          <Calendar className="i" aria-hidden />
          <span className="cut max-w-80">{inWords((time) => format.moment(time))}</span>
          <ChevronDown className="i i-s" aria-hidden />
        </>
      }
    >
      {(close) => {
        const choose = (range: TimeRange): void => {
          close();
          onChange(range);
        };
        return (
          <>
            {PRESETS.map(({ name, ms }) => (
              <button
                key={name}
                type="button"
                className="opt w-full hover:bg-hover"
                onClick={() => {
                  choose({ from: ms === null ? null : new Date(Date.now() - ms), to: null });
                }}
              >
                {name}
              </button>
            ))}
            <hr />
            <RangeForm
              by="time"
              ends={{ from: inputValue(from), to: inputValue(to) }}
              // Without it, browsers take years with six digits, which no date has here.
              input={{ type: 'datetime-local', max: '9999-12-31T23:59' }}
              className="grid gap-3"
              onFilter={(ends) => {
                const range = readTimeRange(ends);
                if (typeof range === 'string') return range;
                choose(range);
                return null;
              }}
            />
          </>
        );
      }}
    </Popover>
  );
}

/** 2026-11-29T14:32, as the field wants it. */
function inputValue(time: Date | null): string {
  if (time === null) return '';
  const local = new Date(time.getTime() - time.getTimezoneOffset() * MINUTE_MS);
  return local.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}
