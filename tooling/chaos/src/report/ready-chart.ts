/** Values of one kind, in seconds. */
export interface ChartRow {
  name: string;
  seconds: readonly number[];
}

const ROW = 22;
const LEFT = 230;
const WIDTH = 860;
const TOP = 34;
const RIGHT = 20;
const GRID_EVERY = 5;

/** A dot for each value, in a row for each kind, beside the limit; as an SVG that is read in light and dark. */
export function drawChart(rows: readonly ChartRow[], limit: number): string {
  const longest = Math.max(limit, ...rows.flatMap(({ seconds }) => seconds));
  const end = Math.ceil(longest / GRID_EVERY) * GRID_EVERY;
  const x = (seconds: number): string =>
    (LEFT + (seconds / end) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const bottom = TOP + rows.length * ROW;
  const grid = Array.from({ length: end / GRID_EVERY + 1 }, (_, index) => index * GRID_EVERY);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(bottom + 10)}" font-family="system-ui, sans-serif" font-size="12">`,
    '<title>Seconds from the end of a fault until every service was ready again</title>',
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...grid.flatMap((seconds) => [
      `<line x1="${x(seconds)}" x2="${x(seconds)}" y1="${String(TOP - 6)}" y2="${String(bottom)}" stroke="${seconds === limit ? '#c2410c' : '#e2e8f0'}"/>`,
      `<text x="${x(seconds)}" y="${String(TOP - 12)}" text-anchor="middle" fill="${seconds === limit ? '#c2410c' : '#475569'}">${String(seconds)} s</text>`,
    ]),
    ...rows.flatMap(({ name, seconds }, index) => {
      const y = TOP + index * ROW + ROW / 2;
      return [
        `<text x="${String(LEFT - 12)}" y="${String(y + 4)}" text-anchor="end" fill="#0f172a">${escape(name)} (${String(seconds.length)})</text>`,
        ...seconds.map(
          (value) =>
            `<circle cx="${x(value)}" cy="${String(y)}" r="4" fill="#1d4ed8" fill-opacity="0.35"/>`,
        ),
      ];
    }),
    '</svg>',
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');
}
