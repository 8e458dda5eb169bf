import type { FaultRecord, RoundResult } from './round.ts';
import { FAULT_KINDS } from './faults/kinds.ts';

export interface ReportOptions {
  command: string;
  fence: boolean;
}

/** The result of a run in Markdown. */
export function describeRun(
  rounds: readonly RoundResult[],
  { command, fence }: ReportOptions,
): string {
  const faults = rounds.flatMap((round) => round.faults);
  const sum = (of: (round: RoundResult) => number): string =>
    rounds.reduce((total, round) => total + of(round), 0).toLocaleString('en-US');
  const violations = rounds.flatMap(({ seed, violations: found }) =>
    found.map(({ check, detail }) => `- seed ${String(seed)}, ${check}: ${detail}`),
  );
  return [
    `# Faults in the pipeline`,
    '',
    `\`${command}\`${fence ? '' : ', **with the fence taken out**'}: ${String(faults.length)} faults in ${String(rounds.length)} rounds, ${violations.length === 0 ? 'no violation' : `**${String(violations.length)} violations**`}.`,
    '',
    `| | |`,
    `|---|---:|`,
    `| messages in Kafka | ${sum(({ produced }) => produced)} |`,
    `| indexed as detections | ${sum(({ detections }) => detections)} |`,
    `| quarantined | ${sum(({ quarantined }) => quarantined)} |`,
    `| lost by Kafka, declared in the gap ledger | ${sum(({ declaredLost }) => declaredLost)} |`,
    `| alerts | ${sum(({ alerts }) => alerts)} |`,
    `| alerts published more than once | ${sum(({ repeatedAlerts }) => repeatedAlerts)} |`,
    `| blocks recounted | ${sum(({ blocks }) => blocks)} |`,
    `| seeds | ${rounds.map(({ seed }) => String(seed)).join(', ')} |`,
    '',
    'Time until ingestion went on after a fault that no other fault disturbed, in seconds (all partitions: until each of them went on):',
    '',
    '| fault | count | instant hit | first, median | first, longest | all partitions, median | longest |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...FAULT_KINDS.map((kind) => describeKind(kind, faults)).filter((row) => row !== null),
    '',
    ...(violations.length === 0 ? [] : ['## Violations', '', ...violations, '']),
  ].join('\n');
}

function describeKind(kind: string, faults: readonly FaultRecord[]): string | null {
  const ofKind = faults.filter((fault) => fault.kind === kind);
  if (ofKind.length === 0) return null;
  const aimed = ofKind.filter(({ hit }) => hit !== undefined);
  const hits = aimed.length === 0 ? '' : String(aimed.filter(({ hit }) => hit).length);
  const alone = ofKind.filter(({ recovery }) => !recovery.disturbed);
  const first = alone.map(({ recovery }) => recovery.headMs).filter((ms) => ms !== null);
  const all = alone.map(({ recovery }) => recovery.allMs).filter((ms) => ms !== null);
  const cells = [kind, String(ofKind.length), hits, ...spread(first), ...spread(all)];
  return `| ${cells.join(' | ')} |`;
}

/** Median and longest, in seconds. */
function spread(values: readonly number[]): [string, string] {
  const sorted = [...values].sort((a, b) => a - b);
  const seconds = (ms: number | undefined): string =>
    ms === undefined ? '' : (ms / 1_000).toFixed(1);
  return [seconds(sorted[Math.floor((sorted.length - 1) / 2)]), seconds(sorted.at(-1))];
}
