import type { TopicLife } from '../traffic/topic-history.ts';
import type { StoredGap } from './stored-state.ts';
import { createViolations, type Violation } from './violation.ts';

export interface DeclaredLosses {
  covers(generation: number, partition: number, offset: number): boolean;
  violations: Violation[];
}

/**
 * What the gap ledger says is lost, and whether that is true: an expired range must have been deleted
 * by us, a generation that was "recreated" must have ended, and nothing may be declared twice.
 */
export function readDeclaredLosses(
  gaps: readonly StoredGap[],
  lives: readonly TopicLife[],
): DeclaredLosses {
  const violations = createViolations('gap ledger');
  const byPartition = new Map<string, { from: number; to: number }[]>();
  for (const gap of gaps) {
    const { generation, partition, from, cause } = gap;
    const life = lives.find((candidate) => candidate.generation === generation);
    const told = `${cause} ${where(generation, partition, from)} to ${String(gap.to)}`;
    const deletedBelow = life?.partitions[partition]?.deletedBelow ?? 0;
    if (cause === 'expired' && gap.to > deletedBelow) {
      violations.add(`${told}: only offsets below ${String(deletedBelow)} were ever deleted`);
    }
    if (cause === 'recreated' && life === lives.at(-1)) {
      violations.add(`${told}: this life of the topic has not ended`);
    }
    if (!life || !['expired', 'recreated'].includes(cause)) {
      violations.add(`${told}: this never happened`);
    }
    const range = { from, to: cause === 'expired' ? gap.to : Infinity };
    const key = keyOf(generation, partition);
    const ranges = byPartition.get(key) ?? [];
    if (ranges.some((other) => range.from < other.to && other.from < range.to)) {
      violations.add(`${told}: declared before`);
    }
    byPartition.set(key, [...ranges, range]);
  }
  return {
    covers: (generation, partition, offset) =>
      byPartition
        .get(keyOf(generation, partition))
        ?.some(({ from, to }) => from <= offset && offset < to) ?? false,
    violations: violations.list(),
  };
}

function keyOf(generation: number, partition: number): string {
  return `${String(generation)}/${String(partition)}`;
}

/** How a message's place is written in reports: generation/partition@offset. */
export function where(generation: number, partition: number, offset: number): string {
  return `${keyOf(generation, partition)}@${String(offset)}`;
}
