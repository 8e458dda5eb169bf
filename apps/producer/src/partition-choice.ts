/** More sources than any site has: beyond this, new ones are not remembered. */
const MAX_SOURCES = 10_000;

export type PartitionChoice = (source: string | null) => number;

/**
 * Chooses the partition of each message. A source always goes to the same partition, so that the
 * order of its messages holds, and sources are dealt out so that each partition gets its part: a
 * hash of ten names over three partitions can leave one empty. Only where there are more partitions
 * than expected sources does a busy source take turns over several, and loses its order for it.
 * Messages without a source take turns over all.
 *
 * @param expected the sources that will come, with their shares; the same shares are dealt out the
 *   same way in every run. Others are dealt out as they appear.
 */
export function createPartitionChoice(
  partitions: number,
  expected: readonly { source: string; weight: number }[],
): PartitionChoice {
  const all: Turns = {
    partitions: Array.from({ length: partitions }, (_, index) => index),
    next: 0,
  };
  const loads = new Float64Array(partitions);
  const bySource = new Map<string, Turns>();

  const assign = (source: string, weight: number): Turns => {
    const partition = loads.indexOf(Math.min(...loads));
    loads[partition] = (loads[partition] ?? 0) + weight;
    const turns = { partitions: [partition], next: 0 };
    bySource.set(source, turns);
    return turns;
  };

  const busiestFirst = [...expected].sort((a, b) => b.weight - a.weight);
  for (const { source, weight } of busiestFirst) assign(source, weight);
  if (busiestFirst.length > 0) {
    const unused = all.partitions.filter((partition) => loads[partition] === 0);
    for (const [index, partition] of unused.entries()) {
      const { source = '' } = busiestFirst[index % busiestFirst.length] ?? {};
      bySource.get(source)?.partitions.push(partition);
    }
  }
  const meanWeight =
    busiestFirst.reduce((sum, { weight }) => sum + weight, 0) / busiestFirst.length || 1;

  return (source) => {
    if (source === null) return takeTurn(all);
    const known = bySource.get(source);
    if (known !== undefined) return takeTurn(known);
    return takeTurn(bySource.size < MAX_SOURCES ? assign(source, meanWeight) : all);
  };
}

interface Turns {
  partitions: number[];
  next: number;
}

function takeTurn(turns: Turns): number {
  const partition = turns.partitions[turns.next] ?? 0;
  turns.next = (turns.next + 1) % turns.partitions.length;
  return partition;
}
