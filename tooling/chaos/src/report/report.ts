import type { AudienceFigures } from '../audience/audience.ts';
import type { FaultRecord, RoundResult } from '../round.ts';
import { SYSTEM_KINDS, type FaultKind } from '../faults/kinds.ts';

export interface ReportOptions {
  command: string;
  fence: boolean;
  /** Kinds of fault that could not be made here. */
  leftOut: readonly FaultKind[];
  /** Rounds that the run itself could not bring to their end. */
  unfinished: number;
}

/** The result of a run in Markdown. */
export function describeRun(
  rounds: readonly RoundResult[],
  { command, fence, leftOut, unfinished }: ReportOptions,
): string {
  const faults = rounds.flatMap((round) => round.faults);
  const sum = (of: (round: RoundResult) => number): string =>
    rounds.reduce((total, round) => total + of(round), 0).toLocaleString('en-US');
  const told = (of: (figures: AudienceFigures) => number): string =>
    sum(({ audience }) => (audience ? of(audience) : 0));
  const violations = rounds.flatMap(({ seed, violations: found }) =>
    found.map(({ check, detail }) => `- seed ${String(seed)}, ${check}: ${detail}`),
  );
  return [
    `# Faults`,
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
    `| transactions that the fence refused | ${sum(({ fencedWrites }) => fencedWrites)} |`,
    `| blocks recounted | ${sum(({ blocks }) => blocks)} |`,
    ...(rounds.some(({ audience }) => audience)
      ? [
          `| alerts that listeners were told | ${told(({ delivered }) => delivered)} |`,
          `| connections that listeners made | ${told(({ connections }) => connections)} |`,
          `| calls of readers that were answered | ${told(({ answered }) => answered)} |`,
          `| answers that were asked for again at their asOf | ${told(({ readAgain }) => readAgain)} |`,
          `| refusals for now (503 with Retry-After) | ${told(({ refusals }) => refusals)} |`,
        ]
      : []),
    `| seeds | ${rounds.map(({ seed }) => String(seed)).join(', ')} |`,
    '',
    'Time until ingestion went on after a fault that no other fault disturbed, in seconds (all partitions: until each of them went on; ready: from the end of the fault and all that follows from it until every service said that it is ready):',
    '',
    '| fault | count | instant hit | first, median | longest | all partitions, median | longest | ready, median | longest |',
    '|---|---:|---:|---:|---:|---:|---:|---:|---:|',
    ...SYSTEM_KINDS.map((kind) => describeKind(kind, faults)).filter((row) => row !== null),
    '',
    ...(unfinished === 0
      ? []
      : [
          `Rounds that the run itself could not finish, and that are not counted: ${String(unfinished)}.`,
          '',
        ]),
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, because no file system could be made to be filled, or the package faketime is not there: ${leftOut.join(', ')}.`,
          '',
        ]),
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
  const ready = ofKind.map(({ readyMs }) => readyMs).filter((ms) => ms !== null);
  const cells = [
    kind,
    String(ofKind.length),
    hits,
    ...spread(first),
    ...spread(all),
    ...spread(ready),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Median and longest, in seconds. */
function spread(values: readonly number[]): [string, string] {
  const sorted = [...values].sort((a, b) => a - b);
  const seconds = (ms: number | undefined): string =>
    ms === undefined ? '' : (ms / 1_000).toFixed(1);
  return [seconds(sorted[Math.floor((sorted.length - 1) / 2)]), seconds(sorted.at(-1))];
}
