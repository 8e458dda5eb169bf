import { writtenOut } from '../../ui/hostile-text.tsx';
import type { BarRow, BarScale } from '../bars.tsx';
import { logPlace, logScale } from '../count-scale.ts';
import type { PlotProps } from './plot-props.ts';

const ROW = 22;
const NAME_WIDTH = 200;
const COUNT_WIDTH = 90;
const SHARE_WIDTH = 64;
/** SVG cuts no text: so many characters fit. */
const MOST_CHARACTERS = 28;

export function barsHeight(rows: number): number {
  return ROW * Math.max(1, rows);
}

export function BarsPicture({
  rows,
  total,
  scale,
  ...plot
}: PlotProps & { rows: readonly BarRow[]; total: number; scale: BarScale }) {
  const { width, palette, format } = plot;
  const most = scale === 'share' ? total : (rows[0]?.count ?? 0);
  const axis = logScale([most]);
  const place = width - NAME_WIDTH - COUNT_WIDTH - SHARE_WIDTH;
  return rows.map(({ names, count }, index) => (
    <g key={names.join('\0')} transform={`translate(0 ${ROW * index})`}>
      <text y="15" fill={palette.ink}>
        {shortened(names.join(' '))}
      </text>
      <g transform={`translate(${NAME_WIDTH} 6)`}>
        <rect width={place} height="10" rx="2" fill={palette.track} />
        {scale === 'log' ? (
          <circle cx={(place * logPlace(count, axis)) / 100} cy="5" r="4.5" fill={palette.series} />
        ) : (
          <rect
            width={(place * count) / Math.max(1, most)}
            height="10"
            rx="2"
            fill={palette.series}
          />
        )}
      </g>
      <text x={width - SHARE_WIDTH} y="15" textAnchor="end" fill={palette.ink}>
        {format.count(count)}
      </text>
      <text x={width} y="15" textAnchor="end" fill={palette.faint}>
        {total === 0 ? '' : format.share(count / total)}
      </text>
    </g>
  ));
}

/** Characters that cannot be seen, or turn what follows around, are written out as on the page. */
function shortened(text: string): string {
  const characters = [...writtenOut(text)];
  return characters.length > MOST_CHARACTERS
    ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`
    : characters.join('');
}
