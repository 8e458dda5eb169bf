import {
  createIngestWriter,
  createPool,
  createPrisma,
  openCheckpoints,
  readActiveRules,
  setRule,
  SUSPICIOUS_VEHICLE_RULE,
} from '@intellisite/db';
import type { KafkaRecord } from '@intellisite/kafka';
import { createBatchBuilder } from './batch-builder.ts';
import { advanceCheckpoint, ownPartition, type OwnedPartition } from './partition-continuity.ts';
import { createSeriesCache } from './series-cache.ts';

/** Of one call: a process that is stopped for a while loses its session, for instance. */
const MOST_FAILURES = 5;

/** What the indexer does between Kafka and Postgres, one transaction a call. */
export interface DirectIndexer {
  /** Indexes the values as the next messages of the partition, each with the time `recordedAt` in ms. */
  index(values: readonly (Buffer | null)[], recordedAt: number): Promise<void>;
  close(): Promise<void>;
}

/** The indexer's own code without Kafka: for inputs by the million. Partition 0, generation 1 or as it is. */
export async function createDirectIndexer(
  databaseUrl: string,
  { topic, capacity }: { topic: string; capacity: number },
): Promise<DirectIndexer> {
  const connection = { databaseUrl, applicationName: 'direct-indexer' };
  const pool = createPool(connection);
  const prisma = createPrisma(connection);
  const writer = createIngestWriter({ databaseUrl, instance: 'direct' });
  const cache = createSeriesCache();
  await setRule(prisma, SUSPICIOUS_VEHICLE_RULE, { kind: 'category', categories: ['suv'] });
  const rules = await readActiveRules(prisma);
  let owned = await ownFromCheckpoint();
  const builder = createBatchBuilder({ capacity, limit: () => capacity, cache, rules });

  async function ownFromCheckpoint(): Promise<OwnedPartition> {
    const checkpoints = await openCheckpoints(
      pool,
      topic,
      { clusterId: 'cluster', topicId: null },
      new Map([[0, 0]]),
    );
    const checkpoint = checkpoints.get(0);
    if (!checkpoint) throw new Error('There is no checkpoint.');
    return ownPartition(checkpoint, null);
  }

  async function write(): Promise<void> {
    const batch = builder.build(topic);
    const { seriesIds } = await writer.write(batch);
    builder.unresolved.forEach((entry, index) => {
      entry.id = seriesIds[index] ?? null;
    });
    for (const advance of batch.advances) advanceCheckpoint(owned, advance);
    builder.clear();
  }

  return {
    async index(values, recordedAt) {
      const first = owned.expectedOffset;
      const records: KafkaRecord[] = values.map((value, index) => ({
        offset: String(first + index),
        timestamp: String(recordedAt),
        key: null,
        value,
      }));
      const nextOffset = first + records.length;
      const batch = {
        partition: 0,
        records,
        fetchedOffset: first,
        firstOffset: first,
        nextOffset,
        missing: [],
        highWatermark: nextOffset,
        leaderEpoch: null,
      };
      let failures = 0;
      // A flood of large refused messages ends a transaction before it is full.
      for (let from = 0; from < records.length;) {
        from = builder.add(owned, batch, from, []);
        owned.expectedOffset = first + from;
        try {
          await write();
        } catch (error) {
          // As the pipeline does: forget all, and go on where the database says.
          if (++failures > MOST_FAILURES) throw error;
          builder.clear();
          cache.clear();
          owned = await ownFromCheckpoint();
          from = owned.expectedOffset - first;
        }
      }
    },
    async close() {
      await Promise.all([writer.close(), pool.end(), prisma.$disconnect()]);
    },
  };
}
