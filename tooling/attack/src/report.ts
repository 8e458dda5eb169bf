import { median } from '@intellisite/bench';
import type { Attack, Outcome } from './attack.ts';
import { LOAD, type Service } from './others.ts';

export interface AttackResult {
  attack: Attack;
  rounds: {
    alone: Service;
    during: Service;
    outcome: Outcome;
    /** The most that the server had, in bytes. */
    memory: number | null;
  }[];
  /** Ends of the attacker that should not be. */
  unexpected: string[];
  /** Others that were not served. */
  missing: string[];
}

export interface RunDescription {
  machine: readonly string[];
  rows: number;
  rounds: number;
}

/** The result of a run in Markdown. */
export function describeRun(
  results: readonly AttackResult[],
  { machine, rows, rounds }: RunDescription,
): string {
  const { perSecond, connections, streams } = LOAD;
  return [
    `${machine.join('; ')}; everything on this machine, the attackers too.`,
    '',
    `${rows.toLocaleString('en-US')} detections. The others: GET /stats at ${String(perSecond)} requests/s over ${String(connections)} connections, and ${String(streams)} clients of the alert stream. p99 in ms, alone right before the attack and during it, medians of ${String(rounds)} rounds.`,
    '',
    '| attack | connections | /stats alone | during | times | stream alone | during | times | what became of the attacker | most memory, MB |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |',
    ...results.map(describeAttack),
    '',
  ].join('\n');
}

function describeAttack({ attack, rounds }: AttackResult): string {
  const of = (pick: (round: AttackResult['rounds'][number]) => number): number =>
    median(rounds.map(pick));
  const stats = [
    of((round) => round.alone.statsP99),
    of((round) => round.during.statsP99),
  ] as const;
  const stream = [
    of((round) => round.alone.streamP99),
    of((round) => round.during.streamP99),
  ] as const;
  const times = (pick: 'statsP99' | 'streamP99'): number =>
    of((round) => round.during[pick] / round.alone[pick]);
  const memory = of((round) => round.memory ?? NaN) / 2 ** 20;
  return `| ${[
    attack.name,
    attack.full.connections.toLocaleString('en-US'),
    ...stats.map((ms) => ms.toFixed(1)),
    times('statsP99').toFixed(1),
    ...stream.map((ms) => ms.toFixed(0)),
    times('streamP99').toFixed(1),
    describeOutcome(rounds.map(({ outcome }) => outcome)),
    Number.isNaN(memory) ? '' : memory.toFixed(0),
  ].join(' | ')} |`;
}

function describeOutcome(outcomes: readonly Outcome[]): string {
  const total: Record<string, number> = {};
  for (const { ends } of outcomes) {
    for (const [how, count] of Object.entries(ends)) total[how] = (total[how] ?? 0) + count;
  }
  const counts = Object.entries(total).map(
    ([how, count]) => `${how}: ${Math.round(count / outcomes.length).toLocaleString('en-US')}`,
  );
  const seconds = median(outcomes.map(({ medianSeconds }) => medianSeconds));
  const after = seconds >= 1 ? `, after ${seconds.toFixed(0)} s` : '';
  return `${counts.join(', ')}${after}`;
}
