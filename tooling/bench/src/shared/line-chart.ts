import { max, ticks } from 'd3-array';
import { line } from 'd3-shape';

export interface LineChart {
  title: string;
  /** What the values are in. */
  unit: string;
  lines: readonly { name: string; points: readonly { x: number; y: number }[] }[];
}

const WIDTH = 860;
const HEIGHT = 220;
const LEFT = 60;
const RIGHT = 20;
const TOP = 52;
const BOTTOM = 34;
const COLOURS = ['#1d4ed8', '#c2410c', '#15803d', '#7e22ce'];

/** Lines over minutes, from zero up; as an SVG that is read in light and dark. */
export function drawLineChart({ title, unit, lines }: LineChart): string {
  const points = lines.flatMap((its) => its.points);
  const xTicks = ticks(0, max(points, ({ x }) => x) ?? 1, 8);
  const yTicks = ticks(0, max(points, ({ y }) => y) ?? 1, 4);
  const right = Math.max(xTicks.at(-1) ?? 0, max(points, ({ x }) => x) ?? 1);
  const top = Math.max(yTicks.at(-1) ?? 0, max(points, ({ y }) => y) ?? 0) || 1;
  const x = (value: number): number => LEFT + (value / right) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const path = line<{ x: number; y: number }>(
    (point) => x(point.x),
    (point) => y(point.y),
  );
  const at = (value: number): string => value.toFixed(1);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escape(title)}</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="${String(LEFT)}" y="18" fill="#0f172a" font-weight="600">${escape(title)}, ${escape(unit)}</text>`,
    ...lines.map(
      ({ name }, index) =>
        `<text x="${String(LEFT + index * 190)}" y="38" fill="${colourOf(index)}">${escape(name)}</text>`,
    ),
    ...yTicks.flatMap((value) => [
      `<line x1="${String(LEFT)}" x2="${String(WIDTH - RIGHT)}" y1="${at(y(value))}" y2="${at(y(value))}" stroke="#e2e8f0"/>`,
      `<text x="${String(LEFT - 8)}" y="${at(y(value) + 4)}" text-anchor="end" fill="#475569">${value.toLocaleString('en-US')}</text>`,
    ]),
    ...xTicks.map(
      (value) =>
        `<text x="${at(x(value))}" y="${String(HEIGHT - 12)}" text-anchor="middle" fill="#475569">${String(value)} min</text>`,
    ),
    ...lines.map(
      (its, index) =>
        `<path d="${path([...its.points]) ?? ''}" fill="none" stroke="${colourOf(index)}" stroke-width="1.5"/>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#000';
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
