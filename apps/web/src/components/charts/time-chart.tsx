'use client';

import type { TimelineInterval } from '@intellisite/contracts';
import { useState, type MouseEvent, type PointerEvent, type ReactNode } from 'react';
import { useFormat } from '../locale-provider.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { countScale } from './count-scale.ts';
import { domainOf, type TimeBucket } from './time-buckets.ts';
import { timePaths } from './time-paths.ts';
import { timeTicks } from './time-ticks.ts';

/** Of the picture's own coordinates: it is stretched over the place that there is. */
const BOX = { width: 1_000, height: 100 };

/**
 * Counts over time, from zero. It needs to know no width, so the server draws it too. Nothing moves by
 * itself: it steps with its data.
 */
export function TimeChart({
  label,
  buckets,
  interval,
  onOpen,
}: {
  /** What it shows, in a sentence. */
  label: string;
  buckets: readonly TimeBucket[];
  interval: TimelineInterval;
  /** A click on an interval. */
  onOpen?: (bucket: TimeBucket) => void;
}) {
  const format = useFormat();
  const [pointed, setPointed] = useState<TimeBucket | null>(null);
  const scale = countScale(buckets.map(({ count }) => count));
  const paths = timePaths(buckets, scale, BOX);
  const { from, to } = domainOf(buckets);
  // The interval may have gone while the pointer rested.
  const shown = buckets.find((bucket) => bucket.start === pointed?.start);
  const bucketAt = (event: MouseEvent<HTMLElement>): TimeBucket | undefined => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const time = from + ((to - from) * (event.clientX - left)) / width;
    return buckets.find(({ end }) => time < end);
  };
  return (
    <ChartFrame label={label} scale={scale} ticks={timeTicks(buckets, format)}>
      <svg
        className="plot"
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        <path className="ar" d={paths.area} />
        <path className="ln c1" d={paths.line} />
      </svg>
      {paths.partial.map(({ bucket, x, y }) => (
        <span
          key={bucket.start}
          className="dot partial"
          style={{ left: `${(100 * x) / BOX.width}%`, top: `${(100 * y) / BOX.height}%` }}
        />
      ))}
      <div
        className={onOpen ? 'absolute inset-0 cursor-pointer' : 'absolute inset-0'}
        onPointerMove={(event: PointerEvent<HTMLElement>) => {
          setPointed(bucketAt(event) ?? null);
        }}
        onPointerLeave={() => {
          setPointed(null);
        }}
        onClick={(event) => {
          const bucket = bucketAt(event);
          if (bucket) onOpen?.(bucket);
        }}
      />
      {shown ? (
        <Pointed
          bucket={shown}
          at={((shown.start + shown.end) / 2 - from) / (to - from)}
          max={scale.max}
        >
          <span className="ink-3">{format.interval(interval, shown.start, shown.end)}</span>
          <div>
            <i className="key" />
            Detections
            <b>{shown.state === 'unknown' ? 'not counted' : format.count(shown.count)}</b>
          </div>
          {shown.state === 'partial' ? <span className="ink-3">not a whole {interval}</span> : null}
        </Pointed>
      ) : null}
    </ChartFrame>
  );
}

/** The interval that the pointer is on: a line, a mark, and what is known of it. */
function Pointed({
  bucket,
  at,
  max,
  children,
}: {
  bucket: TimeBucket;
  /** From 0 to 1. */
  at: number;
  max: number;
  children: ReactNode;
}) {
  const left = `${100 * at}%`;
  return (
    <>
      <span className="cross" style={{ left }} />
      {bucket.state === 'whole' ? (
        <span className="dot" style={{ left, top: `${100 * (1 - bucket.count / max)}%` }} />
      ) : null}
      <div
        className="tip pointer-events-none"
        style={
          at < 0.5
            ? { left: `calc(${left} + 0.75rem)`, top: '4%' }
            : { right: `calc(${100 * (1 - at)}% + 0.75rem)`, top: '4%' }
        }
      >
        {children}
      </div>
    </>
  );
}
