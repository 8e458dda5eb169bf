'use client';

import { Slider } from 'radix-ui';
import { useRef, useState } from 'react';
import { useFormat } from '../locale-provider.tsx';
import { countScale } from './count-scale.ts';
import { timePaths } from './time-paths.ts';
import type { TimeBucket } from './time-buckets.ts';

const BOX = { width: 1_000, height: 100 };

/** In ms since 1970; null: the end of the timeline. */
export interface BrushRange {
  from: number | null;
  to: number | null;
}

/** All of a timeline, and two handles around the part that is looked at. Arrow keys move them by an interval. */
export function RangeBrush({
  buckets,
  from,
  to,
  onChange,
}: BrushRange & { buckets: readonly TimeBucket[]; onChange: (range: BrushRange) => void }) {
  const format = useFormat();
  const edges = [...buckets.map(({ start }) => start), buckets.at(-1)?.end ?? 0];
  const last = edges.length - 1;
  const chosen = [placeOf(edges, from, 0), placeOf(edges, to, last)];
  /** While a handle is held: keys move it at once. */
  const [held, setHeld] = useState<number[] | null>(null);
  const holding = useRef(false);
  const paths = timePaths(buckets, countScale(buckets.map(({ count }) => count)), BOX);
  return (
    <div className="brush" role="group" aria-label="Range of the timeline">
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden>
        <path className="ar c0" d={paths.area} />
        <path className="ln c0" d={paths.line} />
      </svg>
      <Slider.Root
        className="brush-s"
        min={0}
        max={last}
        minStepsBetweenThumbs={1}
        value={held ?? chosen}
        onPointerDown={() => {
          holding.current = true;
        }}
        onLostPointerCapture={() => {
          holding.current = false;
          setHeld(null);
        }}
        onValueChange={(value) => {
          if (holding.current) setHeld(value);
        }}
        onValueCommit={([start = 0, end = last]) => {
          onChange({
            from: start === 0 ? null : (edges[start] ?? null),
            to: end === last ? null : (edges[end] ?? null),
          });
        }}
      >
        <Slider.Track className="brush-t">
          <Slider.Range className="win" />
        </Slider.Track>
        {['Start', 'End'].map((name, index) => (
          <Slider.Thumb
            key={name}
            className="grip"
            aria-label={`${name} of the range`}
            aria-valuetext={format.moment(edges[(held ?? chosen)[index] ?? 0] ?? 0)}
          />
        ))}
      </Slider.Root>
    </div>
  );
}

/** The edge that is nearest to a time. */
function placeOf(edges: readonly number[], time: number | null, otherwise: number): number {
  if (time === null) return otherwise;
  return edges.reduce(
    (nearest, edge, index) =>
      Math.abs(edge - time) < Math.abs((edges[nearest] ?? 0) - time) ? index : nearest,
    0,
  );
}
