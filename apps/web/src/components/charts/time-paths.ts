import { area, line } from 'd3-shape';
import type { CountScale } from './count-scale.ts';
import { domainOf, type TimeBucket } from './time-buckets.ts';

/** A timeline as SVG draws it, within a box. */
export interface TimePaths {
  /** Both have gaps where there is no whole bucket. */
  area: string;
  line: string;
  /** Buckets of which not all was counted: beside the line, as they would look like a fall. */
  partial: readonly { bucket: TimeBucket; x: number; y: number }[];
}

export function timePaths(
  buckets: readonly TimeBucket[],
  { max }: CountScale,
  { width, height }: { width: number; height: number },
): TimePaths {
  const { from, to } = domainOf(buckets);
  const x = ({ start, end }: TimeBucket): number =>
    (width * ((start + end) / 2 - from)) / (to - from);
  const y = ({ count }: TimeBucket): number => height * (1 - count / max);
  const isWhole = ({ state }: TimeBucket): boolean => state === 'whole';
  const drawn = [...buckets];
  return {
    area: area<TimeBucket>().defined(isWhole).x(x).y0(height).y1(y).digits(2)(drawn) ?? '',
    line: line<TimeBucket>().defined(isWhole).x(x).y(y).digits(2)(drawn) ?? '',
    partial: buckets
      .filter(({ state }) => state === 'partial')
      .map((bucket) => ({ bucket, x: x(bucket), y: y(bucket) })),
  };
}
