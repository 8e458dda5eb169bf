import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SYSTEM_KINDS } from '../faults/kinds.ts';
import type { RoundResult } from '../round.ts';
import { READY_WITHIN_MS } from '../system.ts';
import { drawChart } from './ready-chart.ts';
import { describeRun, type ReportOptions } from './report.ts';

/** The report in Markdown, with a chart beside it. */
export function writeReport(
  file: string,
  rounds: readonly RoundResult[],
  options: ReportOptions,
): void {
  const chart = file.replace(/(\.md)?$/, '.svg');
  const faults = rounds.flatMap((round) => round.faults);
  const rows = SYSTEM_KINDS.map((name) => ({
    name,
    seconds: faults
      .filter(({ kind }) => kind === name)
      .map(({ readyMs }) => readyMs)
      .filter((ms) => ms !== null)
      .map((ms) => ms / 1_000),
  })).filter(({ seconds }) => seconds.length > 0);
  writeFileSync(chart, drawChart(rows, READY_WITHIN_MS / 1_000));
  const caption = 'Seconds from the end of a fault until every service was ready again';
  writeFileSync(file, `${describeRun(rounds, options)}\n![${caption}](${basename(chart)})\n`);
}
