import type { ReactNode } from 'react';
import type { Format } from '../../../lib/format.ts';
import { BarsPicture, barsHeight } from './bars-picture.tsx';
import type { ChartFile } from './chart-file.ts';
import { ColumnsPicture } from './columns-picture.tsx';
import type { Palette } from './palette.ts';
import type { PlotProps } from './plot-props.ts';
import { TimePicture } from './time-picture.tsx';

const WIDTH = 960;
const MARGIN = 24;
const HEAD = 64;
const PLOT_HEIGHT = 280;

/** A chart as a picture that stands by itself, with what it shows written above it. */
export function ChartPicture({
  file,
  palette,
  format,
}: {
  file: ChartFile;
  palette: Palette;
  format: Format;
}) {
  const { title, subtitle, content } = file;
  const height = content.kind === 'bars' ? barsHeight(content.rows.length) : PLOT_HEIGHT;
  const whole = HEAD + height + MARGIN;
  const plot: PlotProps = { width: WIDTH - 2 * MARGIN, height, palette, format };
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={WIDTH}
      height={whole}
      viewBox={`0 0 ${WIDTH} ${whole}`}
      fontFamily="system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
      fontSize="12"
    >
      <title>{title}</title>
      <desc>{subtitle}</desc>
      <rect width={WIDTH} height={whole} fill={palette.surface} />
      <text x={MARGIN} y="30" fontSize="15" fontWeight="600" fill={palette.ink}>
        {title}
      </text>
      <text x={MARGIN} y="48" fill={palette.faint}>
        {subtitle}
      </text>
      <g transform={`translate(${MARGIN} ${HEAD})`}>{plotOf(content, plot)}</g>
    </svg>
  );
}

function plotOf(content: ChartFile['content'], plot: PlotProps): ReactNode {
  switch (content.kind) {
    case 'time':
      return <TimePicture {...plot} buckets={content.buckets} />;
    case 'bars':
      return <BarsPicture {...plot} {...content} />;
    case 'columns':
      return <ColumnsPicture {...plot} columns={content.columns} />;
  }
}
