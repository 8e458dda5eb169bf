import type { Written } from './written.ts';

export interface PartitionLag {
  partition: number;
  messages: number;
  /**
   * Age of the newest indexed record while others wait behind it; 0 when none waits. Where this indexer has
   * indexed none yet, the time since the partition became its own, which is less.
   */
  seconds: number;
}

export interface Progress {
  /** Where the checkpoints of our partitions stand; reading begins before them, at what is indexed. */
  begin(nextOffsets: ReadonlyMap<number, number>, now: number): void;
  written(written: Written): void;
  /** What Kafka says of the partitions' ends. */
  ends(offsets: readonly { partition: number; high: number }[]): void;
  /** Only these partitions are ours now. */
  keep(partitions: readonly number[]): void;
  lag(now: number): PartitionLag[];
  /** Messages that Kafka has and the database has not, in all partitions, as far as is known. */
  backlog(): number;
  /** Committed offsets that were not asked for before; asking forgets them. */
  takeHints(): Map<number, number>;
}

interface PartitionProgress {
  nextOffset: number;
  high: number;
  /** Its time, or that of the assignment before the first one. */
  newestRecord: number;
}

/** How far each partition is: for lag, and for the hints that lag tools read from Kafka. */
export function createProgress(): Progress {
  const partitions = new Map<number, PartitionProgress>();
  const hints = new Map<number, number>();
  return {
    begin(nextOffsets, now) {
      for (const [partition, nextOffset] of nextOffsets) {
        const { high = nextOffset, newestRecord = now } = partitions.get(partition) ?? {};
        partitions.set(partition, { nextOffset, high, newestRecord });
      }
    },
    written(written) {
      for (const { partition, nextOffset, highWatermark, newestRecord } of written.partitions) {
        const before = partitions.get(partition);
        partitions.set(partition, {
          nextOffset,
          high: Math.max(highWatermark, nextOffset),
          newestRecord: newestRecord ?? before?.newestRecord ?? Date.now(),
        });
        hints.set(partition, nextOffset);
      }
    },
    ends(offsets) {
      for (const { partition, high } of offsets) {
        const progress = partitions.get(partition);
        if (progress) progress.high = high;
      }
    },
    keep(kept) {
      for (const partition of partitions.keys()) {
        if (!kept.includes(partition)) partitions.delete(partition);
      }
    },
    lag: (now) =>
      [...partitions].map(([partition, progress]) => {
        const messages = waiting(progress);
        const age = Math.max(0, now - progress.newestRecord) / 1_000;
        return { partition, messages, seconds: messages === 0 ? 0 : age };
      }),
    backlog: () => [...partitions.values()].reduce((sum, progress) => sum + waiting(progress), 0),
    takeHints() {
      const taken = new Map(hints);
      hints.clear();
      return taken;
    },
  };
}

function waiting({ nextOffset, high }: PartitionProgress): number {
  return Math.max(0, high - nextOffset);
}
