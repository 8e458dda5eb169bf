import type { ReactNode } from 'react';
import type { CountScale } from '../count-scale.ts';
import type { Tick } from '../time-ticks.ts';
import type { PlotProps } from './plot-props.ts';

const LEFT = 64;
const BOTTOM = 24;

/** The room that the axes leave. */
export function plotBox({ width, height }: Pick<PlotProps, 'width' | 'height'>) {
  return { width: width - LEFT, height: height - BOTTOM };
}

export function Axes({
  scale,
  ticks,
  children,
  ...plot
}: PlotProps & { scale: CountScale; ticks: readonly Tick[]; children: ReactNode }) {
  const { palette, format } = plot;
  const { width, height } = plotBox(plot);
  const y = (count: number): number => height * (1 - count / scale.max);
  return (
    <g transform={`translate(${LEFT} 0)`}>
      {scale.ticks.map((count) => (
        <g key={count}>
          <line
            x2={width}
            y1={y(count)}
            y2={y(count)}
            stroke={count === 0 ? palette.axis : palette.grid}
          />
          <text x="-8" y={y(count) + 4} textAnchor="end" fill={palette.faint}>
            {format.count(count)}
          </text>
        </g>
      ))}
      {ticks.map(({ at, label }) => (
        <text
          key={at}
          x={(width * at) / 100}
          y={height + 18}
          textAnchor="middle"
          fill={palette.faint}
        >
          {label}
        </text>
      ))}
      {children}
    </g>
  );
}
