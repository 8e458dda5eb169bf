'use client';

import type { ReactNode } from 'react';
import { useFormat } from '../locale-provider.tsx';
import type { CountScale } from './count-scale.ts';
import type { Tick } from './time-ticks.ts';

/** So near to the end of the axis, a label is not centred below its mark: it would stand out. */
const EDGE_PERCENT = 4;

/** Larger counts are written short beside the axis. */
const LARGE = 10_000;

/** Axes of counts over something. Labels are text of the page: they are never stretched. */
export function ChartFrame({
  label,
  scale,
  ticks,
  between = false,
  children,
}: {
  label: string;
  scale: CountScale;
  /** Of the axis below. */
  ticks: readonly Tick[];
  /** Whether they name what is above them, and not where something begins. */
  between?: boolean;
  children: ReactNode;
}) {
  const format = useFormat();
  const top = (count: number): string => `${100 * (1 - count / scale.max)}%`;
  return (
    <figure className="chart-b" aria-label={label}>
      <div className="chart">
        <svg className="plot" aria-hidden>
          {between
            ? null
            : ticks.map(({ at }) => (
                <line key={at} className="grid-l" x1={`${at}%`} x2={`${at}%`} y1="0" y2="100%" />
              ))}
          {scale.ticks.map((count) => (
            <line
              key={count}
              className={count === 0 ? 'axis-l' : 'grid-l'}
              x1="0"
              x2="100%"
              y1={top(count)}
              y2={top(count)}
            />
          ))}
        </svg>
        <div aria-hidden>
          {scale.ticks.map((count) => (
            <span key={count} className="y" style={{ top: top(count) }}>
              {scale.max < LARGE ? format.count(count) : format.short(count)}
            </span>
          ))}
          {ticks.map(({ at, label: text }, index) => (
            <span
              key={at}
              className={tickClass(between ? 50 : at, index)}
              style={{ left: `${at}%` }}
            >
              {text}
            </span>
          ))}
        </div>
        {children}
      </div>
    </figure>
  );
}

/** Every other one has no room on a phone. */
function tickClass(at: number, index: number): string {
  const edge = at < EDGE_PERCENT ? ' first' : at > 100 - EDGE_PERCENT ? ' last' : '';
  return `x${edge}${index % 2 === 1 ? ' max-md:hidden' : ''}`;
}
