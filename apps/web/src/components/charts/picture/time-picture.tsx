import { countScale } from '../count-scale.ts';
import type { TimeBucket } from '../time-buckets.ts';
import { timePaths } from '../time-paths.ts';
import { timeTicks } from '../time-ticks.ts';
import { Axes, plotBox } from './axes.tsx';
import type { PlotProps } from './plot-props.ts';

export function TimePicture({ buckets, ...plot }: PlotProps & { buckets: readonly TimeBucket[] }) {
  const { palette, format } = plot;
  const scale = countScale(buckets.map(({ count }) => count));
  const { area, line, partial } = timePaths(buckets, scale, plotBox(plot));
  return (
    <Axes {...plot} scale={scale} ticks={timeTicks(buckets, format)}>
      <path d={area} fill={palette.area} />
      <path
        d={line}
        fill="none"
        stroke={palette.series}
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      {partial.map(({ bucket, x, y }) => (
        <circle
          key={bucket.start}
          cx={x}
          cy={y}
          r="3"
          fill={palette.surface}
          stroke={palette.series}
          strokeWidth="1.5"
        />
      ))}
    </Axes>
  );
}
