import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { drawLineChart, type LineChart } from '../shared/line-chart.ts';
import { median } from '../shared/statistics.ts';
import { fixed, thousands } from '../shared/table.ts';
import type { Sample } from './sample.ts';

const TENTHS = 10;
const MB = 1e6;

export const TITLES = [
  'minutes',
  'indexed/s',
  'lag',
  'alert p50',
  'alert p99',
  'indexer MB',
  'web MB',
  'page MB',
];

/** The medians of each tenth of a run, beside its number of the last minute in it. */
export function tenthsOf(samples: readonly Sample[]): string[][] {
  const size = Math.max(1, Math.ceil(samples.length / TENTHS));
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, tenth) => {
    const part = samples.slice(tenth * size, (tenth + 1) * size);
    const of = (pick: (sample: Sample) => number): number => median(part.map(pick));
    return [
      fixed(part.at(-1)?.minutes ?? null, 1),
      thousands(of(({ indexedPerSecond }) => indexedPerSecond)),
      thousands(of(({ lag }) => lag)),
      fixed(
        of(({ alertP50 }) => alertP50),
        0,
      ),
      fixed(
        of(({ alertP99 }) => alertP99),
        0,
      ),
      fixed(of(({ indexerBytes }) => indexerBytes) / MB, 0),
      fixed(of(({ webBytes }) => webBytes) / MB, 0),
      fixed(of(({ pageBytes }) => pageBytes) / MB, 0),
      ...Object.keys(part[0]?.answerP99 ?? {}).map((name) =>
        fixed(
          of(({ answerP99 }) => answerP99[name] ?? NaN),
          0,
        ),
      ),
    ];
  });
}

function chartsOf(samples: readonly Sample[]): Record<string, LineChart> {
  const over = (pick: (sample: Sample) => number): { x: number; y: number }[] =>
    samples.map((sample) => ({ x: sample.minutes, y: pick(sample) }));
  return {
    lag: {
      title: 'Sent and not yet counted',
      unit: 'detections',
      lines: [{ name: '', points: over(({ lag }) => lag) }],
    },
    alerts: {
      title: 'From the send of a detection until its alert can be read from Kafka',
      unit: 'ms',
      lines: [
        { name: 'p50', points: over(({ alertP50 }) => alertP50) },
        { name: 'p99', points: over(({ alertP99 }) => alertP99) },
      ],
    },
    answers: {
      title: 'Answers of the API, p99',
      unit: 'ms',
      lines: Object.keys(samples[0]?.answerP99 ?? {}).map((name) => ({
        name,
        points: over(({ answerP99 }) => answerP99[name] ?? NaN),
      })),
    },
    memory: {
      title: 'Memory',
      unit: 'MB',
      lines: [
        { name: 'indexer', points: over(({ indexerBytes }) => indexerBytes / MB) },
        { name: 'web server', points: over(({ webBytes }) => webBytes / MB) },
        { name: 'scripts of the open page', points: over(({ pageBytes }) => pageBytes / MB) },
      ],
    },
  };
}

/** Writes the summary in Markdown, and a chart beside it for each of lag, alerts, answers and memory. */
export function writeReport(file: string, summary: string, samples: readonly Sample[]): void {
  const pictures = Object.entries(chartsOf(samples)).map(([name, chart]) => {
    const picture = file.replace(/(\.md)?$/, `-${name}.svg`);
    writeFileSync(picture, drawLineChart(chart));
    return `![${chart.title}](${basename(picture)})`;
  });
  writeFileSync(file, `${[summary, ...pictures].join('\n\n')}\n`);
}
