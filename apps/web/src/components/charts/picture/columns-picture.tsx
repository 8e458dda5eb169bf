import { columnNames, type Column } from '../columns.tsx';
import { countScale } from '../count-scale.ts';
import { Axes, plotBox } from './axes.tsx';
import type { PlotProps } from './plot-props.ts';

/** Of the place that each column has. */
const FILLED = 0.64;

export function ColumnsPicture({ columns, ...plot }: PlotProps & { columns: readonly Column[] }) {
  const scale = countScale(columns.map(({ count }) => count));
  const { width, height } = plotBox(plot);
  const each = width / columns.length;
  return (
    <Axes {...plot} scale={scale} ticks={columnNames(columns)}>
      {columns.map(({ name, count }, index) => (
        <rect
          key={name}
          x={each * (index + (1 - FILLED) / 2)}
          y={height * (1 - count / scale.max)}
          width={each * FILLED}
          height={(height * count) / scale.max}
          rx="2"
          fill={plot.palette.series}
        />
      ))}
    </Axes>
  );
}
